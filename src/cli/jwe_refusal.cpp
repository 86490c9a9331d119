#include "cli/jwe_refusal.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include "cli/token_input.h"

namespace signet::cli {
namespace {

struct Hint {
  Errc code;
  std::string_view subject;
  std::string_view hint;
};

constexpr std::string_view kAny = "*";

// The first that fits counts.
constexpr Hint kEncryptionHints[] = {
    {Errc::alg_not_allowed, "alg",
     "RSA1_5 is for peers that have nothing better, and wants --legacy; use RSA-OAEP-256"},
    {Errc::limit_exceeded, "plaintext", "a JWE holds up to 16M; encrypt a larger file in parts"},
    {Errc::limit_exceeded, "recipients", "a general JWE has up to 16 recipients"},
    {Errc::limit_exceeded, "p2c", "all recipients together may have 1200000 iterations; write a smaller --p2c"},
};

constexpr Hint kDecryptionHints[] = {
    {Errc::malformed_token, "segments",
     "a compact JWE is five base64url parts joined by dots; one in JSON is named with --format flattened or general"},
    {Errc::malformed_token, "recipients", "only a general JWE has recipients, in an array: --format general reads it"},
    {Errc::malformed_token, kAny,
     "check that nothing was cut off or added, and the form: --format flattened has one recipient, general an array"},
    {Errc::malformed_json, "token", "this is no JWE in JSON; without --format a compact one is read"},
    {Errc::alg_not_allowed, "alg",
     "signet inspect shows the alg; allow it with --alg only if its sender really uses it, RSA1_5 with --legacy, too"},
    {Errc::alg_not_allowed, "enc",
     "signet inspect shows the enc; allow it with --enc only if its sender really uses it"},
    {Errc::alg_not_allowed, "zip", "the plaintext was compressed; leave out --no-zip to accept that"},
    {Errc::limit_exceeded, "plaintext", "a plaintext that was compressed may be larger with --max-inflated, up to 16M"},
    {Errc::limit_exceeded, "recipients", "a general JWE has up to 16 recipients"},
    {Errc::limit_exceeded, "p2c",
     "1000 to 1200000 iterations are taken, over all recipients; its sender has to choose such a number"},
    // The subject is the member that is missing.
    {Errc::private_key, kAny, "decrypting wants the private key; with a public one a JWE can only be made"},
    {Errc::key_not_found, "kid", "compare the kid that signet inspect shows with those of your keys: signet key show"},
};

Failure with_hint(Failure failure, std::span<const Hint> hints) {
  const auto row = std::ranges::find_if(hints, [&](const Hint& hint) {
    return hint.code == failure.error.code && (hint.subject == kAny || hint.subject == failure.error.subject);
  });
  if (row != hints.end()) failure.hint = row->hint;
  return failure;
}

}  // namespace

Failure explain_encryption(Error error) {
  return with_hint(std::move(error), kEncryptionHints);
}

Failure explain_decryption(const Invocation& run, Error error) {
  const Failure failure = with_hint(std::move(error), kDecryptionHints);
  return explain_token(run, failure);
}

}  // namespace signet::cli
