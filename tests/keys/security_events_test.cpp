// Which event, and which subject, becomes which revocation; what becomes none is refused by name.
#include "signet/security_events.h"

#include <string>

#include "set_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kDay = "1800086460";  // a day and a minute after kNow
constexpr std::string_view kOpaque = R"({"format":"opaque","id":"s-1"})";

std::string sub_entry(std::string_view sub, std::string_view issuer = kIssuer) {
  return joined({"sub ", issuer, " ", sub, " before 1800000001 until ", kDay});
}
std::string hit(std::string_view kind, std::string_view value) {
  return joined({kind, " ", kIssuer, " ", value, " until ", kDay});
}

TEST(SecurityEvents, ASession) {
  const auto read = [](std::string_view subject, const SecurityEventRules& rules = {}) {
    return read_claims(with_subject(kSessionRevoked, subject), rules);
  };
  EXPECT_EQ(read(kOpaque), hit("sid", "s-1"));
  EXPECT_EQ(read(kOpaque, {.opaque_session = RevokedKind::jti}), hit("jti", "s-1"));
  EXPECT_EQ(read(R"({"format":"jwt_id","iss":"https://issuer.example","jti":"t"})"), hit("jti", "t"));
  EXPECT_EQ(read(kUser), sub_entry("alice"));
}

// The examples of CAEP 1.0 section 3.1.2, with our issuer.
TEST(SecurityEvents, ComplexSubjects) {
  const auto read = [](std::string_view subject, const SecurityEventRules& rules = {}) {
    return read_claims(with_subject(kSessionRevoked, subject), rules);
  };
  const auto complex = [](std::string_view members) { return joined({R"({"format":"complex",)", members, "}"}); };
  const std::string user = joined({R"("user":)", kUser});
  const std::string session = joined({R"("session":)", kOpaque});
  constexpr std::string_view kTenant = R"("tenant":{"format":"opaque","id":"123456789"})";
  EXPECT_EQ(read(complex(joined({session, ",", user, ",", kTenant}))), hit("sid", "s-1"));
  EXPECT_EQ(read(complex(joined({user, ",", kTenant}))), sub_entry("alice"));
  EXPECT_EQ(read(complex(user)), sub_entry("alice"));
  EXPECT_EQ(read(complex(R"("session":{"format":"jwt_id","iss":"https://issuer.example","jti":"t"})")),
            hit("jti", "t"));
  EXPECT_EQ(read(complex(kTenant)), "event_unsupported(complex)");
  EXPECT_EQ(read(complex(joined({R"("session":)", kUser}))), "event_unsupported(iss_sub)");
  EXPECT_EQ(read(complex(joined({R"("session":"s","user":)", kUser}))), "claim_rule(sub_id)");
  // Within a complex subject an opaque user is a user, not a session.
  EXPECT_EQ(read(complex(R"("user":{"format":"opaque","id":"u"})")), "event_unsupported(opaque)");
  EXPECT_EQ(read(complex(R"("user":{"format":"opaque","id":"u"})"), {.opaque_user_is_sub = true}), sub_entry("u"));
  EXPECT_EQ(read(complex(joined({R"("user":)", complex(user)}))), "event_unsupported(complex)");
}

TEST(SecurityEvents, AUser) {
  for (const std::string_view name : {"account-disabled", "account-purged", "sessions-revoked"}) {
    const std::string event = joined({"https://schemas.openid.net/secevent/risc/event-type/", name});
    const auto read = [&](std::string_view subject, const SecurityEventRules& rules = {}) {
      return read_claims(with_subject(event, subject), rules);
    };
    EXPECT_EQ(read(kUser), sub_entry("alice"));
    EXPECT_EQ(read(kOpaque), "event_unsupported(opaque)");
    EXPECT_EQ(read(kOpaque, {.opaque_user_is_sub = true}), sub_entry("s-1"));
    EXPECT_EQ(read(R"({"format":"jwt_id","iss":"https://issuer.example","jti":"t"})"), "event_unsupported(jwt_id)");
    EXPECT_EQ(read(joined({R"({"format":"complex","session":)", kOpaque, R"(,"user":)", kUser, "}"})),
              sub_entry("alice"));
  }
}

TEST(SecurityEvents, FormatsThatAreInNoToken) {
  constexpr std::string_view kSubjects[][2] = {
      {"account", R"({"format":"account","uri":"acct:a@example.com"})"},
      {"email", R"({"format":"email","email":"a@example.com"})"},
      {"phone_number", R"({"format":"phone_number","phone_number":"+12065550100"})"},
      {"did", R"({"format":"did","url":"did:example:1"})"},
      {"uri", R"({"format":"uri","uri":"https://u.example/"})"},
      {"saml_assertion_id", R"({"format":"saml_assertion_id","issuer":"i","assertion_id":"_1"})"},
      {"ip-addresses", R"({"format":"ip-addresses","ip-addresses":["10.1.1.1"]})"},
      {"new\\x0a", R"({"format":"new\n"})"}};
  for (const auto& [name, subject] : kSubjects)
    for (const std::string_view event : {kSessionRevoked, kAccountDisabled})
      EXPECT_EQ(read_claims(with_subject(event, subject)), joined({"event_unsupported(", name, ")"}));
}

TEST(SecurityEvents, SubjectsThatAreNone) {
  for (const std::string_view subject :
       {"null", "\"alice\"", "[]", "{}", R"({"format":1})", R"({"format":""})", R"({"format":"iss_sub"})",
        R"({"format":"iss_sub","iss":"https://issuer.example"})", R"({"format":"iss_sub","sub":"a"})",
        R"({"format":"iss_sub","iss":"https://issuer.example","sub":""})",
        R"({"format":"iss_sub","iss":"https://issuer.example","sub":1})",
        R"({"format":"iss_sub","iss":"https://issuer.example","sub":"a","tenant":"t"})", R"({"format":"opaque"})",
        R"({"format":"opaque","id":""})", R"({"format":"opaque","id":"a","iss":"i"})",
        R"({"format":"jwt_id","iss":"https://issuer.example"})", R"({"format":"aliases"})",
        R"({"format":"aliases","identifiers":{}})"})
    EXPECT_EQ(read_claims(with_subject(kSessionRevoked, subject)), "claim_rule(sub_id)") << subject;
  EXPECT_EQ(read_claims(set_claims(kSessionRevoked, "{}", "")), "claim_missing(sub_id)");
  EXPECT_EQ(read_claims(set_claims(kSessionRevoked, "{}", R"(,"sub":"alice")")), "claim_rule(sub)");
}

TEST(SecurityEvents, Aliases) {
  const auto read = [](std::string_view identifiers, const SecurityEventRules& rules = {}) {
    return read_claims(
        with_subject(kAccountDisabled, joined({R"({"format":"aliases","identifiers":[)", identifiers, "]}"})), rules);
  };
  constexpr std::string_view kMail = R"({"format":"email","email":"a@example.com"})";
  constexpr std::string_view kOther = R"({"format":"iss_sub","iss":"https://other.example","sub":"b"})";
  EXPECT_EQ(read(joined({kMail, ",", kUser})), sub_entry("alice"));
  EXPECT_EQ(read(joined({kOther, ",", kUser})), sub_entry("alice"));
  EXPECT_EQ(read(joined({kOther, ",", kUser}), {.token_issuers = {"https://other.example"}}),
            joined({sub_entry("b", "https://other.example"), "; ", sub_entry("alice")}));
  EXPECT_EQ(read(kOther), "claim_mismatch(sub_id)");
  EXPECT_EQ(read(kMail), "event_unsupported(aliases)");
  EXPECT_EQ(read(""), "event_unsupported(aliases)");
  EXPECT_EQ(read(R"({"format":"iss_sub","iss":"https://issuer.example"})"), "claim_rule(sub_id)");
  std::string many(kUser);
  for (int i = 1; i < 64; ++i) many += joined({",", kMail});
  EXPECT_EQ(read(many), sub_entry("alice"));
  EXPECT_EQ(read(joined({many, ",", kMail})), "limit_exceeded(identifiers)");
}

// Whoever may end sessions of its own users ends none of another issuer's.
TEST(SecurityEvents, TokensOfOtherIssuers) {
  for (const std::string_view subject : {R"({"format":"iss_sub","iss":"https://other.example","sub":"b"})",
                                         R"({"format":"iss_sub","iss":"https://issuer.example/","sub":"b"})",
                                         R"({"format":"jwt_id","iss":"https://other.example","jti":"b"})"})
    EXPECT_EQ(read_claims(with_subject(kSessionRevoked, subject)), "claim_mismatch(sub_id)");
  EXPECT_EQ(
      read_claims(with_subject(kSessionRevoked, R"({"format":"iss_sub","iss":"https://other.example","sub":"b"})"),
                  {.token_issuers = {"https://x.example", "https://other.example"}}),
      sub_entry("b", "https://other.example"));
}

TEST(SecurityEvents, WhenItHappened) {
  const auto at = [](std::string_view payload, std::string_view subject, std::string_view more = {}) {
    return read_claims(set_claims(kSessionRevoked, payload, joined({",\"sub_id\":", subject, more})),
                       {.token_lifetime = std::chrono::seconds(100)});
  };
  constexpr std::string_view kEntry = "sub https://issuer.example alice before ";
  EXPECT_EQ(at("{}", kUser), joined({kEntry, "1800000001 until 1800000160"}));
  EXPECT_EQ(at(R"({"event_timestamp":1799999990})", kUser), joined({kEntry, "1799999991 until 1800000150"}));
  EXPECT_EQ(at(R"({"event_timestamp":1799999990.9})", kUser), joined({kEntry, "1799999991 until 1800000150"}));
  EXPECT_EQ(at("{}", kUser, R"(,"toe":1799999980)"), joined({kEntry, "1799999981 until 1800000140"}));
  EXPECT_EQ(at(R"({"event_timestamp":1799999990})", kUser, R"(,"toe":1799999980)"),
            joined({kEntry, "1799999991 until 1800000150"}));
  // Tokens of a session may be younger than the moment that is told for its end: what is hit is the session.
  EXPECT_EQ(at(R"({"event_timestamp":1799999990})", kOpaque), "sid https://issuer.example s-1 until 1800000160");
  EXPECT_EQ(at(R"({"event_timestamp":1800000060})", kUser), joined({kEntry, "1800000061 until 1800000220"}));
  EXPECT_EQ(at(R"({"event_timestamp":1800000061})", kUser), "claim_rule(event_timestamp)");
  EXPECT_EQ(at(R"({"event_timestamp":1799999990000})", kUser), "claim_rule(event_timestamp)");
  EXPECT_EQ(at("{}", kUser, R"(,"toe":1799999990000)"), "claim_rule(toe)");
  EXPECT_EQ(at(R"({"event_timestamp":"1799999990"})", kUser), "claim_type(event_timestamp)");
  EXPECT_EQ(at(R"({"event_timestamp":null})", kUser), "claim_type(event_timestamp)");
  EXPECT_EQ(read_claims(with_subject(kSessionRevoked, kUser), {}, kNow - std::chrono::seconds(61)), "claim_rule(iat)");
}

TEST(SecurityEvents, CredentialsOnlyWhereTheyCount) {
  const auto change = [](std::string_view payload, bool wanted = true) {
    return read_claims(set_claims(kCredentialChange, payload, joined({",\"sub_id\":", kUser})),
                       {.credential_events = wanted});
  };
  EXPECT_EQ(change(R"({"change_type":"revoke"})", false),
            "event_unsupported(https://schemas.openid.net/secevent/caep/event-type/credential-c...)");
  for (const std::string_view type : {"revoke", "update", "delete"})
    EXPECT_EQ(change(joined({R"({"change_type":")", type, "\"}"})), sub_entry("alice"));
  EXPECT_EQ(change(R"({"change_type":"create"})"), "nothing");
  for (const std::string_view payload : {"{}", R"({"change_type":"Revoke"})", R"({"change_type":1})"})
    EXPECT_EQ(change(payload), "claim_rule(change_type)") << payload;
  constexpr std::string_view kCompromise = "https://schemas.openid.net/secevent/risc/event-type/credential-compromise";
  EXPECT_EQ(read_claims(with_subject(kCompromise, kUser), {.credential_events = true}), sub_entry("alice"));
  EXPECT_EQ(read_claims(with_subject(kCompromise, kUser)).substr(0, 17), "event_unsupported");
}

TEST(SecurityEvents, LogoutTokens) {
  constexpr std::string_view kLogout = "http://schemas.openid.net/event/backchannel-logout";
  const auto read = [&](std::string_view more, bool wanted = true) {
    return read_claims(set_claims(kLogout, "{}", more), {.logout = wanted});
  };
  EXPECT_EQ(read(R"(,"sid":"s","sub":"alice")"), hit("sid", "s"));
  EXPECT_EQ(read(R"(,"sid":"s")"), hit("sid", "s"));
  EXPECT_EQ(read(R"(,"sub":"alice")"), sub_entry("alice"));
  EXPECT_EQ(read(""), "claim_missing(sub)");
  EXPECT_EQ(read(R"(,"sid":"")"), "claim_rule(sid)");
  EXPECT_EQ(read(R"(,"sid":1,"sub":"alice")"), "claim_rule(sid)");
  EXPECT_EQ(read(R"(,"sid":"s","nonce":"n")"), "claim_rule(nonce)");
  EXPECT_EQ(read(R"(,"sid":"s")", false), joined({"event_unsupported(", kLogout, ")"}));
}

TEST(SecurityEvents, EventsOfTheStreamAndThoseThatAreNamedRevokeNothing) {
  for (const std::string_view name : {"verification", "stream-updated"})
    EXPECT_EQ(read_claims(set_claims(joined({"https://schemas.openid.net/secevent/ssf/event-type/", name}), "{}",
                                     R"(,"sub_id":{"format":"opaque","id":"stream"})")),
              "nothing");
  EXPECT_EQ(read_claims(set_claims("urn:e", "{}", "")), "event_unsupported(urn:e)");
  EXPECT_EQ(read_claims(set_claims("urn:e", "{}", ""), {.acknowledged = {"urn:d", "urn:e"}}), "nothing");
  EXPECT_EQ(read_claims(set_claims("urn:E", "{}", ""), {.acknowledged = {"urn:e"}}), "event_unsupported(urn:E)");
}

TEST(SecurityEvents, SeveralEventsAreReadAllOrNone) {
  const auto with = [](std::string_view events) {
    return joined({R"({"iss":"https://issuer.example","jti":"1","iat":1800000000,"events":{)", events, R"(},"sub_id":)",
                   kUser, "}"});
  };
  const std::string both = joined({"\"", kSessionRevoked, R"(":{},")", kAccountDisabled, "\":{}"});
  EXPECT_EQ(read_claims(with(both)), joined({sub_entry("alice"), "; ", sub_entry("alice")}));
  EXPECT_EQ(read_claims(with(joined({both, R"(,"urn:x":{})"}))), "event_unsupported(urn:x)");
  EXPECT_EQ(read_claims(with("")), "claim_missing(events)");
  EXPECT_EQ(read_claims(with(joined({"\"", kSessionRevoked, "\":[]"}))), "claim_rule(events)");
  std::string many = both;
  for (int i = 0; i < 14; ++i) many += joined({",\"urn:", std::to_string(i), "\":{}"});
  EXPECT_EQ(read_claims(with(many)), "event_unsupported(urn:0)");
  EXPECT_EQ(read_claims(with(many + R"(,"urn:more":{})")), "limit_exceeded(events)");
}

TEST(SecurityEvents, ClaimsThatEveryOneHas) {
  EXPECT_EQ(read_claims(R"({"iat":1800000000,"events":{"urn:x":{}}})"), "claim_missing(iss)");
  EXPECT_EQ(read_claims(R"({"iss":"","iat":1800000000,"events":{"urn:x":{}}})"), "claim_missing(iss)");
  EXPECT_EQ(read_claims(R"({"iss":"i","events":{"urn:x":{}}})"), "claim_missing(iat)");
  EXPECT_EQ(read_claims(R"({"iss":"i","iat":1800000000})"), "claim_missing(events)");
  EXPECT_EQ(read_claims(R"({"iss":"i","iat":1800000000,"events":[]})"), "claim_missing(events)");
}

}  // namespace
}  // namespace signet::test
