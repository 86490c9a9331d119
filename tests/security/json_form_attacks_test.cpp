// Attacks by the JSON forms of a JWS: rows 7, 11, 14, 31 to 38. Headers and signatures of all other rows go through
// these forms as well, by refuse().
#include "counted_work.h"
#include "forms.h"

namespace signet::test {
namespace {

const auto kAll = jws::SignaturePolicy::all();
const auto kAny = jws::SignaturePolicy::any();

std::string alg_header(const SignatureAlgorithm& row, std::string_view more = {}) {
  return R"({"alg":")" + name_of(row) + "\"" + std::string(more) + "}";
}
Signed good_signature(const SignatureAlgorithm& row, std::string unprotected = {}) {
  return sign_over(alg_header(row), b64(kGoodPayload), *signer_for(row), std::move(unprotected));
}

/// A signature that is refused in both JSON forms and, for the same reason, without its payload.
void refuse_signature(const Target& target, const Signed& one, std::string_view payload_text,
                      std::string_view expected) {
  refuse_flattened(target, flattened_of(one, std::string(payload_text)), expected);
  refuse_general(target, general_of({one}, std::string(payload_text)), kAll, expected);
  refuse_general(target, general_of({one}, std::string(payload_text)), kAny, expected);
}

TEST(Attack07, AlgMustBeProtected) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string payload = b64(kGoodPayload);
    const auto signer = signer_for(*row);
    const std::string alg = R"({"alg":")" + name_of(*row) + "\"}";
    // Only there, beside no protected header, an empty one, and one that says nothing of it.
    const std::string signature = base64url::encode(signer->sign(as_bytes("." + payload)).value());
    const std::string start =
        joined({R"({"payload":")", payload, R"(","header":)", alg, R"(,"signature":")", signature, "\""});
    refuse_flattened(target, start + "}", "header_parameter(alg)|malformed_token(protected)");
    refuse_flattened(target, start + R"(,"protected":""})", "malformed_token(protected)");
    refuse_signature(target, sign_over("{}", payload, *signer, alg), payload, "header_parameter(alg)");
    refuse_signature(target, sign_over(R"({"typ":"JWT"})", payload, *signer, alg), payload, "header_parameter(alg)");
    // There as well: the same, none, another, and spelled with an escape.
    for (const std::string& other : {alg, std::string(R"({"alg":"none"})"), std::string(R"({"alg":"HS256"})"),
                                     R"({"al\u0067":")" + name_of(*row) + "\"}", std::string(R"({"alg":null})")})
      refuse_signature(target, good_signature(*row, other), payload, "header_parameter(alg)");
    EXPECT_EQ(flattened_verdict(target, flattened_of(good_signature(*row, R"({"x":1})"), payload)), "ok");
  }
}

TEST(Attack11, TheUnprotectedHeadersKeyIsNeverTrusted) {
  for (const auto* row : all_rows()) {
    const Key evil = Key::generate({.alg = describe(*row).name}).value();
    const std::string jwk(as_text(evil.to_private_jwk()->expose()));
    const std::string payload = b64(kGoodPayload);
    for (const std::string& header : {R"({"jwk":)" + jwk + "}", std::string(R"({"jku":"https://evil.example/k"})"),
                                      std::string(R"({"x5u":"https://evil.example/x"})")})
      refuse_signature(Target::of(*row), sign_over(alg_header(*row), payload, *evil.signer(*row).value(), header),
                       payload, "bad_signature");
  }
}

// A kid may stand in either header; it names one of our keys or none, and never widens the choice.
TEST(Attack14, AKidThatIsNotProtected) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string payload = b64(kGoodPayload);
    const std::string right = "k-" + name_of(*row);
    EXPECT_EQ(flattened_verdict(target, flattened_of(good_signature(*row, R"({"kid":")" + right + "\"}"), payload)),
              "ok");
    for (const std::string_view kid : {"other", "../k", "", "K-ES256", "' OR 1=1 --"})
      refuse_signature(target, good_signature(*row, R"({"kid":")" + std::string(kid) + "\"}"), payload,
                       "key_not_found(kid)");
    refuse_signature(target, good_signature(*row, R"({"kid":1})"), payload, "header_parameter(kid)");
    refuse_signature(target, good_signature(*row, R"({"kid":")" + std::string(257, 'k') + "\"}"), payload,
                     "limit_exceeded(kid)");
    const std::string both = alg_header(*row, R"(,"kid":")" + right + "\"");
    refuse_signature(target, sign_over(both, payload, *signer_for(*row), R"({"kid":")" + right + "\"}"), payload,
                     "header_parameter(kid)");
  }
}

