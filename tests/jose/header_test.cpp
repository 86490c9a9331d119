// The JOSE header of a compact JWS, and "crit": RFC 7515 sections 4.1 and 5.2.
#include "jose/header.h"

#include "jose_support.h"

namespace signet::test {
namespace {

Result<jose::Header> parse(std::string_view json, json::Document& document) {
  return jose::parse_header(b64(json), document);
}
std::string said(std::string_view json) {
  json::Document document;
  return outcome(parse(json, document));
}
std::string with_crit(std::string_view crit, std::string_view more = "") {
  return said(R"({"alg":"ES256","crit":)" + std::string(crit) + std::string(more) + "}");
}

TEST(Header, RegisteredParametersAreRead) {
  json::Document document;
  const auto header =
      parse(R"( {"typ":"JWT","kid":"a\u0062","alg":"ES256","cty":"text/plain","other":{"a":[1]}} )", document);
  ASSERT_EQ(outcome(header), "ok");
  EXPECT_EQ(header->alg, "ES256");
  EXPECT_EQ(header->kid, "ab");
  EXPECT_EQ(header->typ, "JWT");
  EXPECT_EQ(header->cty, "text/plain");
  EXPECT_TRUE(header->b64);
  const auto least = parse(R"({"alg":""})", document);
  EXPECT_EQ(least->alg, "");
  EXPECT_EQ(least->kid, std::nullopt);
}

/// A header with one more member.
std::string with_member(std::string_view name, std::string_view value) {
  json::Writer out;
  out.begin_object();
  if (name != "alg") out.member("alg", "ES256");
  out.key(name).raw(value).end_object();
  return said(out.text());
}
void expect_wrong_type(std::initializer_list<std::string_view> names, std::initializer_list<std::string_view> values) {
  for (const std::string_view name : names)
    for (const std::string_view value : values)
      EXPECT_EQ(with_member(name, value), "header_parameter(" + std::string(name) + ")") << value;
}

TEST(Header, WrongTypesAreNamed) {
  expect_wrong_type({"alg", "kid", "typ", "cty", "jku", "x5u", "x5t", "x5t#S256", "ppt", "url", "nonce"},
                    {"1", "null", "true", "[]", "{}", R"(["a"])"});
  expect_wrong_type({"x5c", "svt", "trust_chain"}, {"1", R"("a")", "{}", "[1]", R"(["a",null])"});
  expect_wrong_type({"jwk"}, {"1", R"("a")", "[]", "null"});
  expect_wrong_type({"b64"}, {"1", R"("true")", "null"});
  EXPECT_EQ(with_member("x5c", R"(["a","b"])"), "ok");
  EXPECT_EQ(with_member("enc", "1"), "ok") << "of JWE; it means nothing here";
}

TEST(Header, AlgMustBeThere) {
  EXPECT_EQ(said("{}"), "header_parameter(alg)");
  EXPECT_EQ(said(R"({"Alg":"ES256"})"), "header_parameter(alg)");
}

TEST(Header, ItIsAJsonObject) {
  for (const std::string_view text : {"", "[]", "\"alg\"", "null", "{", R"({"alg":"ES256"}x)",
                                      "\xEF\xBB\xBF{\"alg\":\"x\"}", "{\"alg\":\"\xFF\"}", "{'alg':'x'}"})
    EXPECT_EQ(said(text), "malformed_json(header)") << text;
  EXPECT_EQ(said("\t{\"alg\" :\r\n\"ES256\"} \n"), "ok");
  EXPECT_EQ(said(R"({"alg":"x","a":)" + std::string(64, '[') + std::string(64, ']') + "}"), "limit_exceeded(header)");
}

TEST(Attack31, DuplicateMembersOfAHeader) {
  EXPECT_EQ(said(R"({"alg":"ES256","alg":"ES256"})"), "duplicate_name(alg)");
  EXPECT_EQ(said(R"({"alg":"ES256","al\u0067":"none"})"), "duplicate_name(alg)");
  EXPECT_EQ(said(R"({"alg":"ES256","a":{"b":1,"b":2}})"), "duplicate_name(b)");
}

TEST(Header, Base64urlIsCanonical) {
  json::Document document;
  const auto of = [&](std::string_view segment) { return outcome(jose::parse_header(segment, document)); };
  const std::string good = b64(R"({"alg":"ES256"} )");
  EXPECT_EQ(of(good), "ok");
  for (const std::string& bad :
       {good + "=", good + "AAA", " " + good, good + "\n", replaced(good, "J", "+"), good + "%"})
    EXPECT_EQ(of(bad), "malformed_token(header)") << bad;
  EXPECT_EQ(of("e31"), "malformed_token(header)") << "unused bits that are not zero";
}

TEST(Header, ItIsBounded) {
  const auto sized = [](std::size_t size) { return R"({"alg":"x"})" + std::string(size - 11, ' '); };
  EXPECT_EQ(said(sized(jws::kMaxHeader)), "ok");
  EXPECT_EQ(said(sized(jws::kMaxHeader + 1)), "limit_exceeded(header)");
  EXPECT_EQ(said(R"({"alg":"x","kid":")" + std::string(256, 'k') + "\"}"), "ok");
  EXPECT_EQ(said(R"({"alg":"x","kid":")" + std::string(257, 'k') + "\"}"), "limit_exceeded(kid)");
}

