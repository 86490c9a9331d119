#include "jose/jws_verify.h"

#include <span>
#include <utility>

#include "signet/base64url.h"
#include "try.h"

namespace signet::jose {
namespace {

using SignatureBuffer = std::array<std::uint8_t, kMaxSignature>;

Result<ByteView> decode_signature(std::string_view segment, SignatureBuffer& buffer) {
  // No algorithm makes a signature as long as this, so it is a wrong one, whatever its characters are.
  if (segment.size() > base64url::encoded_size(kMaxSignature)) return fail(Errc::bad_signature);
  const auto size = base64url::decode_into(segment, buffer);
  if (!size) return fail(Errc::malformed_token, "signature");
  return ByteView(buffer.data(), *size);
}

}  // namespace

Result<CheckedSignature> check_signature(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                         std::size_t max_size, json::Document& header_document) {
  SIGNET_TRY(const Compact compact, split_compact(token, max_size));
  // An unsecured JWS (RFC 7515 appendix A.5) is refused for its form, before its header is looked at.
  if (compact.signature.empty()) return fail(Errc::malformed_token, "signature");
  SIGNET_TRY(const Header header, parse_header(compact.header, header_document));
  //= rfc7797#6 crit MUST be included with "b64"; where it is, parse_header has refused it as not understood
  if (header.has_b64) return fail(Errc::header_parameter, "b64");
  // Only rows of the allow-list can be found; "none", in whatever spelling, is no row (RFC 8725 section 3.1).
  const SignatureAlgorithm* row = allowed.find(header.alg);
  if (row == nullptr) return fail(Errc::alg_not_allowed, "alg");
  SignatureBuffer buffer;
  SIGNET_TRY(const ByteView signature, decode_signature(compact.signature, buffer));
  // Of the header kid alone has a say in which key is used: jwk, jku, x5u and x5c are what the sender claims.
  SIGNET_TRY(KeyCandidates candidates, keys.find({.kid = header.kid, .algorithm = row}));
  for (auto& key : std::span(candidates.keys).first(candidates.count)) {
    // A source that hands out a key of another algorithm must not widen the choice that policy has made.
    if (&key->algorithm() != row || !key->verify(as_bytes(compact.signing_input), signature)) continue;
    return CheckedSignature{compact, header, std::move(key)};
  }
  return fail(Errc::bad_signature);
}

}  // namespace signet::jose