TEST(Attack31, DuplicateNamesInJsonForms) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Signed good = good_signature(*row);
    const std::string payload = b64(kGoodPayload);
    const std::string members =
        R"("payload":")" + payload + R"(","protected":")" + good.header + R"(","signature":")" + good.signature + "\"";
    EXPECT_EQ(flattened_verdict(target, "{" + members + "}"), "ok");
    const std::pair<std::string, std::string_view> more[] = {
        {R"("payload":"e30")", "duplicate_name(payload)"},
        {R"("p\u0061yload":"e30")", "duplicate_name(payload)"},
        {R"("protected":"e30")", "duplicate_name(protected)"},
        {R"("signature":"AA")", "duplicate_name(signature)"},
        {R"("\u0073ignature":"AA")", "duplicate_name(signature)"},
        {R"("header":{"a":1,"a":1})", "duplicate_name(a)"},
        {R"("header":{"x":[{"a":1,"\u0061":1}]})", "duplicate_name(a)"},
        {R"("x":{"y":1,"y":2})", "duplicate_name(y)"}};
    for (const auto& [member, expected] : more) {
      refuse_flattened(target, joined({"{", members, ",", member, "}"}), expected);
      refuse_flattened(target, joined({"{", member, ",", members, "}"}), expected);
    }
    const std::string one = joined({R"({"protected":")", good.header, R"(","signature":")", good.signature, "\""});
    const std::string start = joined({R"({"payload":")", payload, R"(","signatures":[)", one});
    refuse_general(target, start + R"(,"protected":"e30"}]})", kAny, "duplicate_name(protected)");
    refuse_general(target, start + R"(,"signature":"AA"}]})", kAny, "duplicate_name(signature)");
    refuse_general(target, start + R"(}],"signatures":[]})", kAny, "duplicate_name(signatures)");
    refuse_general(target, start + R"(}],"signature\u0073":[]})", kAny, "duplicate_name(signatures)");
    refuse_general(target, start + R"(,"header":{"a":1,"\u0061":2}}]})", kAny, "duplicate_name(a)");
  }
}

// What is of another form is refused by each: compact, flattened, general, and mixtures of them.
TEST(Attack32, FormsDoNotPassForEachOther) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Signed good = good_signature(*row);
    const std::string payload = b64(kGoodPayload);
    const std::string compact = good.header + "." + payload + "." + good.signature;
    const std::string flattened = flattened_of(good, payload);
    const std::string general = general_of({good}, payload);
    EXPECT_EQ(flattened_verdict(target, flattened), "ok");
    EXPECT_EQ(general_verdict(target, general, kAll), "ok");
    refuse_flattened(target, compact, "malformed_json(token)");
    refuse_general(target, compact, kAny, "malformed_json(token)");
    refuse_flattened(target, general, "malformed_token(signatures)");
    refuse_general(target, flattened, kAny, "malformed_token(protected)|malformed_token(signatures)");
    const std::string body = flattened.substr(1, flattened.size() - 2);
    const std::string signatures = general.substr(general.find(R"("signatures")"));
    const std::string mixed = joined({"{", body, ",", signatures});
    refuse_flattened(target, mixed, "malformed_token(signatures)");
    refuse_general(target, mixed, kAny, "malformed_token(protected)");
    refuse_flattened(target, "{" + body + R"(,"signatures":[]})", "malformed_token(signatures)");
    refuse_flattened(target, "{" + body + R"(,"signatures":null})", "malformed_token(signatures)");
    refuse_general(target, general.substr(0, general.size() - 1) + R"(,"header":{"x":1}})", kAny,
                   "malformed_token(header)");
    refuse_general(target, general.substr(0, general.size() - 1) + R"(,"signature":""})", kAny,
                   "malformed_token(signature)");
    for (const std::string& text :
         {"[" + flattened + "]", std::string("null"), std::string("\"x\""), std::string("1"), std::string("[]")}) {
      refuse_flattened(target, text, "malformed_token(token)");
      refuse_general(target, text, kAny, "malformed_token(token)");
    }
    for (const std::string& text : {std::string(), flattened + "x", flattened + flattened, "\xEF\xBB\xBF" + flattened,
                                    flattened.substr(1), body, "/**/" + flattened, flattened + std::string(1, '\0')})
      refuse_flattened(target, text, "malformed_json(token)");
    // A token that names itself in a member: what is signed is what the members say.
    const std::string smuggled = R"({"payload":")" + b64(R"({"sub":"admin"})") + R"(","protected":")" + good.header +
                                 R"(","signature":")" + good.signature + R"(","token":")" + compact + "\"}";
    refuse_flattened(target, smuggled, "bad_signature");
    refuse(target, R"({")" + compact + R"(":1})", "malformed_token(header)");
  }
}