// Row 34.
TEST(Attack34, CritThatIsNotWellFormed) {
  for (const std::string_view crit :
       {"null", "\"b64\"", "1", "{}", "true", "[]", "[1]", "[null]", "[[\"a\"]]", "[\"a\",1]"})
    EXPECT_EQ(with_crit(crit, R"(,"a":1)"), "crit_malformed(crit)") << crit;
  EXPECT_EQ(with_crit(R"(["a","a"])", R"(,"a":1)"), "crit_malformed(crit)");
  EXPECT_EQ(with_crit(R"(["a","\u0061"])", R"(,"a":1)"), "crit_malformed(crit)");
  EXPECT_EQ(with_crit(R"(["a"])"), "crit_malformed(crit)") << "a name that is not in the header";
  EXPECT_EQ(with_crit(R"(["b64"])"), "crit_malformed(crit)");
  EXPECT_EQ(with_crit(R"([""])"), "crit_malformed(crit)");
  for (const std::string name :
       {"alg", "crit", "kid", "typ", "jwk", "x5t#S256", "enc", "zip", "epk", "apu", "p2c", "tag"})
    EXPECT_EQ(with_crit("[\"" + name + "\"]", R"(,"enc":"x","zip":"x","epk":{},"apu":"x","p2c":1,"tag":"x","kid":"x")"),
              "crit_malformed(crit)")
        << name;
  std::string many = "[\"a0\"", members = ",\"a0\":0";
  for (int i = 1; i < 33; ++i) {
    many += ",\"a" + std::to_string(i) + "\"";
    members += ",\"a" + std::to_string(i) + "\":0";
  }
  EXPECT_EQ(with_crit(many + "]", members), "crit_malformed(crit)");
}

TEST(Attack34, CritThatNobodyUnderstands) {
  EXPECT_EQ(with_crit(R"(["exp"])", R"(,"exp":1)"), "crit_unknown(exp)");
  EXPECT_EQ(with_crit(R"(["a","exp"])", R"(,"exp":1,"a":null)"), "crit_unknown(a)");
  EXPECT_EQ(with_crit(R"(["b64"])", R"(,"b64":true)"), "crit_unknown(b64)");
  EXPECT_EQ(with_crit(R"(["b64"])", R"(,"b64":false)"), "crit_unknown(b64)");
  EXPECT_EQ(with_crit(R"(["ALG"])", R"(,"ALG":1)"), "crit_unknown(ALG)");
  EXPECT_EQ(with_crit(R"(["\u001b[2J"])", R"(,"\u001b[2J":1)"), "crit_unknown(\\x1b[2J)");
  EXPECT_EQ(with_crit("[\"exp\"", R"(,"exp":1)"), "malformed_json(header)");
}

// Row 35.
TEST(Attack35, B64StandsInCrit) {
  json::Document document;
  const auto understood = [&](std::string_view more) {
    return jose::parse_header(b64(R"({"alg":"ES256")" + std::string(more) + "}"), document, jose::kJwsExtensions);
  };
  for (const std::string_view more : {R"(,"b64":false)", R"(,"b64":true)"}) {
    EXPECT_EQ(outcome(understood(more)), "header_parameter(b64)");
    EXPECT_EQ(said(R"({"alg":"ES256")" + std::string(more) + "}"), "header_parameter(b64)");
  }
  EXPECT_FALSE(understood(R"(,"b64":false,"crit":["b64"])")->b64);
  EXPECT_TRUE(understood(R"(,"b64":true,"crit":["b64"])")->b64);
  EXPECT_TRUE(understood("")->b64);
  EXPECT_EQ(outcome(understood(R"(,"b64":"false","crit":["b64"])")), "header_parameter(b64)");
  EXPECT_EQ(outcome(understood(R"(,"crit":["b64"])")), "crit_malformed(crit)");
  EXPECT_EQ(outcome(understood(R"(,"b64":false,"crit":["b64","b64"])")), "crit_malformed(crit)");
  EXPECT_EQ(outcome(understood(R"(,"b64":false,"exp":1,"crit":["b64","exp"])")), "crit_unknown(exp)");
  EXPECT_EQ(outcome(understood(R"(,"b64":false,"exp":1,"crit":["exp","b64"])")), "crit_unknown(exp)");
  EXPECT_EQ(outcome(understood(R"(,"b64":false,"B64":1,"crit":["B64"])")), "crit_unknown(B64)");
  EXPECT_EQ(outcome(understood(R"(,"b64":false,"exp":1,"crit":["exp"])")), "crit_unknown(exp)");
}

TEST(MediaType, ComparesByTheRuleOfTyp) {
  const std::pair<std::string_view, std::string_view> same[] = {
      {"JWT", "jwt"}, {"at+jwt", "application/at+jwt"}, {"APPLICATION/AT+JWT", "at+jwt"}, {"text/plain", "Text/Plain"},
      {"", ""},       {"application/", "application/"}};
  for (const auto& [a, b] : same) {
    EXPECT_TRUE(jose::same_media_type(a, b)) << a << " " << b;
    EXPECT_TRUE(jose::same_media_type(b, a)) << a << " " << b;
  }
  const std::pair<std::string_view, std::string_view> different[] = {{"JWT", "at+jwt"},
                                                                     {"JWT", ""},
                                                                     {"JWT", "text/jwt"},
                                                                     {"a/b", "application/a/b"},
                                                                     {"jwt", "jwt "},
                                                                     {"JWT", "J\xC3WT"},
                                                                     {"application", "application/"},
                                                                     {"", "application/"},
                                                                     {"jwt", "applicationjwt"}};
  for (const auto& [a, b] : different) {
    EXPECT_FALSE(jose::same_media_type(a, b)) << a << " " << b;
    EXPECT_FALSE(jose::same_media_type(b, a)) << a << " " << b;
  }
}

}  // namespace
}  // namespace signet::test
