#include "jose/jws_verify.h"

#include <span>
#include <utility>

#include "jose/ask.h"
#include "jose/signing_input.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::jose {
namespace {

Result<ByteView> decode_signature(std::string_view segment, SignatureBuffer& buffer) {
  // No algorithm makes a signature as long as this, so it is a wrong one, whatever its characters are.
  if (segment.size() > base64url::encoded_size(kMaxSignature)) return fail(Errc::bad_signature);
  const auto size = base64url::decode_into(segment, buffer);
  if (!size) return fail(Errc::malformed_token, "signature");
  return ByteView(buffer.data(), *size);
}

}  // namespace

Result<SignatureTask> prepare_signature(std::string_view alg, std::optional<std::string_view> kid,
                                        std::string_view signature, const KeySource& keys, const AlgorithmSet& allowed,
                                        SignatureBuffer& buffer) {
  // Only rows of the allow-list can be found; "none", in whatever spelling, is no row (RFC 8725 section 3.1).
  const SignatureAlgorithm* row = allowed.find(alg);
  if (row == nullptr) return fail(Errc::alg_not_allowed, "alg");
  SIGNET_TRY(const ByteView octets, decode_signature(signature, buffer));
  // Of the header kid alone has a say in which key is used: jwk, jku, x5u and x5c are what the sender claims.
  SIGNET_TRY(KeyCandidates candidates, ask(keys, KeyQuery{.kid = kid, .algorithm = row}));
  // A source that hands out a key of another algorithm must not widen the choice that policy has made.
  for (auto& key : std::span(candidates.keys).first(candidates.count))
    if (key && &key->algorithm() != row) key = nullptr;
  return SignatureTask{octets, std::move(candidates)};
}

Result<std::shared_ptr<const VerificationKey>> try_keys(SignatureTask& task, ByteView signing_input) {
  for (auto& key : std::span(task.candidates.keys).first(task.candidates.count))
    if (key && key->verify(signing_input, task.signature)) return std::move(key);
  return fail(Errc::bad_signature);
}

Result<CheckedSignature> check_signature(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                         std::size_t max_size, json::Document& header_document, Extensions understood) {
  SIGNET_TRY(const Compact compact, split_compact(token, max_size));
  // An unsecured JWS (RFC 7515 appendix A.5) is refused for its form, before its header is looked at.
  if (compact.signature.empty()) return fail(Errc::malformed_token, "signature");
  SIGNET_TRY(const Header header, parse_header(compact.header, header_document, understood));
  if (!is_compact_payload(compact.payload, header.b64)) return fail(Errc::malformed_token, "payload");
  SignatureBuffer buffer;
  SIGNET_TRY(SignatureTask task, prepare_signature(header.alg, header.kid, compact.signature, keys, allowed, buffer));
  SIGNET_TRY(auto key, try_keys(task, as_bytes(compact.signing_input)));
  return CheckedSignature{compact, header, std::move(key)};
}

}  // namespace signet::jose
