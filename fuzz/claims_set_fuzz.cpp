// Whole claims sets: every value, the rules between claims, and every profile. What an issuer may make a recipient
// takes, the ways to look at a set agree, and what is wrong has a name and a rule.
#include <algorithm>
#include <string>
#include <vector>

#include "fuzz.h"
#include "jws_keys.h"
#include "signet/claim_registry.h"
#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/profiles.h"

namespace {

using namespace signet;

constexpr Timestamp kNow{std::chrono::seconds(1'300'819'370)};

bool is_about_time(const Error& error) {
  return error.code == Errc::token_expired || error.code == Errc::token_not_yet_valid;
}

/// What only shows when a token arrives: a Context that is missing, encryption that is missing (nested, and a symmetric
/// key of cnf), a client assertion of a third party.
bool is_for_recipients(const Error& error) {
  const std::string text = to_string(error);
  return error.code == Errc::policy_incomplete || text == "typ_mismatch(cty)" || text == "claim_rule(cnf)" ||
         text == "claim_mismatch(iss)";
}

/// Each value alone is judged as it is in the set.
void check_values(const json::Value& claims, const std::vector<Error>& errors) {
  for (const auto& [name, value] : claims.members()) {
    const jwt::ClaimInfo* row = jwt::find_registered_claim(name);
    const Result<> alone = row == nullptr ? Result<>{} : jwt::check_claim_value(*row, value);
    if (alone) continue;
    FUZZ_CHECK(alone.error().subject == name && alone.error().rule != nullptr);
    const auto same = [&](const Error& error) {
      return error.subject == name && error.rule == alone.error().rule && error.code == alone.error().code;
    };
    // A NumericDate, say, may be refused by another reader of the set, but it is refused.
    FUZZ_CHECK(std::ranges::any_of(errors, same));
  }
}

void check_errors(const std::vector<Error>& errors) {
  for (const Error& error : errors) {
    FUZZ_CHECK(error.rule != nullptr);
    FUZZ_CHECK(error.subject == "payload" || jwt::find_registered_claim(error.subject) != nullptr);
    FUZZ_CHECK(error.code == Errc::claim_type || error.code == Errc::claim_rule);
  }
}

const Signer& signer() {
  static const auto made = fuzz::keys().entries().front().key->signer(*find_signature_algorithm("HS256")).value();
  return *made;
}

const jwt::Verifier& verifier(const jwt::Profile* profile) {
  static const auto made = [] {
    std::vector<jwt::Verifier> all;
    const auto add = [&all](jwt::Policy policy) {
      all.push_back(jwt::Verifier::build(std::move(policy), fuzz::keys()).value());
    };
    const auto open = [] { return jwt::Policy().any_issuer().any_audience().algorithms({"HS256"}); };
    add(open().any_typ());
    for (const jwt::Profile* each : jwt::profiles()) {
      if (!each->own_verifier.empty()) {
        add(open().any_typ());  // nobody asks for it
        continue;
      }
      jwt::Policy policy = open().profile(*each);
      const jwt::Profile* kind = each;
      while (kind->kind == jwt::ProfileKind::overlay) kind = kind->base;
      if (kind->needs_explicit_typ()) policy.any_typ();
      add(std::move(policy));
    }
    return all;
  }();
  const auto profiles = jwt::profiles();
  return profile == nullptr
             ? made.front()
             : made[static_cast<std::size_t>(std::ranges::find(profiles, profile) - profiles.begin()) + 1];
}

/// A set that can be made with a profile is one of that profile, but for its time and for what only a recipient knows.
void check_made(std::string_view object, const jwt::Profile* profile) {
  jwt::Builder builder;
  builder.claims_json(object);
  if (profile != nullptr) builder.profile(*profile);
  const auto token = builder.sign(signer());
  if (!token || token->size() > jwt::kMaxSize) return;
  for (const Error& error : verifier(profile).failures(*token, kNow))
    FUZZ_CHECK(is_about_time(error) || (profile != nullptr && is_for_recipients(error)));
}

void check_set(const json::Value& claims) {
  const std::vector<Error> issuer = jwt::check_claims_set(claims, jwt::Side::issuer);
  const std::vector<Error> recipient = jwt::check_claims_set(claims, jwt::Side::recipient);
  check_errors(issuer);
  check_errors(recipient);
  FUZZ_CHECK(recipient.size() <= issuer.size());
  if (claims.is_object()) check_values(claims, recipient);
}

void check_confirmations(const json::Value& members) {
  for (const auto& [name, value] : members.members()) {
    const jwt::ClaimInfo* row = jwt::find_registered_confirmation(name);
    const Result<> judged = row == nullptr ? Result<>{} : jwt::check_claim_value(*row, value);
    FUZZ_CHECK(judged || judged.error().subject == name);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const auto document = json::Document::parse(input.view(), {.max_bytes = jwt::kMaxSize});
  if (!document) return 0;
  check_set(document->root());
  check_confirmations(document->root());
  if (!document->root().is_object()) return 0;
  check_made(input.view(), nullptr);
  for (const jwt::Profile* profile : jwt::profiles()) check_made(input.view(), profile);
  return 0;
}