TEST(Attack32, MembersOfAWrongTypeAreNoMembers) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Signed good = good_signature(*row);
    const std::string text = flattened_of(good, b64(kGoodPayload));
    const auto document = json::Document::parse(text).value();
    for (const json::Member broken : document.root().members()) {
      for (const std::string_view by : {"", "null", "1", "true", "[]", "{}", R"([""])"}) {
        json::Writer out;
        out.begin_object();
        for (const auto& [name, value] : document.root().members()) {
          if (name != broken.name) out.key(name).raw(value.source());
          if (name == broken.name && !by.empty()) out.key(name).raw(by);
        }
        refuse_flattened(target, out.end_object().take_string(), "malformed_token(" + std::string(broken.name) + ")");
      }
    }
    for (const std::string_view header : {"null", "1", "[]", "{}", "\"\"", R"("{\"kid\":\"x\"}")"})
      refuse_flattened(target, text.substr(0, text.size() - 1) + R"(,"header":)" + std::string(header) + "}",
                       "malformed_token(header)");
    for (const std::string_view signatures :
         {"null", "1", "{}", "\"\"", "[]", "[1]", "[null]", "[[]]", R"(["x"])", R"({"0":{}})"})
      refuse_general(target, R"({"payload":"e30","signatures":)" + std::string(signatures) + "}", kAny,
                     "malformed_token(signatures)");
  }
}

// Row 33: which of several signatures count.
TEST(Attack33, OneGoodSignatureBesideBadOnes) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string payload = b64(kGoodPayload);
    const Signed good = good_signature(*row);
    const Key evil = Key::generate({.alg = describe(*row).name}).value();
    const auto evil_signer = evil.signer(*row).value();
    const Signed none{b64(R"({"alg":"none"})"), "AA"};
    const Signed foreign = sign_over(alg_header(*row), payload, *evil_signer);
    const Signed unknown{b64(R"({"alg":"XX999"})"), good.signature};
    const Signed other_payload = sign_over(alg_header(*row), b64("{}"), *signer_for(*row));
    const Signed swapped{b64(alg_header(*row, R"(,"x":1)")), good.signature};
    for (const Signed& bad : {none, foreign, unknown, other_payload, swapped}) {
      for (const std::vector<Signed>& both : {std::vector{good, bad}, std::vector{bad, good}}) {
        const std::string text = general_of(both, payload);
        refuse_general(target, text, kAll, "signatures_insufficient(signatures)");
        refuse_general(target, text, jws::SignaturePolicy::at_least(2), "signatures_insufficient(signatures)");
        const auto verified = jws::verify_general(text, target.keys(), target.allowed(), kAny);
        ASSERT_EQ(outcome(verified), "ok");
        // What held is named, and what did not hold is not among it.
        const std::size_t place =
            both.front().signature == good.signature && both.front().header == good.header ? 0 : 1;
        ASSERT_EQ(verified->signatures().size(), 1u);
        EXPECT_EQ(verified->signatures()[0].index(), place);
        ASSERT_EQ(verified->failures().size(), 1u);
        EXPECT_EQ(verified->failures()[0].index, 1 - place);
      }
      refuse_general(target, general_of({bad, bad}, payload), kAny, "signatures_insufficient(signatures)");
    }
  }
}

