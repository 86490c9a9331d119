// Verifier: each rule, their order, and what comes out.
#include <gmock/gmock.h>

#include <stdexcept>
#include <thread>

#include "token_fixture.h"

namespace signet::test {
namespace {

using jwt::Claims;
using testing::ElementsAre;
using testing::IsEmpty;

jwt::Policy full_policy() {
  return jwt::Policy().issuer("joe").audience("api").algorithms({"HS256"}).typ_jwt();
}
constexpr auto* kFull = R"({"iss":"joe","aud":["other","api"],"sub":"s","exp":1800000600,"iat":1800000000})";

TEST(Verifier, GivesTheClaims) {
  const jwt::Verified token = verifier(full_policy()).verify(token_of(kFull), kNow).value();
  EXPECT_EQ(token.claims().subject(), "s");
  EXPECT_EQ(token.claims().expires_at(), at(1'800'000'600));
  EXPECT_EQ(token.algorithm(), "HS256");
  EXPECT_EQ(token.key_id(), "h");
}

// A source is the caller's code: it may throw, and hand out nothing where it says that there is something.
TEST(Verifier, ASourceOfKeysMayMisbehave) {
  class Source final : public KeySource {
   public:
    explicit Source(bool throws) : throws_(throws) {}
    Result<KeyCandidates> find(const KeyQuery&) const override {
      if (throws_) throw std::runtime_error("no network");
      KeyCandidates found;
      found.count = 2;
      return found;
    }

   private:
    bool throws_;
  };
  const auto with = [](bool throws) {
    return jwt::Verifier::build(full_policy(), std::make_shared<Source>(throws)).value();
  };
  EXPECT_EQ(verdict(with(true), token_of(kFull)), "internal(keys)");
  EXPECT_EQ(verdict(with(false), token_of(kFull)), "bad_signature");
}

TEST(Verifier, AVerifiedTokenOwnsWhatItShows) {
  std::vector<jwt::Verified> kept;
  {
    std::string token = token_of(kFull);
    jwt::Verified made = verifier(full_policy()).verify(token, kNow).value();
    token.assign(token.size(), 'x');
    kept.push_back(std::move(made));
  }
  const jwt::Verified& moved = kept.front();
  EXPECT_EQ(moved.claims().subject(), "s");
  EXPECT_EQ(moved.claims().at("/aud/1")->string(), "api");
  EXPECT_EQ(moved.key_id(), "h");
}

TEST(Verifier, AViewLooksIntoItsScratchOnly) {
  jwt::Scratch scratch;
  const auto view = [&scratch] {
    std::string token = token_of(kFull);
    const jwt::VerifiedView made = verifier(full_policy()).verify(token, kNow, scratch).value();
    token.assign(token.size(), 'x');
    return made;
  }();
  EXPECT_EQ(view.claims().subject(), "s");
  EXPECT_EQ(view.algorithm(), "HS256");
  EXPECT_EQ(view.key_id(), "h") << "also when the verifier and its keys are gone";
}

TEST(Verifier, AScratchServesManyTokensAndCanBeMoved) {
  const jwt::Verifier checked = verifier(full_policy());
  jwt::Scratch first;
  EXPECT_EQ(outcome(checked.verify("not a token", kNow, first)), "malformed_token(segments)");
  EXPECT_EQ(outcome(checked.verify(token_of("{"), kNow, first)), "malformed_json(payload)");
  EXPECT_EQ(checked.verify(token_of(kFull), kNow, first)->claims().subject(), "s");
  jwt::Scratch second = std::move(first);
  EXPECT_EQ(outcome(checked.verify(token_of(kFull), kNow, second)), "ok");
  EXPECT_EQ(outcome(checked.verify(token_of(kFull), kNow, first)), "ok");  // NOLINT(bugprone-use-after-move)
}

TEST(Verifier, IssuersAreComparedExactly) {
  const auto policy = [] {
    return jwt::Policy().issuer("a").issuer("b").any_audience().algorithms({"HS256"}).any_typ();
  };
  EXPECT_EQ(verdict(policy(), R"({"iss":"a"})"), "ok");
  EXPECT_EQ(verdict(policy(), R"({"iss":"b"})"), "ok");
  EXPECT_EQ(verdict(policy(), R"({"iss":"c"})"), "claim_mismatch(iss)");
  EXPECT_EQ(verdict(policy(), R"({"iss":"ab"})"), "claim_mismatch(iss)");
  EXPECT_EQ(verdict(policy(), "{}"), "claim_missing(iss)");
}

TEST(Verifier, OneAudienceOfAnyIsEnough) {
  const auto policy = [] {
    return jwt::Policy().any_issuer().audience("a").audience("b").algorithms({"HS256"}).any_typ();
  };
  EXPECT_EQ(verdict(policy(), R"({"aud":"b"})"), "ok");
  EXPECT_EQ(verdict(policy(), R"({"aud":["x","a"]})"), "ok");
  EXPECT_EQ(verdict(policy(), R"({"aud":["x"]})"), "claim_mismatch(aud)");
  EXPECT_EQ(verdict(policy(), "{}"), "claim_missing(aud)");
}

TEST(Verifier, TypFollowsTheMediaTypeRule) {
  const auto with = [](std::string_view expected, std::string_view typ_member) {
    jwt::Policy policy = jwt::Policy().any_issuer().any_audience().algorithms({"HS256"});
    policy = expected == "JWT" ? policy.typ_jwt() : policy.typ(expected);
    return verdict(verifier(policy), token_of("{}", R"({"alg":"HS256")" + std::string(typ_member) + "}"));
  };
  EXPECT_EQ(with("JWT", ""), "ok");
  EXPECT_EQ(with("JWT", R"(,"typ":"jwt")"), "ok");
  EXPECT_EQ(with("JWT", R"(,"typ":"application/jwt")"), "ok");
  EXPECT_EQ(with("JWT", R"(,"typ":"at+jwt")"), "typ_mismatch(typ)");
  EXPECT_EQ(with("at+jwt", R"(,"typ":"at+jwt")"), "ok");
  EXPECT_EQ(with("at+jwt", R"(,"typ":"application/AT+JWT")"), "ok");
  EXPECT_EQ(with("application/at+jwt", R"(,"typ":"at+jwt")"), "ok");
  EXPECT_EQ(with("at+jwt", ""), "typ_mismatch(typ)");
  EXPECT_EQ(with("at+jwt", R"(,"typ":"JWT")"), "typ_mismatch(typ)");
}

TEST(Verifier, AnyTypIsIgnoredByName) {
  EXPECT_EQ(verdict(verifier(open_policy()), token_of("{}", R"({"alg":"HS256","typ":"x/y"})")), "ok");
}

TEST(Verifier, UnencodedPayloadsAreNotForJwt) {
  EXPECT_EQ(verdict(verifier(open_policy()), token_of("{}", R"({"alg":"HS256","b64":true})")), "header_parameter(b64)");
  EXPECT_EQ(verdict(verifier(open_policy()), token_of("{}", R"({"alg":"HS256","b64":false})")),
            "header_parameter(b64)");
  EXPECT_EQ(verdict(verifier(open_policy()), token_of("{}", R"({"alg":"HS256","b64":false,"crit":["b64"]})")),
            "crit_unknown(b64)");
}

TEST(Verifier, PayloadsThatAreNoClaimsSet) {
  const auto with = [](std::string_view payload) { return verdict(open_policy(), payload); };
  EXPECT_EQ(with(""), "malformed_json(payload)");
  EXPECT_EQ(with("{"), "malformed_json(payload)");
  EXPECT_EQ(with("{}x"), "malformed_json(payload)");
  EXPECT_EQ(with("\xef\xbb\xbf{}"), "malformed_json(payload)");
  EXPECT_EQ(with("[]"), "claim_type(payload)");
  EXPECT_EQ(with(R"({"a":{"b":1,"b":2}})"), "duplicate_name(b)");
  EXPECT_EQ(with(std::string(65, '[') + std::string(65, ']')), "limit_exceeded(depth)");
}

TEST(Verifier, APayloadHasOneSpelling) {
  // Signed over a segment whose last character has unused bits set: "e30" is {}, "e31" the same octets spelled twice.
  const std::string input = base64url::encode(as_bytes(R"({"alg":"HS256"})")) + ".e31";
  const std::string token = input + "." + base64url::encode(hmac_signer().sign(as_bytes(input)).value());
  EXPECT_EQ(verdict(verifier(open_policy()), token), "malformed_token(payload)");
}

TEST(Verifier, SizeIsBounded) {
  const std::string token = token_of("{}");
  EXPECT_EQ(verdict(verifier(open_policy().max_size(token.size())), token), "ok");
  EXPECT_EQ(verdict(verifier(open_policy().max_size(token.size() - 1)), token), "limit_exceeded(token)");
  const std::string long_payload = R"({"a":")" + std::string(60'000, 'x') + R"("})";
  EXPECT_EQ(verdict(open_policy(), long_payload), "limit_exceeded(token)");
  EXPECT_EQ(verdict(open_policy().max_size(100'000), long_payload), "ok");
}

TEST(Verifier, RequiredClaimsMayHaveAnyTypeUnlessTheyAreRegistered) {
  EXPECT_EQ(verdict(open_policy().require("rank"), R"({"rank":null})"), "ok");
  EXPECT_EQ(verdict(open_policy().require("scope"), R"({"scope":null})"), "claim_type(scope)");
  EXPECT_EQ(verdict(open_policy().require("scope"), R"({"Scope":"x"})"), "claim_missing(scope)");
  EXPECT_EQ(verdict(open_policy().require("a").require("b"), R"({"b":1})"), "claim_missing(a)");
}

// From a token that breaks every rule, mended one by one in the order that jwt.h states.
TEST(Verifier, TheFirstFailureInTheStatedOrder) {
  const jwt::Verifier checked =
      verifier(full_policy()
                   .require("scope")
                   .max_age(std::chrono::seconds(50))
                   .check("own", [](const Claims&, Timestamp) -> Result<> { return fail(Errc::claim_rule, "own"); }));
  const auto* const bad_typ = R"({"alg":"HS256","typ":"x"})";
  const auto* const header = R"({"alg":"HS256"})";
  const struct {
    std::string_view header, payload, expected;
  } steps[] = {
      {bad_typ, "{", "malformed_json(payload)"},
      {bad_typ, R"({"sub":1})", "typ_mismatch(typ)"},
      {header, R"({"sub":1})", "claim_type(sub)"},
      {header, R"({"exp":0,"nbf":9e9,"iat":9e9})", "claim_missing(iss)"},
      {header, R"({"exp":0,"nbf":9e9,"iat":9e9,"iss":"joe"})", "claim_missing(aud)"},
      {header, R"({"exp":0,"nbf":9e9,"iss":"joe","aud":"api"})", "claim_missing(scope)"},
      {header, R"({"exp":0,"nbf":9e9,"iss":"joe","aud":"api","scope":""})", "claim_missing(iat)"},
      {header, R"({"exp":0,"nbf":9e9,"iat":9e9,"iss":"joe","aud":"api","scope":""})", "token_expired(exp)"},
      {header, R"({"nbf":9e9,"iat":9e9,"iss":"joe","aud":"api","scope":""})", "token_not_yet_valid(nbf)"},
      {header, R"({"iat":9e9,"iss":"joe","aud":"api","scope":""})", "token_not_yet_valid(iat)"},
      {header, R"({"iat":0,"iss":"joe","aud":"api","scope":""})", "token_expired(iat)"},
      {header, R"({"iat":18e8,"iss":"joe","aud":"api","scope":""})", "claim_rule(scope)"},
      {header, R"({"iat":18e8,"iss":"joe","aud":"api","scope":"a","vot":"P1"})", "claim_rule(vot)"},
      {header, R"({"iat":18e8,"iss":"joe","aud":"api","scope":"a"})", "claim_rule(own)"},
  };
  for (const auto& step : steps) EXPECT_EQ(verdict(checked, token_of(step.payload, step.header)), step.expected);
}

TEST(Verifier, FailuresListsEveryRule) {
  const jwt::Verifier checked =
      verifier(full_policy()
                   .require("scope")
                   .require("iat")
                   .max_age(std::chrono::seconds(50))
                   .check("own", [](const Claims&, Timestamp) -> Result<> { return fail(Errc::claim_rule, "own"); }));
  EXPECT_THAT(
      all_failures(checked, token_of(R"({"iss":"x","aud":"x","exp":1,"nbf":9e9})", R"({"alg":"HS256","typ":"x"})")),
      ElementsAre("typ_mismatch(typ)", "claim_mismatch(iss)", "claim_mismatch(aud)", "claim_missing(scope)",
                  "claim_missing(iat)", "token_expired(exp)", "token_not_yet_valid(nbf)", "claim_rule(own)"));
  EXPECT_THAT(all_failures(verifier(full_policy()), token_of(kFull)), IsEmpty());
}

TEST(Verifier, FailuresNamesAClaimOfTheWrongTypeOnce) {
  int calls = 0;
  const jwt::Verifier checked = verifier(full_policy().require("iat").check("own", [&](const Claims&, Timestamp) {
    ++calls;
    return Result<>();
  }));
  EXPECT_THAT(all_failures(checked, token_of(R"({"exp":"x","iat":null,"iss":1,"aud":[],"nbf":9e9})")),
              ElementsAre("claim_type(exp)", "claim_type(iat)", "claim_type(iss)", "claim_type(aud)",
                          "token_not_yet_valid(nbf)"));
  EXPECT_EQ(calls, 0) << "a check is promised claims of the right types";
}

TEST(Verifier, WithoutAGoodSignatureThereIsOneFailure) {
  std::string token = token_of(R"({"iss":1,"exp":0})");
  token[token.size() - 2] = token[token.size() - 2] == 'A' ? 'B' : 'A';
  EXPECT_THAT(all_failures(verifier(full_policy()), token), ElementsAre("bad_signature"));
  EXPECT_THAT(all_failures(verifier(full_policy()), "a.b"), ElementsAre("malformed_token(segments)"));
  EXPECT_THAT(all_failures(verifier(full_policy()), token_of("[1]")), ElementsAre("claim_type(payload)"));
}

TEST(Verifier, ChecksSeeTheClaimsAndTheTime) {
  Timestamp seen{};
  std::string subject;
  const jwt::Verifier checked = verifier(open_policy().check("look", [&](const Claims& claims, Timestamp now) {
    seen = now;
    subject = claims.subject().value_or("");
    return Result<>();
  }));
  EXPECT_EQ(outcome(checked.verify(token_of(R"({"sub":"s"})"), at(5))), "ok");
  EXPECT_EQ(seen, at(5));
  EXPECT_EQ(subject, "s");
}

TEST(Verifier, ChecksRunInOrderUntilOneFails) {
  std::string order;
  const auto step = [&order](char name, bool good) {
    return [&order, name, good](const Claims&, Timestamp) -> Result<> {
      order += name;
      if (!good) return fail(Errc::claim_rule, std::string(1, name));
      return {};
    };
  };
  const jwt::Verifier checked =
      verifier(open_policy().check("a", step('a', true)).check("b", step('b', false)).check("c", step('c', false)));
  EXPECT_EQ(outcome(checked.verify(token_of("{}"), kNow)), "claim_rule(b)");
  EXPECT_EQ(order, "ab");
  EXPECT_THAT(all_failures(checked, token_of("{}")), ElementsAre("claim_rule(b)", "claim_rule(c)"));
}

TEST(Verifier, ChecksThatThrowBecomeErrors) {
  const auto throwing = [](const Claims&, Timestamp) -> Result<> { throw std::runtime_error("the caller's own"); };
  const auto odd = [](const Claims&, Timestamp) -> Result<> { throw 7; };
  EXPECT_EQ(verdict(open_policy().check("mine", throwing), "{}"), "internal(mine)");
  EXPECT_EQ(verdict(open_policy().check("mine", odd), "{}"), "internal(mine)");
  EXPECT_THAT(all_failures(verifier(open_policy().check("x", throwing).check("y", odd)), token_of("{}")),
              ElementsAre("internal(x)", "internal(y)"));
}

TEST(Verifier, CopiesAreTheSameVerifier) {
  std::optional<jwt::Verifier> first = verifier(full_policy());
  const jwt::Verifier copy = *first;
  first.reset();
  EXPECT_EQ(verdict(copy, token_of(kFull)), "ok");
}

TEST(Verifier, ServesManyThreads) {
  const jwt::Verifier shared = verifier(full_policy());
  const std::string good = token_of(kFull);
  const std::string expired = token_of(R"({"iss":"joe","aud":"api","exp":1})");
  std::array<int, 4> wrong{};
  std::vector<std::thread> threads;
  threads.reserve(wrong.size());
  for (int& count : wrong) {
    threads.emplace_back([&count, &shared, &good, &expired] {
      const jwt::Verifier copy = shared;  // NOLINT(performance-unnecessary-copy-initialization): each has its own
      jwt::Scratch scratch;
      for (int i = 0; i < 200; ++i) {
        const auto view = copy.verify(good, kNow, scratch);
        if (!view || view->claims().subject() != "s") ++count;
        if (outcome(shared.verify(expired, kNow)) != "token_expired(exp)") ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, testing::Each(0));
}

}  // namespace
}  // namespace signet::test
