#include <algorithm>
#include <utility>

#include "resource/availability.h"
#include "resource/binding.h"
#include "resource/challenge.h"
#include "resource/credentials.h"
#include "resource/demands.h"
#include "resource/forms.h"
#include "signet/confirmation.h"
#include "signet/resource.h"
#include "try.h"

namespace signet::resource {

class GuardState {
 public:
  GuardState(Rules made, confirmation::Engine with, std::string names)
      : rules(std::move(made)), engine(std::move(with)), algorithms(std::move(names)) {}
  Rules rules;
  confirmation::Engine engine;
  std::string algorithms;  // of proofs
};

namespace {

constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kInternal = 500;
constexpr int kUnavailable = 503;

/// Which stage an error comes from decides what it means.
enum class Stage : std::uint8_t { request, origin, token, proof, permission, authentication };

struct Meaning {
  Stage stage;
  Errc code;  // internal: whatever is not named before
  int status;
  std::string_view error;
};
// The first row that fits counts.
constexpr Meaning kMeanings[] = {
    {Stage::request, Errc::internal, kBadRequest, "invalid_request"},
    {Stage::origin, Errc::internal, kForbidden, ""},
    {Stage::token, Errc::internal, kUnauthorized, "invalid_token"},
    {Stage::proof, Errc::fetch_failed, kUnavailable, ""},  // of a store elsewhere
    {Stage::proof, Errc::internal, kUnauthorized, "invalid_dpop_proof"},
    {Stage::permission, Errc::internal, kForbidden, "insufficient_scope"},
    {Stage::authentication, Errc::internal, kUnauthorized, "insufficient_user_authentication"},
};

const Meaning& meaning_of(Stage stage, Errc code) noexcept {
  return *std::ranges::find_if(kMeanings, [&](const Meaning& row) {
    return row.stage == stage && (row.code == code || row.code == Errc::internal);
  });
}

Stage stage_of(Unmet::Kind kind) noexcept {
  if (kind == Unmet::Kind::token) return Stage::token;
  return kind == Unmet::Kind::permission ? Stage::permission : Stage::authentication;
}

/// One request, from its fields to the answer.
class Decision {
 public:
  Decision(const GuardState& state, const Request& request, Timestamp now, const Demands* more)
      : state_(state), rules_(state.rules), request_(request), now_(now), more_(more) {}

  std::expected<Granted, Refused> make() {
    if (const auto form = more_ == nullptr ? Result<>() : check_form(*more_); !form)
      return std::unexpected(answer(kInternal, {}, form.error()));
    scheme_ = offered_scheme(request_);
    const auto found = find_credentials(request_, rules_.cookie ? &*rules_.cookie : nullptr);
    if (!found) return refuse(Stage::request, found.error());
    if (!*found) return refuse_nobody();
    const Credentials& credentials = **found;
    if (credentials.from_cookie)
      if (const auto origin = check_origin(request_, *rules_.cookie); !origin)
        return refuse(Stage::origin, origin.error());
    auto token = verify(credentials.token);
    if (!token) return refuse(Stage::token, token.error());
    auto bond = check_binding(rules_, state_.engine, request_, credentials, **token, now_);
    if (!bond) return refuse(bond.error().is_of_proof ? Stage::proof : Stage::token, bond.error().error);
    if (const auto unmet = find_unmet(rules_.demands, more_, (*token)->claims(), now_))
      return refuse(stage_of(unmet->kind), unmet->error);
    Granted granted{.token = *std::move(token), .is_bound = bond->is_bound};
    // A proof that was accepted had one.
    if (!bond->nonce.empty() && rules_.nonces && bond->nonce != rules_.nonces->at(now_)) {
      //= rfc9449#8.2 an answer with a nonce is not to be cached
      granted.fields = common_fields();
      tell_nonce(granted.fields);
    }
    return granted;
  }

 private:
  Result<std::shared_ptr<const jwt::Verified>> verify(std::string_view token) const {
    try {
      auto verified = rules_.verify(token, now_);
      // One that says neither yes nor no is as one that throws.
      if (verified && !*verified) return fail(Errc::internal, "verify");
      return verified;
    } catch (...) {
      return fail(Errc::internal, "verify");
    }
  }

