// Attacks with tokens of another kind, and on what errors give away: rows 56 and 61.
#include <algorithm>
#include <string>
#include <vector>

#include "profiles/profile_case.h"
#include "scorecard.h"
#include "signet/claim_registry.h"
#include "target.h"

namespace signet::test {
namespace {

std::vector<ProfileCases> token_kinds() {
  std::vector<ProfileCases> kinds;
  for (const std::string& file : ProfileCases::files()) {
    ProfileCases cases = ProfileCases::read(file);
    if (cases.profile().kind == jwt::ProfileKind::token) kinds.push_back(std::move(cases));
  }
  return kinds;
}

/// What may tell a token of one kind from another.
bool tells_kinds_apart(std::string_view said) {
  constexpr std::string_view kCodes[] = {"typ_mismatch(", "claim_missing(", "claim_mismatch(", "claim_rule(",
                                         "header_parameter("};
  return std::ranges::any_of(kCodes, [said](std::string_view code) { return said.starts_with(code); });
}

// Issuer, audience, time and key are right; the token is of another kind. Pairs that no document tells apart are those
// of tests/tokens/indistinguishable.json, which tests/profiles holds to be all.
TEST(Attack56, TokensOfAnotherKindAreRefused) {
  const std::vector<ProfileCases> kinds = token_kinds();
  std::size_t refused = 0;
  for (const ProfileCases& token : kinds) {
    for (const ProfileCases& other : kinds) {
      if (&token.profile() == &other.profile() || !other.profile().own_verifier.empty()) continue;
      TokenCase taken = token.valid();
      taken.context = other.valid().context;
      const std::string said = judge(other.open_verifier(), taken);
      if (said == "ok") continue;
      EXPECT_TRUE(tells_kinds_apart(said)) << token.profile().id << " as " << other.profile().id << ": " << said;
      refuse_result(Form::compact, "ES256", said, said);
      ++refused;
    }
  }
  EXPECT_GT(refused, kinds.size());
}

// An access token or an ID Token by its whole name, where the other one is expected.
TEST(Attack56, TheUsualConfusionsAreRefused) {
  const std::vector<ProfileCases> kinds = token_kinds();
  const auto find = [&kinds](std::string_view id) -> const ProfileCases& {
    return *std::ranges::find_if(kinds, [id](const ProfileCases& cases) { return cases.profile().id == id; });
  };
  const struct {
    std::string_view token, expected, said;
  } cases[] = {
      {"openid-id-token", "at+jwt", "typ_mismatch(typ)"},
      {"at+jwt", "openid-id-token", "typ_mismatch(typ)"},
      {"at+jwt", "jwt", "typ_mismatch(typ)"},
  };
  for (const auto& row : cases) {
    TokenCase taken = find(row.token).valid();
    taken.context = find(row.expected).valid().context;
    refuse_result(Form::compact, "ES256", judge(find(row.expected).open_verifier(), taken), row.said);
  }
}

/// A value that would show itself in a text: a string of some length, or a long number.
std::string_view shown(const json::Value& value) {
  if (const auto text = value.string()) return text->size() >= 6 ? *text : std::string_view();
  return value.is_number() && value.number_text()->size() >= 6 ? *value.number_text() : std::string_view();
}

// What is wrong with a claim is told by its name and its rule, never by its value.
TEST(Attack61, ErrorsDoNotEchoClaims) {
  const json::Document document = parse_vector("claims/registry.json");
  const Key& key = key_for(row("HS256"));
  const Target target(Rules{.issuers = {}, .audiences = {}, .algorithms = {"HS256"}}, std::span(&key, 1));
  std::size_t seen = 0;
  for (const json::Value claim : document.root().elements()) {
    const auto name = claim.find("claim");
    if (!name) continue;
    for (const json::Value example : claim.find("invalid")->elements()) {
      const json::Value value = *example.find("value");
      const std::string claims = joined({"{\"", *name->string(), "\":", value.source(), "}"});
      const std::vector<Error> errors = target.verifier().failures(
          forge(header_for(row("HS256")), claims, *signer_for(row("HS256"))), Timestamp(std::chrono::seconds(0)));
      ASSERT_FALSE(errors.empty()) << claims;
      for (const Error& error : errors) {
        ASSERT_NE(error.rule, nullptr) << to_string(error);
        const std::string text = joined({to_string(error), " ", error.rule->section, " ", error.rule->text});
        EXPECT_TRUE(shown(value).empty() || !text.contains(shown(value))) << text;
      }
      refuse_result(Form::compact, "HS256", to_string(errors.front()), to_string(errors.front()));
      ++seen;
    }
  }
  EXPECT_GT(seen, 350U);
}

}  // namespace
}  // namespace signet::test
