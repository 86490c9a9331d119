// All that does not hold of a general JWS.
#include <utility>

#include "jose/json_form.h"
#include "jose/judge.h"
#include "jose/signing_input.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::jws {
namespace {

SignatureFailure of_the_whole(Error error) {
  return {.index = std::nullopt, .error = std::move(error), .claimed_algorithm = {}, .claimed_key_id = {}};
}

struct Question {
  const KeySource& keys;
  const AlgorithmSet& allowed;
  SignaturePolicy policy;
  std::size_t max_size;
};

/// Errors are those of the object as a whole; the others are what comes back.
Result<std::vector<SignatureFailure>> find_failures(std::string_view json, std::optional<ByteView> detached,
                                                    const Question& question) {
  SIGNET_CHECK(check_policy(question.policy));
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, question.max_size));
  SIGNET_TRY(const jose::JsonForm form, jose::read_general(object.root()));
  SIGNET_CHECK(jose::check_payload(form, detached, question.max_size));
  SIGNET_TRY(Judgement judgement, judge(form, detached.value_or(ByteView()), question.keys, question.allowed));
  const Result<> met = meet_policy(question.policy, judgement);
  std::vector<SignatureFailure> failures = std::move(judgement.failures);
  // The error of an only signature is among them already.
  if (!met && met.error().code == Errc::signatures_insufficient) failures.push_back(of_the_whole(met.error()));
  if (!form.payload || judgement.held.empty()) return failures;
  const auto payload = jose::from_payload_text(*form.payload, judgement.b64, question.max_size);
  if (!payload) failures.push_back(of_the_whole(payload.error()));
  return failures;
}

std::vector<SignatureFailure> all_failures(std::string_view json, std::optional<ByteView> detached,
                                           const Question& question) {
  auto failures = find_failures(json, detached, question);
  if (failures) return *std::move(failures);
  return {of_the_whole(std::move(failures).error())};
}

}  // namespace

std::vector<SignatureFailure> general_failures(std::string_view json, const KeySource& keys,
                                               const AlgorithmSet& allowed, SignaturePolicy policy,
                                               std::size_t max_size) {
  return all_failures(json, std::nullopt, {keys, allowed, policy, max_size});
}

std::vector<SignatureFailure> general_failures_detached(std::string_view json, ByteView payload, const KeySource& keys,
                                                        const AlgorithmSet& allowed, SignaturePolicy policy,
                                                        std::size_t max_size) {
  return all_failures(json, payload, {keys, allowed, policy, max_size});
}

}  // namespace signet::jws
