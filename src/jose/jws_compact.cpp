// Verifying the compact serialization: RFC 7515 section 7.1.
#include <string>
#include <utility>

#include "jose/jws_verify.h"
#include "jose/signing_input.h"
#include "jose/verification.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::jws {

Result<Verified> verify_compact(std::string_view token, const KeySource& keys, const AlgorithmSet& allowed,
                                std::size_t max_size) {
  json::Document header;
  SIGNET_TRY(const jose::CheckedSignature checked,
             jose::check_signature(token, keys, allowed, max_size, header, jose::kJwsExtensions));
  SIGNET_TRY(Bytes payload, jose::from_payload_text(checked.compact.payload, checked.header.b64, max_size));
  return Verification::attached(Verification::signature(std::move(header), *checked.key), std::move(payload));
}

Result<VerifiedSignature> verify_compact_detached(std::string_view token, ByteView payload, const KeySource& keys,
                                                  const AlgorithmSet& allowed, std::size_t max_size) {
  SIGNET_TRY(const jose::Compact compact, jose::split_compact(token, max_size));
  if (!compact.payload.empty()) return fail(Errc::malformed_token, "payload");
  if (compact.signature.empty()) return fail(Errc::malformed_token, "signature");
  if (payload.size() > max_size) return fail(Errc::limit_exceeded, "payload");
  json::Document document;
  SIGNET_TRY(const jose::Header header, jose::parse_header(compact.header, document, jose::kJwsExtensions));
  jose::SignatureBuffer buffer;
  SIGNET_TRY(jose::SignatureTask task,
             jose::prepare_signature(header.alg, header.kid, compact.signature, keys, allowed, buffer));
  const std::string input = jose::to_signing_input(compact.header, payload, header.b64);
  SIGNET_TRY(const auto key, jose::try_keys(task, as_bytes(input)));
  return Verification::signature(std::move(document), *key);
}

}  // namespace signet::jws