// One key is one signer, however often it signs and whatever its signatures are called.
TEST(Attack33, OneKeyDoesNotCountTwice) {
  for (const auto* row : all_rows()) {
    const Key& key = key_for(*row);
    const Key again = key.with_info({.kid = "again"}).value();
    const std::vector<Key> keys = {key, again};
    const Target target(Rules{.algorithms = {name_of(*row)}}, keys);
    const std::string payload = b64(kGoodPayload);
    const Signed first = good_signature(*row, R"({"kid":"k-)" + name_of(*row) + "\"}");
    const Signed second = sign_over(alg_header(*row, R"(,"kid":"again")"), payload, *signer_for(*row));
    const Signed third = sign_over(alg_header(*row, R"(,"x":1)"), payload, *signer_for(*row));
    for (const std::vector<Signed>& all : {std::vector{first, first}, std::vector{first, second},
                                           std::vector{first, second, third}, std::vector(8, third)}) {
      const std::string text = general_of(all, payload);
      refuse_general(target, text, jws::SignaturePolicy::at_least(2), "signatures_insufficient(signatures)");
      const auto verified = jws::verify_general(text, target.keys(), target.allowed(), kAll);
      ASSERT_EQ(outcome(verified), "ok");
      EXPECT_EQ(verified->distinct_keys(), 1u);
    }
  }
}

TEST(Attack33, NoSignaturesAndTooMany) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string payload = b64(kGoodPayload);
    const Signed good = good_signature(*row);
    for (const jws::SignaturePolicy& policy : {kAny, kAll, jws::SignaturePolicy::at_least(1)}) {
      refuse_general(target, general_of({}, payload), policy, "malformed_token(signatures)");
      refuse_general(target, R"({"payload":")" + payload + "\"}", policy, "malformed_token(signatures)");
      refuse_general(target, general_of(std::vector(17, good), payload), policy,
                     "limit_exceeded(signatures)|limit_exceeded(token)");
    }
    // Sixteen of ML-DSA are more than a token may hold.
    const std::string most = general_of(std::vector(16, good), payload);
    if (most.size() < jwt::kMaxSize) {
      EXPECT_EQ(general_verdict(target, most, kAll), "ok");
    }
    refuse_general(target, general_of({good}, payload), jws::SignaturePolicy::at_least(0),
                   "policy_incomplete(signatures)");
    refuse_general(target, general_of({good}, payload), jws::SignaturePolicy::at_least(2),
                   "signatures_insufficient(signatures)");
  }
}

// Sixteen signatures and four keys that each could mean: the work is bounded for the object.
TEST(Attack33, KeysAreTriedSoManyTimesAndNoMore) {
  for (const auto* row : all_rows()) {
    if (describe(*row).kty == "RSA" && name_of(*row) != "RS256") continue;  // making keys of it takes long
    std::vector<Key> keys;
    keys.reserve(3);
    for (int i = 0; i < 3; ++i) keys.push_back(Key::generate({.alg = describe(*row).name})->with_info({}).value());
    const Target target(Rules{.algorithms = {name_of(*row)}}, keys);
    Signed wrong = good_signature(*row);
    refuse_general(target, general_of(std::vector(16, wrong), b64(kGoodPayload)), kAny,
                   "limit_exceeded(signatures)|limit_exceeded(token)");
    refuse_general(target, general_of(std::vector(8, wrong), b64(kGoodPayload)), kAny,
                   "signatures_insufficient(signatures)");
  }
}

