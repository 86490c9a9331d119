#include "jose/verification.h"

#include <utility>

#include "crypto/signature_algorithm.h"

namespace signet::jws {

std::optional<json::Value> VerifiedSignature::unproven_header() const noexcept {
  if (!unproven_header_) return std::nullopt;
  return unproven_header_->root();
}

VerifiedSignature Verification::signature(json::Document header, const VerificationKey& key) {
  return signature(std::move(header), std::nullopt, key, 0);
}

VerifiedSignature Verification::signature(json::Document header, std::optional<json::Document> unproven_header,
                                          const VerificationKey& key, std::size_t index) {
  VerifiedSignature made;
  made.header_ = std::move(header);
  made.unproven_header_ = std::move(unproven_header);
  made.algorithm_ = key.algorithm().name;
  made.key_id_ = key.kid();
  made.index_ = index;
  return made;
}

Verified Verification::attached(VerifiedSignature signature, Bytes payload) {
  Verified made;
  static_cast<VerifiedSignature&>(made) = std::move(signature);
  made.payload_ = std::move(payload);
  return made;
}

VerifiedSignatures Verification::detached(Judgement judgement) {
  VerifiedSignatures made;
  made.signatures_ = std::move(judgement.held);
  made.failures_ = std::move(judgement.failures);
  made.distinct_keys_ = judgement.keys.size();
  return made;
}

VerifiedGeneral Verification::attached(Judgement judgement, Bytes payload) {
  VerifiedGeneral made;
  static_cast<VerifiedSignatures&>(made) = detached(std::move(judgement));
  made.payload_ = std::move(payload);
  return made;
}

}  // namespace signet::jws
