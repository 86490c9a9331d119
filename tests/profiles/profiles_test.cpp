// Every profile: its valid token holds, each step of its document refuses what breaks it, and no kind of token passes
// for another.
#include "signet/profiles.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "profiles/profile_case.h"
#include "signet/dpop.h"
#include "tokens.h"

namespace signet::test {
namespace {

using jwt::Duty;
using jwt::Profile;
using jwt::ProfileKind;

TEST(Profiles, TheirRowsAreWhole) {
  std::set<std::string_view> ids;
  for (const Profile* profile : jwt::profiles()) {
    EXPECT_TRUE(ids.insert(profile->id).second) << profile->id;
    EXPECT_EQ(jwt::find_profile(profile->id), profile);
    EXPECT_FALSE(profile->title.empty() || profile->document.empty() || profile->steps.empty()) << profile->id;
    EXPECT_EQ(profile->kind == ProfileKind::overlay && profile->base == nullptr, false) << profile->id;
    for (const std::string_view name : profile->required) EXPECT_TRUE(profile->names_claim(name));
  }
}

TEST(Profiles, EachHasAFileOfTokens) {
  std::set<std::string_view> seen;
  for (const std::string& file : ProfileCases::files()) seen.insert(ProfileCases::read(file).profile().id);
  for (const Profile* profile : jwt::profiles()) EXPECT_TRUE(seen.contains(profile->id)) << profile->id;
}

TEST(Profiles, ValidTokensHoldAndOthersFailAsTheyShould) {
  for (const std::string& file : ProfileCases::files()) {
    const ProfileCases cases = ProfileCases::read(file);
    if (!cases.profile().own_verifier.empty()) continue;
    EXPECT_EQ(judge(cases.verifier(cases.valid()), cases.valid()), "ok") << file;
    for (const StepCase& one : cases.cases()) {
      const std::string said =
          one.token.issue ? issue(cases.profile(), one.token) : judge(cases.verifier(one.token), one.token);
      EXPECT_EQ(said, one.error) << cases.profile().id << " step " << one.step << ": " << one.why;
    }
  }
}

// A step that a verification sees to has a token that fails there.
TEST(Profiles, EveryStepHasATokenThatFailsThere) {
  for (const std::string& file : ProfileCases::files()) {
    const ProfileCases cases = ProfileCases::read(file);
    if (!cases.profile().own_verifier.empty()) continue;  // tests/profiles/dpop_*_test.cpp
    std::set<std::size_t> failed;
    for (const StepCase& one : cases.cases()) {
      EXPECT_LE(one.step, cases.profile().steps.size()) << file;
      if (one.error != "ok") failed.insert(one.step);
    }
    for (std::size_t i = 0; i < cases.profile().steps.size(); ++i) {
      const bool ours = cases.profile().steps[i].duty != Duty::application;
      EXPECT_EQ(failed.contains(i + 1), ours) << cases.profile().id << " step " << i + 1;
    }
  }
}

/// Pairs that the documents cannot tell apart, each with a reason: tests/tokens/indistinguishable.json.
std::set<std::string> indistinguishable() {
  std::ifstream in(joined({SIGNET_SOURCE_DIR, "/tests/tokens/indistinguishable.json"}));
  std::ostringstream text;
  text << in.rdbuf();
  const json::Document document = json::Document::parse(std::move(text).str()).value();
  std::set<std::string> pairs;
  for (const json::Value row : document.root().elements()) {
    EXPECT_FALSE(row.find("reason")->string()->empty());
    pairs.insert(joined({*row.find("token")->string(), " as ", *row.find("profile")->string()}));
  }
  return pairs;
}

/// The headers that a valid token of the kind may have.
std::vector<std::string> headers_of(const ProfileCases& token) {
  std::vector<std::string> headers{token.valid().header};
  if (token.profile().typ_may_be_absent) headers.emplace_back("{}");
  return headers;
}

/// Whether the profile, or one that it builds on, says that it compares this member of Context.
bool compares(const jwt::Profile& profile, std::string_view member) {
  for (const jwt::Profile* at = &profile; at != nullptr; at = at->base) {
    if (std::ranges::find(at->compares, member) != at->compares.end()) return true;
  }
  return false;
}

/// A Context with the user and the client that the token names, as far as the other profile compares them.
std::string same_people(const ProfileCases& token, const jwt::Profile& other) {
  const json::Document claims = json::Document::parse(token.valid().claims).value();
  std::string context = "{";
  const auto add = [&](std::string_view member, std::string_view claim) {
    const auto value = claims.root().find(claim);
    if (!value || !compares(other, member)) return;
    context += joined({context.size() > 1 ? "," : "", "\"", member, "\":", value->source()});
  };
  add("subject", "sub");
  add("client_id", "client_id");
  return context + "}";
}

// What is given and not looked at would seem to hold, so each profile says what it looks at, and its cases try that.
TEST(Profiles, EachSaysWhatItCompares) {
  for (const std::string& file : ProfileCases::files()) {
    const ProfileCases cases = ProfileCases::read(file);
    std::set<std::string, std::less<>> used;
    const auto add = [&used](const std::string& context) {
      const json::Document document = json::Document::parse(context).value();
      for (const auto& [name, value] : document.root().members()) used.emplace(name);
    };
    add(cases.valid().context);
    for (const StepCase& each : cases.cases()) add(each.token.context);
    for (const std::string& name : used) EXPECT_TRUE(compares(cases.profile(), name)) << cases.profile().id << name;
    for (const std::string_view name : cases.profile().compares)
      EXPECT_TRUE(used.contains(name)) << cases.profile().id << ": no case gives " << name;
  }
}

// RFC 8725 section 2.8: a valid token of each kind is refused by every other, or the pair is on the list.
TEST(Profiles, NoKindOfTokenPassesForAnother) {
  std::vector<ProfileCases> kinds;
  for (const std::string& file : ProfileCases::files()) {
    ProfileCases cases = ProfileCases::read(file);
    if (cases.profile().kind == ProfileKind::token) kinds.push_back(std::move(cases));
  }
  std::set<std::string> found;
  for (const ProfileCases& token : kinds) {
    for (const ProfileCases& other : kinds) {
      if (&token.profile() == &other.profile() || !other.profile().own_verifier.empty()) continue;
      // Issuer, audience and time are as the token has them. It is tried as it is, and without its typ where that may
      // be left out; with what the other profile compares, with the same user and client, and with nothing to compare.
      TokenCase taken = token.valid();
      bool passes = false;
      for (const std::string& header : headers_of(token)) {
        for (const std::string& context :
             {other.valid().context, same_people(token, other.profile()), std::string("{}")}) {
          taken.header = header;
          taken.context = context;
          passes = passes || judge(other.open_verifier(), taken) == "ok";
        }
      }
      if (passes) found.insert(joined({token.profile().id, " as ", other.profile().id}));
    }
  }
  for (const std::string& pair : found) EXPECT_TRUE(indistinguishable().contains(pair)) << pair << " is not listed";
  for (const std::string& pair : indistinguishable()) EXPECT_TRUE(found.contains(pair)) << pair << " is told apart";
}

// A DPoP proof has a verifier of its own, which takes no other kind of token.
TEST(Profiles, OtherKindsAreNoDpopProofs) {
  const auto proofs = dpop::Verifier::build(dpop::Policy().any_replay()).value();
  for (const std::string& file : ProfileCases::files()) {
    const ProfileCases cases = ProfileCases::read(file);
    const Result<dpop::Proof> judged = proofs.verify(
        sign(cases.valid()), {.method = "POST", .url = "https://server.example.com/token"}, cases.valid().now);
    EXPECT_EQ(judged.has_value(), cases.profile().id == "dpop") << cases.profile().id << ": " << outcome(judged);
  }
}

// Where documents give no way to tell two kinds apart, a policy has to say which typ it expects, and no document on the
// list has already said another one.
TEST(Profiles, PairsOnTheListNeedATypByPolicy) {
  for (const std::string& pair : indistinguishable()) {
    const Profile* profile = jwt::find_profile(std::string_view(pair).substr(pair.find(" as ") + 4));
    const Profile* token = jwt::find_profile(std::string_view(pair).substr(0, pair.find(" as ")));
    ASSERT_TRUE(profile != nullptr && token != nullptr) << pair;
    EXPECT_TRUE(profile->needs_explicit_typ()) << pair;
    EXPECT_TRUE(token->typ_may_be_absent || profile->typ == token->typ) << pair;
    EXPECT_EQ(outcome(jwt::Verifier::build(
                  jwt::Policy().any_issuer().any_audience().algorithms({"ES256"}).profile(*profile), signing_keys())),
              "policy_incomplete(typ)")
        << pair;
  }
}

}  // namespace
}  // namespace signet::test