TEST(Attack34, CritMustBeProtected) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string payload = b64(kGoodPayload);
    for (const std::string_view header :
         {R"({"crit":["x"],"x":1})", R"({"crit":[]})", R"({"crit":["b64"],"b64":false})", R"({"crit":null})",
          R"({"c\u0072it":["x"],"x":1})"})
      refuse_signature(target, good_signature(*row, std::string(header)), payload, "header_parameter(crit)");
    // A critical name that stands in the other header alone.
    const Signed split = sign_over(alg_header(*row, R"(,"crit":["x"])"), payload, *signer_for(*row), R"({"x":1})");
    refuse_signature(target, split, payload, "crit_malformed(crit)|crit_unknown(x)");
    const Signed b64_split =
        sign_over(alg_header(*row, R"(,"crit":["b64"])"), payload, *signer_for(*row), R"({"b64":false})");
    refuse_signature(target, b64_split, payload, "header_parameter(b64)|crit_malformed(crit)");
  }
}

TEST(Attack35, B64InJsonForms) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const auto signer = signer_for(*row);
    const std::string text = "a.b $.02";
    const std::string plain = alg_header(*row, R"(,"b64":false,"crit":["b64"])");
    const std::string encoded = alg_header(*row);
    EXPECT_EQ(flattened_verdict(target, flattened_of(sign_over(plain, text, *signer), text)), "ok");
    // Without crit, not boolean, not protected.
    refuse_signature(target, sign_over(alg_header(*row, R"(,"b64":false)"), text, *signer), text,
                     "header_parameter(b64)");
    refuse_signature(target, sign_over(alg_header(*row, R"(,"b64":true)"), b64(text), *signer), b64(text),
                     "header_parameter(b64)");
    for (const std::string_view value : {"null", "0", "\"false\"", "[]"})
      refuse_signature(target,
                       sign_over(alg_header(*row, R"(,"crit":["b64"],"b64":)" + std::string(value)), text, *signer),
                       text, "header_parameter(b64)");
    refuse_signature(target, sign_over(encoded, text, *signer, R"({"b64":false})"), text, "header_parameter(b64)");
    // Signed as one, presented as the other.
    refuse_signature(target, sign_over(plain, b64(text), *signer), text, "bad_signature");
    refuse_signature(target, sign_over(encoded, b64(text), *signer), text, "bad_signature|malformed_token(payload)");
    refuse_signature(target, sign_over(encoded, text, *signer), text, "malformed_token(payload)");
    // In one object both.
    const Signed yes = sign_over(encoded, b64("x"), *signer);
    const Signed no = sign_over(plain, b64("x"), *signer);
    for (const jws::SignaturePolicy& policy : {kAny, kAll}) {
      refuse_general(target, general_of({yes, no}, b64("x")), policy, "header_parameter(b64)");
      refuse_general(target, general_of({no, yes}, b64("x")), policy, "header_parameter(b64)");
    }
    // A dot, or what is not printable, in an unencoded compact payload.
    for (const std::string_view bad : {"a.b", ".", "a\nb", "a\x7f", "\xC3\xA9", "a\tb"}) {
      const Signed one = sign_over(plain, bad, *signer);
      const std::string token = one.header + "." + std::string(bad) + "." + one.signature;
      refuse_result(Form::compact, name_of(*row), outcome(jws::verify_compact(token, target.keys(), target.allowed())),
                    "malformed_token(segments)|malformed_token(payload)");
    }
  }
}

// The payload that is signed is the one that comes back: a detached token carries none, an attached one is given none.
TEST(Attack35, DetachedAndAttachedAreNotMistaken) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Signed good = good_signature(*row);
    const std::string payload = b64(kGoodPayload);
    const ByteView bytes = as_bytes(kGoodPayload);
    refuse_flattened(target, flattened_of(good, std::nullopt), "malformed_token(payload)");
    refuse_general(target, general_of({good}, std::nullopt), kAny, "malformed_token(payload)");
    refuse_flattened(target, flattened_of(good, ""), "bad_signature");
    refuse_detached(target, good, as_bytes("{}"), "bad_signature");
    refuse_detached(target, good, as_bytes(payload), "bad_signature");
    refuse_detached(target, good, {}, "bad_signature");
    const std::string verdicts[] = {
        outcome(jws::verify_compact_detached(good.header + "." + payload + "." + good.signature, bytes, target.keys(),
                                             target.allowed())),
        outcome(jws::verify_flattened_detached(flattened_of(good, payload), bytes, target.keys(), target.allowed())),
        outcome(jws::verify_flattened_detached(flattened_of(good, ""), bytes, target.keys(), target.allowed())),
        outcome(
            jws::verify_general_detached(general_of({good}, payload), bytes, target.keys(), target.allowed(), kAny))};
    for (const std::string& said : verdicts)
      refuse_result(Form::detached, name_of(*row), said, "malformed_token(payload)");
  }
}

