// Verifying the JSON serializations: RFC 7515 section 7.2.
#include <utility>

#include "jose/json_form.h"
#include "jose/judge.h"
#include "jose/signing_input.h"
#include "jose/verification.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::jws {
namespace {

using jose::JsonForm;

/// A flattened object has one signature: its error is the object's.
Result<VerifiedSignature> judge_one(const JsonForm& form, ByteView detached, const KeySource& keys,
                                    const AlgorithmSet& allowed, bool& b64) {
  SIGNET_TRY(Judgement judgement, judge(form, detached, keys, allowed));
  SIGNET_CHECK(meet_policy(SignaturePolicy::all(), judgement));
  b64 = judgement.b64;
  return std::move(judgement.held.front());
}

}  // namespace

Result<Verified> verify_flattened(std::string_view json, const KeySource& keys, const AlgorithmSet& allowed,
                                  std::size_t max_size) {
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, max_size));
  SIGNET_TRY(const JsonForm form, jose::read_flattened(object.root()));
  SIGNET_CHECK(jose::check_payload(form, std::nullopt, max_size));
  bool b64 = true;
  SIGNET_TRY(VerifiedSignature signature, judge_one(form, {}, keys, allowed, b64));
  SIGNET_TRY(Bytes payload, jose::from_payload_text(*form.payload, b64, max_size));
  return Verification::attached(std::move(signature), std::move(payload));
}

Result<VerifiedSignature> verify_flattened_detached(std::string_view json, ByteView payload, const KeySource& keys,
                                                    const AlgorithmSet& allowed, std::size_t max_size) {
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, max_size));
  SIGNET_TRY(const JsonForm form, jose::read_flattened(object.root()));
  SIGNET_CHECK(jose::check_payload(form, payload, max_size));
  bool b64 = true;
  return judge_one(form, payload, keys, allowed, b64);
}

Result<VerifiedGeneral> verify_general(std::string_view json, const KeySource& keys, const AlgorithmSet& allowed,
                                       SignaturePolicy policy, std::size_t max_size) {
  SIGNET_CHECK(check_policy(policy));
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, max_size));
  SIGNET_TRY(const JsonForm form, jose::read_general(object.root()));
  SIGNET_CHECK(jose::check_payload(form, std::nullopt, max_size));
  SIGNET_TRY(Judgement judgement, judge(form, {}, keys, allowed));
  SIGNET_CHECK(meet_policy(policy, judgement));
  SIGNET_TRY(Bytes payload, jose::from_payload_text(*form.payload, judgement.b64, max_size));
  return Verification::attached(std::move(judgement), std::move(payload));
}

Result<VerifiedSignatures> verify_general_detached(std::string_view json, ByteView payload, const KeySource& keys,
                                                   const AlgorithmSet& allowed, SignaturePolicy policy,
                                                   std::size_t max_size) {
  SIGNET_CHECK(check_policy(policy));
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, max_size));
  SIGNET_TRY(const JsonForm form, jose::read_general(object.root()));
  SIGNET_CHECK(jose::check_payload(form, payload, max_size));
  SIGNET_TRY(Judgement judgement, judge(form, payload, keys, allowed));
  SIGNET_CHECK(meet_policy(policy, judgement));
  return Verification::detached(std::move(judgement));
}

}  // namespace signet::jws
