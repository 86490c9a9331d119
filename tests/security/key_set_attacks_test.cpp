// Attacks on key sets that live at an issuer: rows 15 (issuers that are mixed up), 16 (keys that were removed, sets
// that are lost) and 17 (floods of unknown kids).
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keys/fake_world.h"
#include "signet/issuer_registry.h"
#include "target.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

constexpr std::string_view kOther = "https://other.example";
constexpr std::string_view kKid = "shared";

std::vector<const SignatureAlgorithm*> asymmetric_rows() {
  std::vector<const SignatureAlgorithm*> rows = all_rows();
  std::erase_if(rows, [](const SignatureAlgorithm* row) { return key_for(*row).is_symmetric(); });
  return rows;
}

/// Another key for the algorithm than key_for() has.
const Key& second_key(const SignatureAlgorithm& row) {
  static std::map<std::string, Key> keys;
  const std::string kind = describe(row).kty == "RSA" ? "RS256" : name_of(row);
  if (const auto found = keys.find(kind); found != keys.end()) return found->second;
  return keys.emplace(kind, Key::generate({.alg = kind}).value()).first->second;
}

Key named(const Key& key, const SignatureAlgorithm& row, std::string_view kid) {
  return key.with_info({.kid = std::string(kid), .use = "sig", .alg = name_of(row)}).value();
}

std::string token_of(const Key& key, const SignatureAlgorithm& row, std::string_view payload,
                     std::string_view kid = kKid) {
  return forge(joined({R"({"alg":")", name_of(row), R"(","typ":"JWT","kid":")", kid, "\"}"}), payload,
               *key.signer(row).value());
}
std::string payload_of(std::string_view iss) {
  return joined({R"({"iss":)", iss, R"(,"aud":"api","sub":"user-42","exp":1800090000})"});
}

HttpResponse served(std::string body) {
  return {.status = 200,
          .fields = {{"Content-Type", "application/jwk-set+json"}, {"Cache-Control", "max-age=60"}},
          .body = std::move(body)};
}
std::string public_set(const Key& key) {
  return JwkSet::of(std::span(&key, 1)).to_public_json().value();
}

jwt::Policy policy_for(const SignatureAlgorithm& row) {
  return jwt::Policy().audience(kAudience).algorithms({name_of(row)}).typ_jwt();
}

/// Two issuers whose only keys have the same kid, and whoever asks for a third is told of both.
struct TwoIssuers {
  explicit TwoIssuers(const SignatureAlgorithm& row)
      : one(named(key_for(row), row, kKid)), two(named(second_key(row), row, kKid)) {
    world->serve([a = public_set(one), b = public_set(two)](const HttpRequest& request) -> Result<HttpResponse> {
      return served(request.url.starts_with(kOther) ? b : a);
    });
    for (const std::string_view issuer : {kIssuer, kOther})
      EXPECT_TRUE(registry.put(std::string(issuer), policy_for(row), KeysAt{joined({issuer, "/jwks"})}));
  }
  std::string say(std::string_view token) const { return outcome(registry.verify(token, world->now())); }

  std::shared_ptr<FakeWorld> world = std::make_shared<FakeWorld>();
  IssuerRegistry registry =
      IssuerRegistry::build({.http = world, .timers = world, .clock = world}, IssuerRegistryOptions()).value();
  Key one;
  Key two;
};

