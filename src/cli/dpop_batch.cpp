#include "cli/dpop_batch.h"

#include <chrono>
#include <utility>

#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kMaxSeen = std::size_t{1} << 20;

/// A member that is text. Errors: malformed_case(NAME).
Result<std::string_view> text_of(const json::Value& line, std::string_view name) {
  SIGNET_TRY(const json::Value value, member_of(line, name));
  if (const auto text = value.string()) return *text;
  return fail(Errc::malformed_case, name);
}

/// The same for one that may be left out, or null. Errors: malformed_case(NAME).
Result<std::optional<std::string_view>> optional_text_of(const json::Value& line, std::string_view name) {
  const auto value = line.find(name);
  if (!value || value->is_null()) return std::nullopt;
  if (const auto text = value->string()) return text;
  return fail(Errc::malformed_case, name);
}

/// A verifier for the line's max_age, which may be left out. Errors: malformed_case(max_age), limit_exceeded(max_age).
Result<dpop::Verifier> build_verifier(const std::optional<json::Value>& max_age) {
  dpop::Policy policy;
  policy.any_replay();  // the store is asked in the order of the lines
  if (max_age && !max_age->is_null()) {
    const auto seconds = max_age->integer();
    if (!seconds || *seconds < 0) return fail(Errc::malformed_case, "max_age");
    if (*seconds > std::chrono::duration_cast<std::chrono::seconds>(dpop::kMaxMaxAge).count())
      return fail(Errc::limit_exceeded, "max_age");
    policy.max_age(std::chrono::seconds(*seconds));
  }
  return dpop::Verifier::build(policy);
}

}  // namespace

std::shared_ptr<ReplayStore> batch_replay_store() {
  return std::make_shared<MemoryReplayStore>(
      ReplayLimits{.owners = kMaxSeen, .guaranteed = 1, .shared = kMaxSeen, .per_owner = kMaxSeen});
}

Result<> DpopVerifyWorker::check(const json::Value& line, std::string& members) {
  SIGNET_TRY(const std::string_view proof, text_of(line, "proof"));
  dpop::Request request;
  SIGNET_TRY(request.method, text_of(line, "method"));
  SIGNET_TRY(request.url, text_of(line, "url"));
  SIGNET_TRY(request.access_token, optional_text_of(line, "access_token"));
  SIGNET_TRY(request.jkt, optional_text_of(line, "jkt"));
  SIGNET_TRY(const auto nonce, optional_text_of(line, "nonce"));
  if (nonce) request.nonce = [&nonce](std::string_view given) { return given == *nonce; };
  request.any_key = true;  // a line without jkt asks for none; the answer says which key it was
  SIGNET_TRY(const Timestamp now, now_of(line));
  const auto max_age = line.find("max_age");
  const auto& verifier = verifiers_.get(max_age ? max_age->source() : "", [&] { return build_verifier(max_age); });
  if (!verifier) return std::unexpected(verifier.error());
  SIGNET_TRY(const dpop::Proof held, verifier->verify(proof, request, now));
  last_ = held.replay_id();
  members += ",\"jkt\":\"";
  members += held.jkt();
  members += '"';
  return {};
}

std::function<Result<>()> DpopVerifyWorker::settle() {
  return [seen = seen_, id = last_] { return seen->use_once(id, Timestamp::max(), Timestamp()); };
}

}  // namespace signet::cli