  void tell_nonce(std::vector<HttpField>& fields) const { fields.push_back({"DPoP-Nonce", rules_.nonces->at(now_)}); }

  std::vector<HttpField> common_fields() const { return {{"Cache-Control", "no-store"}}; }

  Refused answer(int status, const Challenge& challenge, const Error& error) const {
    Refused refused{.status = status, .fields = common_fields(), .error = error, .oauth_error = challenge.error};
    if (status == kUnavailable) refused.fields.push_back({"Retry-After", std::string(kRetryAfter)});
    if (status != kUnauthorized && status != kForbidden && status != kBadRequest) return refused;
    std::ranges::move(challenge_fields(rules_, more_, state_.algorithms, challenge, error),
                      std::back_inserter(refused.fields));
    //= rfc9449#9 a nonce may be given with any answer
    if (rules_.nonces && status == kUnauthorized) tell_nonce(refused.fields);
    return refused;
  }

  //= rfc6750#3.1 who has not authenticated is told no error
  std::unexpected<Refused> refuse_nobody() const {
    return std::unexpected(answer(kUnauthorized, {.tells_scope = true}, Error{Errc::token_missing, "Authorization"}));
  }

  std::unexpected<Refused> refuse(Stage stage, const Error& error) const {
    // What should not happen is no fault of the token.
    if (error.code == Errc::internal) return std::unexpected(answer(kInternal, {}, error));
    // A store of proofs that is full is none either; `token` is a proof that is too long.
    if (stage == Stage::proof && error.code == Errc::limit_exceeded && error.subject != "token")
      return std::unexpected(answer(kUnavailable, {}, error));
    if (stage == Stage::token && is_unavailable(error.code)) return std::unexpected(answer(kUnavailable, {}, error));
    const Meaning& meaning = meaning_of(stage, error.code);
    Challenge challenge{.error = meaning.error, .scheme = stage == Stage::proof ? Scheme::dpop : scheme_};
    if (stage == Stage::proof) challenge.error = dpop::oauth_error(error);
    challenge.tells_scope = error.code == Errc::scope_insufficient;
    challenge.tells_authentication = error.code == Errc::authentication_insufficient;
    return std::unexpected(answer(meaning.status, challenge, error));
  }

  const GuardState& state_;
  const Rules& rules_;
  const Request& request_;
  Timestamp now_;
  const Demands* more_;
  Scheme scheme_ = Scheme::bearer;
};

std::string names_of(const AlgorithmSet& algorithms) {
  std::string names;
  for (const SignatureAlgorithm* row : algorithms.rows())
    names.append(names.empty() ? "" : " ").append(describe(*row).name);
  return names;
}

}  // namespace

Result<Guard> Guard::build(Rules rules) {
  if (!rules.verify) return fail(Errc::policy_incomplete, "verify");
  if (rules.nonces && !rules.dpop) return fail(Errc::policy_incomplete, "nonces");
  if (rules.binding == Binding::required && !rules.dpop && !rules.certificates)
    return fail(Errc::policy_incomplete, "binding");
  //= rfc6750#3 the scheme Bearer MUST be followed by one or more parameters
  if (!is_quotable(rules.realm) || (rules.realm.empty() && rules.resource_metadata.empty()))
    return fail(Errc::policy_incomplete, "realm");
  if (!rules.resource_metadata.empty() && !is_url(rules.resource_metadata))
    return fail(Errc::policy_incomplete, "resource_metadata");
  SIGNET_CHECK(check_form(rules.demands));
  if (rules.cookie && !is_cookie_name(rules.cookie->name)) return fail(Errc::policy_incomplete, "cookie");
  if (rules.cookie && !std::ranges::all_of(rules.cookie->origins, is_origin))
    return fail(Errc::policy_incomplete, "origins");
  SIGNET_TRY(confirmation::Engine engine, confirmation::Engine::build({}));
  std::string algorithms = rules.dpop ? names_of(rules.dpop->algorithms()) : std::string();
  return Guard(std::make_shared<const GuardState>(std::move(rules), std::move(engine), std::move(algorithms)));
}

std::expected<Granted, Refused> Guard::check(const Request& request, Timestamp now, const Demands* more) const {
  return Decision(*state_, request, now, more).make();
}

}  // namespace signet::resource