TEST(Attack15, AKidThatTwoIssuersHave) {
  for (const SignatureAlgorithm* row : asymmetric_rows()) {
    const TwoIssuers issuers(*row);
    const std::string first = payload_of(R"("https://as.example")");
    const std::string second = payload_of(R"("https://other.example")");
    const auto refuse = [&](const std::string& token, std::string_view expected) {
      refuse_result(Form::compact, name_of(*row), issuers.say(token), expected);
    };
    for (int round = 0; round < 2; ++round) {  // the second time with both sets at hand
      refuse(token_of(issuers.two, *row, first), "bad_signature");
      refuse(token_of(issuers.one, *row, second), "bad_signature");
      EXPECT_EQ(issuers.say(token_of(issuers.one, *row, first)), "ok");
      EXPECT_EQ(issuers.say(token_of(issuers.two, *row, second)), "ok");
    }
  }
}

TEST(Attack15, AnIssuerThatIsAlmostAnother) {
  const std::string_view almost[] = {R"("https://as.example/")",      R"("https://AS.example")",
                                     R"("HTTPS://as.example")",       R"("https://as.example:443")",
                                     R"(" https://as.example")",      R"("https://as.example.")",
                                     R"("https://as.example\u0000")", R"("as.example")",
                                     R"("https://third.example")",    R"("")"};
  for (const SignatureAlgorithm* row : asymmetric_rows()) {
    const TwoIssuers issuers(*row);
    const auto refuse = [&](std::string_view payload, std::string_view expected) {
      for (const Key& key : {issuers.one, issuers.two})
        refuse_result(Form::compact, name_of(*row), issuers.say(token_of(key, *row, payload)), expected);
    };
    for (const std::string_view iss : almost) refuse(payload_of(iss), "claim_mismatch(iss)");
    for (const std::string_view iss : {R"(["https://as.example","https://other.example"])", "null", "1", "{}"})
      refuse(payload_of(iss), "claim_type(iss)|claim_mismatch(iss)");
    refuse(R"({"aud":"api","exp":1800090000})", "claim_missing(iss)");
    refuse(R"({"iss":"https://as.example","iss":"https://other.example","aud":"api"})", "duplicate_name(iss)");
    EXPECT_EQ(issuers.world->sent(), 0U) << "nobody is asked for it";
  }
}

/// One issuer, as a verifier that runs for long sees it.
struct OneIssuer {
  explicit OneIssuer(const SignatureAlgorithm& asked) : row(asked), key(named(key_for(asked), asked, kKid)) {
    publish(key);
    EXPECT_EQ(outcome(set->load(seconds(0))), "ok");
  }
  void publish(const Key& published) const {
    world->serve([body = public_set(published)](const HttpRequest&) { return served(body); });
  }
  void answer(const Result<HttpResponse>& with) const {
    world->serve([with](const HttpRequest&) { return with; });
  }
  std::string say(std::string_view kid = kKid) const {
    return outcome(verifier.verify(token_of(key, row, kGood, kid), world->now()));
  }
  void refuse(std::string_view expected, const std::source_location& where = std::source_location::current()) const {
    refuse_result(Form::compact, name_of(row), say(), expected, where);
  }

  static constexpr std::string_view kGood = R"({"iss":"https://as.example","aud":"api","exp":1800090000})";
  const SignatureAlgorithm& row;
  std::shared_ptr<FakeWorld> world = std::make_shared<FakeWorld>();
  Key key;
  std::shared_ptr<RemoteJwkSet> set =
      RemoteJwkSet::of_url("https://as.example/jwks", {.http = world, .timers = world, .clock = world},
                           {.max_stale = seconds(600)})
          .value();
  jwt::Verifier verifier = jwt::Verifier::build(policy_for(row).issuer(kIssuer), set).value();
};

TEST(Attack16, AKeyThatItsIssuerRemoved) {
  for (const SignatureAlgorithm* row : asymmetric_rows()) {
    const OneIssuer issuer(*row);
    issuer.publish(named(second_key(*row), *row, "next"));
    issuer.world->advance(seconds(60));
    issuer.refuse("key_not_found(kid)");
    issuer.publish(named(second_key(*row), *row, kKid));
    issuer.world->advance(seconds(60));
    issuer.refuse("bad_signature");
  }
}

TEST(Attack16, AKeyOfAnIssuerThatCannotBeAsked) {
  for (const SignatureAlgorithm* row : asymmetric_rows()) {
    const OneIssuer issuer(*row);
    issuer.answer(fail(Errc::fetch_failed, "connect"));
    issuer.world->advance(seconds(659));
    EXPECT_EQ(issuer.say(), "ok") << "an outage is borne";
    issuer.world->advance(seconds(1));
    issuer.refuse("keys_unavailable(fetch_failed)");
    issuer.world->advance(seconds(100'000));
    issuer.refuse("keys_unavailable(fetch_failed)");
  }
}

// Whoever slept has not asked, and does not know whether its keys still hold.
TEST(Attack16, AKeyThatWasRemovedWhileTheVerifierSlept) {
  for (const SignatureAlgorithm* row : asymmetric_rows()) {
    const OneIssuer issuer(*row);
    issuer.world->serve(nullptr);
    issuer.world->sleep(seconds(61));
    issuer.refuse("keys_unavailable(loading)");
    EXPECT_TRUE(issuer.world->answer(served(public_set(named(second_key(*row), *row, "next")))));
    issuer.refuse("key_not_found(kid)");
  }
}

// What a proxy, a page of maintenance or an attacker in between answers is no set, and takes none away.
TEST(Attack16, AnswersThatWouldLoseTheSet) {
  const OneIssuer issuer(row("ES256"));
  const auto with = [](int status, std::string_view type, std::string_view body) {
    return HttpResponse{.status = status, .fields = {{"Content-Type", std::string(type)}}, .body = std::string(body)};
  };
  const std::string evil = public_set(named(second_key(row("ES256")), row("ES256"), "evil"));
  const HttpResponse answers[] = {
      with(200, "application/json", ""),
      with(200, "application/json", "{}"),
      with(200, "application/json", "null"),
      with(200, "application/json", R"({"keys":[]})"),
      with(200, "application/json", R"({"keys":{}})"),
      with(200, "application/json", R"({"keys":[{}]})"),
      with(200, "application/json", R"({"keys":[],"keys":[]})"),
      with(200, "application/json",
           R"({"keys":[{"kty":"oct","kid":"shared","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]})"),
      with(200, "application/json", evil.substr(0, evil.size() - 1)),
      with(200, "application/json", evil + "x"),
      with(200, "application/json", evil + std::string(70'000, ' ')),
      with(200, "text/html", evil),
      with(200, "text/html", "<html>under maintenance</html>"),
      with(200, "application/jwt", evil),
      with(200, "", evil),
      with(201, "application/json", evil),
      with(204, "application/json", ""),
      with(206, "application/json", evil),
      with(302, "application/json", evil),
      with(304, "application/json", evil),  // nobody asked conditionally
      with(401, "application/json", evil),
      with(404, "application/json", evil),
      with(500, "application/json", evil),
      with(503, "application/json", evil),
  };
  for (const HttpResponse& one : answers) {
    issuer.answer(one);
    refuse_result(Form::answer, "ES256", outcome(issuer.set->refresh(seconds(0))),
                  "response_unusable(status)|response_unusable(content_type)|response_unusable(keys)|malformed_json|"
                  "malformed_key_set(keys)|duplicate_name(keys)|limit_exceeded(bytes)");
    EXPECT_EQ(issuer.say(), "ok");
    EXPECT_EQ(issuer.say("evil"), "key_not_found(kid)");
  }
}

TEST(Attack17, TenThousandInventedKids) {
  constexpr int kSeconds = 200;
  constexpr int kEachSecond = 50;
  const OneIssuer issuer(row("EdDSA"));
  const std::size_t before = issuer.world->sent();
  for (int second = 0; second < kSeconds; ++second) {
    for (int i = 0; i < kEachSecond; ++i)
      refuse_result(Form::compact, "EdDSA", issuer.say(std::to_string(second * kEachSecond + i)), "key_not_found(kid)");
    EXPECT_EQ(issuer.say(), "ok") << "the known one is found throughout";
    issuer.world->advance(seconds(1));
  }
  // At most one in a cool-down of 30 s for kids, and those that are due anyway, every 48 s.
  EXPECT_LE(issuer.world->sent() - before, std::size_t{kSeconds / 30 + 1 + kSeconds / 48});
}

// The budget of those is not the budget of what is due: a key that the issuer adds is found while the flood lasts.
TEST(Attack17, AFloodDoesNotHideANewKey) {
  const OneIssuer issuer(row("EdDSA"));
  for (int i = 0; i < 1000; ++i)
    refuse_result(Form::compact, "EdDSA", issuer.say(std::to_string(i)), "key_not_found(kid)");
  issuer.publish(named(key_for(row("EdDSA")), row("EdDSA"), "next"));
  issuer.world->advance(seconds(30));
  for (int i = 0; i < 1000; ++i)
    refuse_result(Form::compact, "EdDSA", issuer.say(joined({"x", std::to_string(i)})), "key_not_found(kid)");
  EXPECT_EQ(issuer.say("next"), "ok");
}

}  // namespace
}  // namespace signet::test