TEST(Attack36, NoNameStandsInBothHeaders) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string payload = b64(kGoodPayload);
    const auto signer = signer_for(*row);
    for (const std::string_view name : {"x", "typ", "cty", "kid", "jku", "a b", "", "\xC3\xA9"}) {
      const std::string member = "\"" + std::string(name) + R"(":"1")";
      const Signed both = sign_over(alg_header(*row, "," + member), payload, *signer, "{" + member + "}");
      refuse_flattened(target, flattened_of(both, payload),
                       "header_parameter(" + std::string(name) +
                           ")|header_parameter|header_parameter(\\xc3\\xa9)|key_not_found(kid)");
    }
    const Signed escaped = sign_over(alg_header(*row, R"(,"x":1)"), payload, *signer, R"({"\u0078":2})");
    refuse_signature(target, escaped, payload, "header_parameter(x)");
    // A protected header that is there and says nothing, and one that is no object.
    for (const std::string_view header : {"{}", "[]", "null", "1", "\"x\"", ""})
      refuse_signature(target, {b64(header), good_signature(*row).signature}, payload,
                       "header_parameter(alg)|malformed_json(header)|malformed_token(protected)");
  }
}

TEST(Attack37, HugeObjects) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Signed good = good_signature(*row);
    const std::string padded = flattened_of(good, b64(kGoodPayload)) + std::string(jwt::kMaxSize, ' ');
    refuse_flattened(target, padded, "limit_exceeded(token)");
    refuse_general(target, padded, kAny, "limit_exceeded(token)");
    refuse_flattened(target, std::string(60'000, '{'), "malformed_json(token)|limit_exceeded(token)");
    refuse_general(target, std::string(60'000, '['), kAny, "malformed_json(token)|limit_exceeded(token)");
    std::string many = R"({"payload":"e30","signatures":[{})";
    for (int i = 0; i < 10'000; ++i) many += ",{}";
    refuse_general(target, many + "]}", kAny, "limit_exceeded(signatures)");
    Signed wide = good;
    wide.unprotected = "{\"x\":\"" + std::string(jws::kMaxHeader, 'x') + "\"}";
    const std::string text = flattened_of(wide, b64(kGoodPayload));
    const std::string said = outcome(jws::verify_flattened(text, target.keys(), target.allowed()));
    refuse_result(Form::flattened, name_of(*row), said, "limit_exceeded(header)");
  }
}

TEST(Attack38, HostileJsonInJsonForms) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string good = flattened_of(good_signature(*row), b64(kGoodPayload));
    const std::string start = good.substr(0, good.size() - 1);
    for (const std::string_view bad :
         {"01", "+1", "NaN", "\"\\ud800\"", "\"\xff\"", "\"\x01\"", "'x'", "{a:1}", "[1,]", "\"\\x41\""})
      refuse_flattened(target, start + ",\"x\":" + std::string(bad) + "}", "malformed_json(token)");
    refuse_flattened(target, start + ",\"x\":" + std::string(64, '[') + std::string(64, ']') + "}",
                     "limit_exceeded(token)|limit_exceeded(depth)");
    refuse_flattened(target, start + ",\"header\":{\"x\":" + std::string(63, '[') + std::string(63, ']') + "}}",
                     "limit_exceeded(token)|limit_exceeded(depth)");
    refuse_flattened(target, start + ",}", "malformed_json(token)");
  }
}

}  // namespace
}  // namespace signet::test
