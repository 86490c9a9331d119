#include "jose/judge.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "jose/jws_verify.h"
#include "jose/signing_input.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::jws {
namespace {

constexpr Rule kTrialsRule{"RFC 7515 7.2.1", "keys are tried at most 32 times for one object; kid says which is meant"};

/// One signature on its way: its Document keeps what `headers` look at.
struct Candidate {
  const jose::SignatureForm* form;
  json::Document document;
  Result<jose::JointHeader> headers;
};

std::vector<Candidate> read_candidates(const jose::JsonForm& form) {
  std::vector<Candidate> candidates;
  candidates.reserve(form.signatures.size());
  for (const jose::SignatureForm& signature : form.signatures) {
    Candidate& made = candidates.emplace_back(&signature, json::Document(), jose::JointHeader{});
    made.headers = jose::read_headers(signature, made.document);
  }
  return candidates;
}

/// A signature whose header is refused has no say: it can never hold, so nobody reads the payload by it.
Result<bool> agreed_b64(const std::vector<Candidate>& candidates) {
  std::optional<bool> agreed;
  for (const Candidate& candidate : candidates) {
    if (!candidate.headers) continue;
    //= rfc7797#3 the "b64" Header Parameter value MUST be the same for all of them
    if (agreed.value_or(candidate.headers->proven.b64) != candidate.headers->proven.b64) {
      return fail(Errc::header_parameter, "b64", &jose::kB64AgreeRule);
    }
    agreed = candidate.headers->proven.b64;
  }
  return agreed.value_or(true);
}

std::string text_of(std::optional<json::Value> object, std::string_view name) {
  const auto member = object ? object->find(name) : std::nullopt;
  return std::string(member ? member->string().value_or("") : "");
}

class Judge {
 public:
  Judge(const KeySource& keys, const AlgorithmSet& allowed, std::string_view payload_text)
      : keys_(keys), allowed_(allowed), payload_text_(payload_text) {}

  Result<> check(Candidate& candidate, std::size_t index, Judgement& judgement) {
    Result<std::shared_ptr<const VerificationKey>> key = find_key(candidate);
    if (trials_ > kMaxKeyTrials) return fail(Errc::limit_exceeded, "signatures", &kTrialsRule);
    if (!key) {
      judgement.failures.push_back(failure(candidate, index, std::move(key).error()));
      return {};
    }
    const KeyIdentity identity = (*key)->identity();
    if (std::ranges::find(judgement.keys, identity) == judgement.keys.end()) judgement.keys.push_back(identity);
    std::optional<json::Document> unproven;
    if (candidate.form->header) {
      SIGNET_TRY(unproven, json::Document::parse(candidate.form->header->source()));
    }
    judgement.held.push_back(Verification::signature(std::move(candidate.document), std::move(unproven), **key, index));
    return {};
  }

 private:
  Result<std::shared_ptr<const VerificationKey>> find_key(const Candidate& candidate) {
    if (!candidate.headers) return std::unexpected(candidate.headers.error());
    jose::SignatureBuffer buffer;
    SIGNET_TRY(jose::SignatureTask task, jose::prepare_signature(candidate.headers->proven.alg, candidate.headers->kid,
                                                                 candidate.form->signature, keys_, allowed_, buffer));
    trials_ += task.candidates.count;
    if (trials_ > kMaxKeyTrials) return fail(Errc::limit_exceeded, "signatures");
    const std::string input = jose::to_signing_input(candidate.form->protected_header, as_bytes(payload_text_), false);
    return jose::try_keys(task, as_bytes(input));
  }

  static SignatureFailure failure(const Candidate& candidate, std::size_t index, Error error) {
    // The protected header may be unreadable, and then it is null, or name another type, and then this is empty.
    const json::Value header = candidate.document.root();
    std::string kid = text_of(header, "kid");
    if (kid.empty()) kid = text_of(candidate.form->header, "kid");
    return {index, std::move(error), text_of(header, "alg"), std::move(kid)};
  }

  const KeySource& keys_;
  const AlgorithmSet& allowed_;
  std::string_view payload_text_;
  std::size_t trials_ = 0;
};

}  // namespace

Result<Judgement> judge(const jose::JsonForm& form, ByteView detached, const KeySource& keys,
                        const AlgorithmSet& allowed) {
  std::vector<Candidate> candidates = read_candidates(form);
  Judgement judgement;
  SIGNET_TRY(judgement.b64, agreed_b64(candidates));
  std::string text;
  if (!form.payload) jose::append_payload_text(text, detached, judgement.b64);
  Judge judge(keys, allowed, form.payload.value_or(text));
  for (std::size_t index = 0; index < candidates.size(); ++index)
    SIGNET_CHECK(judge.check(candidates[index], index, judgement));
  return judgement;
}

Result<> check_policy(const SignaturePolicy& policy) {
  if (policy.keys() == 0) return fail(Errc::policy_incomplete, "signatures");
  return {};
}

Result<> meet_policy(const SignaturePolicy& policy, const Judgement& judgement) {
  const bool enough = judgement.keys.size() >= policy.keys();
  if (enough && (judgement.failures.empty() || !policy.every())) return {};
  if (judgement.held.empty() && judgement.failures.size() == 1) return std::unexpected(judgement.failures[0].error);
  return fail(Errc::signatures_insufficient, "signatures");
}

}  // namespace signet::jws
