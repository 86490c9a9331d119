// Attacks on where keys come from and what they may be used for: rows 9, 11, 14, 18 and 19.
#include "target.h"

namespace signet::test {
namespace {

TEST(Attack09, WeakRsaKeys) {
  const auto document = parse_vector("keys/weak_rsa.json");
  for (const json::Value item : document.root().find("cases")->elements())
    refuse_key(item.find("jwk")->source(), *item.find("expected")->string(), "RSA");
}

TEST(Attack09, WeakRsaKeysInPem) {
  const std::pair<std::string, std::string_view> files[] = {{"bad_rsa1024.pkcs8", "weak_key(n)"},
                                                            {"bad_rsa_big_e.pkcs8", "weak_key(e)"},
                                                            {"bad_rsa_three_primes.pkcs8", "key_unsupported(oth)"}};
  for (const auto& [file, expected] : files) refuse_key(read_vector("keys/" + file + ".pem"), expected, "RSA");
}

// One good modulus, and exponents that are none.
TEST(Attack09, ExponentsOfRsa) {
  const auto jwk = json::Document::parse(key_for(row("RS256")).to_public_jwk().value()).value();
  const std::string n(*jwk.root().find("n")->string());
  for (const std::string_view e : {"AQ", "Ag", "BA", "AQAA", "AgAAAAE", "_____________w", ""})
    refuse_key(R"({"kty":"RSA","n":")" + n + R"(","e":")" + std::string(e) + "\"}", "weak_key(e)|malformed_key(e)",
               "RSA");
  refuse_key(R"({"kty":"RSA","n":")" + n + R"(","e":")" + n + "\"}", "weak_key(e)", "RSA");
  refuse_key(R"({"kty":"RSA","n":"AQAB","e":"AQAB"})", "weak_key(n)", "RSA");
  for (const std::string_view zero : {"", "AA", "AQ"})
    refuse_key(R"({"kty":"RSA","n":")" + std::string(zero) + R"(","e":"AQAB"})", "weak_key(n)|malformed_key(n)", "RSA");
  // Sizes are bounded before anything is computed: 8200 and 65536 bits.
  for (const std::size_t octets : {1025u, 8192u, 65536u}) {
    const Bytes huge(octets, 0xff);
    refuse_key(R"({"kty":"RSA","n":")" + base64url::encode(huge) + R"(","e":"AQAB"})", "weak_key(n)|limit_exceeded(n)",
               "RSA");
  }
}

TEST(Attack11, TheHeadersOwnKeyIsNeverTrusted) {
  const std::string certificate = read_vector("keys/p256.crt.pem");
  const std::size_t start = certificate.find('\n') + 1;
  std::string x5c;
  for (const char c : certificate.substr(start, certificate.find("\n-----END") - start))
    if (c != '\n') x5c += c;
  for (const auto* asked : all_rows()) {
    const Key evil = Key::generate({.alg = describe(*asked).name}).value();
    const auto signer = evil.signer(*asked).value();
    const Target target = Target::of(*asked);
    const std::string jwk = evil.is_symmetric() ? std::string(as_text(evil.to_private_jwk()->expose()))
                                                : evil.public_key()->to_public_jwk().value();
    std::vector<std::string> members = {R"("jku":"https://evil.example/jwks")",
                                        R"("x5u":"https://evil.example/x")",
                                        R"("jku":"file:///etc/passwd")",
                                        R"("x5u":"http://169.254.169.254/latest/")",
                                        R"("x5c":[")" + x5c + "\"]",
                                        R"("jwks":{"keys":[)" + jwk + "]}",
                                        "\"jwk\":" + jwk,
                                        R"("key":)" + jwk,
                                        R"("jku":"https://as.example@evil.example/jwks.json")"};
    for (const std::string& member : members) {
      refuse(target, forge(header_for(*asked, "," + member), kGoodPayload, *signer), "bad_signature");
      std::string without_kid = R"({"alg":")";
      without_kid.append(name_of(*asked)).append("\",").append(member).append("}");
      refuse(target, forge(without_kid, kGoodPayload, *signer), "bad_signature");
    }
    for (const std::string_view wrong :
         {R"(,"jwk":"x")", R"(,"jwk":[])", R"(,"jku":1)", R"(,"x5u":{})", R"(,"x5c":"x")", R"(,"x5c":[1])"})
      refuse(target, forge(header_for(*asked, wrong), kGoodPayload, *signer_for(*asked)),
             "header_parameter(jwk)|header_parameter(jku)|header_parameter(x5u)|header_parameter(x5c)");
  }
}

TEST(Attack14, KidIsOpaqueAndComparedExactly) {
  const std::string kids[] = {"../../../../dev/null",
                              "' OR 1=1 --",
                              "k-%\\u0000",
                              "K-%",
                              "k-",
                              "k-% ",
                              " k-%",
                              "\\u006b-%x",
                              "/etc/passwd",
                              "",
                              "|id",
                              "$(id)",
                              "`id`",
                              "k-%;DROP TABLE keys",
                              "k-\\uFF25S256",
                              "*",
                              "k-*",
                              "../jwks/k-%",
                              "%00",
                              "http://evil.example/k",
                              "{\\\"kid\\\":1}",
                              std::string(256, 'a')};
  for (const auto* asked : all_rows()) {
    const Target target = Target::of(*asked);
    const std::string alg = R"({"alg":")" + name_of(*asked) + R"(","kid":)";
    const auto with = [&](const std::string& json) {
      return forge(alg + json + "}", kGoodPayload, *signer_for(*asked));
    };
    for (std::string kid : kids) {
      if (const std::size_t at = kid.find("k-%"); at != std::string::npos) kid.replace(at, 3, "k-" + name_of(*asked));
      refuse(target, with("\"" + kid + "\""), "key_not_found(kid)");
    }
    accept(target, with(R"("\u006b-)" + name_of(*asked) + "\""));  // the same name, escaped
    for (const std::size_t size : {257u, 1000u, 40'000u})
      refuse(target, with("\"" + std::string(size, 'a') + "\""), "limit_exceeded(kid)");
    refuse(target, with("\"" + std::string(1u << 20, 'a') + "\""), "limit_exceeded(token)");
    for (const std::string json : {"1", "null", R"(["k-ES256"])", "{}", "true"})
      refuse(target, with(json), "header_parameter(kid)");
  }
}

TEST(Attack14, AKeyWithAHugeKidIsNoKey) {
  for (const auto* asked : all_rows()) {
    const KeyInfo info{.kid = std::string(257, 'k')};
    refuse_result(Form::key, name_of(*asked), outcome(key_for(*asked).with_info(info)), "limit_exceeded(kid)");
  }
}

TEST(Attack18, UseAndKeyOpsAreObeyed) {
  for (const auto* asked : all_rows()) {
    const Key key = key_for(*asked).with_info({}).value();
    const std::string token = forge(R"({"alg":")" + name_of(*asked) + "\"}", kGoodPayload, *key.signer(*asked).value());
    const Key half = key.is_symmetric() ? key : key.public_key().value();
    const auto target_of = [&](const KeyInfo& info) {
      const Key shown = half.with_info(info).value();
      return Target(Rules{.algorithms = {name_of(*asked)}}, std::span(&shown, 1));
    };
    for (const KeyInfo& info : {KeyInfo{}, KeyInfo{.use = "sig"}, KeyInfo{.key_ops = {"verify"}}})
      accept(target_of(info), token);
    for (const std::string use : {"enc", "SIG", "sig ", "x", "Sig"})
      refuse(target_of({.use = use}), token, "key_mismatch(use)");
    for (const std::string operation : {"sign", "encrypt", "wrapKey", "deriveKey", "Verify", "verify "})
      refuse(target_of({.key_ops = {operation}}), token, "key_mismatch(key_ops)");
    const auto contradicts = [&](const KeyInfo& info, std::string_view expected) {
      refuse_result(Form::key, name_of(*asked), outcome(half.with_info(info)), expected);
    };
    contradicts({.use = "sig", .key_ops = {"encrypt"}}, "key_mismatch(key_ops)");
    contradicts({.use = "enc", .key_ops = {"verify"}}, "key_mismatch(key_ops)");
    contradicts({.use = "sig", .key_ops = {"verify", "wrapKey"}}, "key_mismatch(key_ops)");
    contradicts({.key_ops = {"verify", "verify"}}, "malformed_key(key_ops)");
    contradicts({.key_ops = {"verify", "sign", "verify"}}, "malformed_key(key_ops)");
  }
}

TEST(Attack18, MembersOfAWrongTypeAreNoMembers) {
  const std::string key = R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",)";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"("use":1)", "malformed_key(use)"},
      {R"("use":["sig"])", "malformed_key(use)"},
      {R"("use":null)", "malformed_key(use)"},
      {R"("key_ops":"verify")", "malformed_key(key_ops)"},
      {R"("key_ops":[1])", "malformed_key(key_ops)"},
      {R"("key_ops":{})", "malformed_key(key_ops)"},
      {R"("alg":[])", "malformed_key(alg)"},
      {R"("kid":7)", "malformed_key(kid)"},
      {R"("key_ops":["verify","verify"])", "malformed_key(key_ops)"},
      {R"("use":"enc","key_ops":["verify"])", "key_mismatch(key_ops)"}};
  for (const auto& [member, expected] : cases) refuse_key(key + std::string(member) + "}", expected, "OKP");
}

TEST(Attack19, SymmetricAndPrivateKeysInAPublicSetArePlaceholders) {
  const std::string shown = key_for(row("ES256")).public_key()->to_public_jwk().value();
  for (const auto* asked : all_rows()) {
    const Key& key = key_for(*asked);
    const std::string secret(as_text(key.to_private_jwk()->expose()));
    refuse_set(R"({"keys":[)" + secret + "]}",
               key.is_symmetric() ? "symmetric_key(kty)" : "private_key(d)|private_key(priv)");
    // The rest of the set still serves, and the placeholder verifies nothing, whatever the policy allows.
    const JwkSet set = JwkSet::parse(joined({R"({"keys":[)", secret, ",", shown, "]}"})).value();
    ASSERT_EQ(set.entries().size(), 2u);
    Rules rules{.algorithms = {name_of(*asked)}};
    if (name_of(*asked) != "ES256") rules.algorithms.emplace_back("ES256");
    const Target target(rules, set);
    if (name_of(*asked) != "ES256") accept(target, good_token(row("ES256")));
    if (name_of(*asked) != "ES256") refuse(target, good_token(*asked), "key_not_found(kid)");
  }
}

TEST(Attack19, RepeatedKidsAreTriedOnlyWhereTheyFitAndAtMostFour) {
  for (const auto* asked : all_rows()) {
    const std::string name = name_of(*asked);
    if (describe(*asked).kty == "RSA" && name != "RS256") continue;  // making keys of it takes long
    const auto named = [](const Key& key) { return key.with_info({.kid = "same"}).value(); };
    std::vector<Key> keys = {named(key_for(row(name == "RS256" ? "ES256" : "RS256"))),
                             named(key_for(row(name == "ES384" ? "ES256" : "ES384")))};
    for (int i = 0; i < 3; ++i)
      keys.push_back(named(name == "RS256" ? key_for(row("RS256")) : Key::generate({.alg = name}).value()));
    const Key mine = named(key_for(*asked));
    keys.push_back(mine);
    const std::string token =
        forge(R"({"alg":")" + name + R"(","kid":"same"})", kGoodPayload, *mine.signer(*asked).value());
    accept(Target(Rules{.algorithms = {name}}, keys), token);
    keys.insert(keys.begin(), keys[2]);
    const Target crowded(Rules{.algorithms = {name}}, keys);
    refuse(crowded, token, "key_not_found(kid)");
    // Without a kid as well: a thousand keys are not a thousand verifications.
    refuse(crowded, forge(R"({"alg":")" + name + "\"}", kGoodPayload, *mine.signer(*asked).value()),
           "key_not_found(kid)");
  }
}

TEST(Attack19, SetsThatAreNone) {
  refuse_set("{}", "malformed_key_set(keys)");
  for (const std::string_view keys : {"{}", "null", "\"\"", "1", R"({"0":{}})", "true"})
    refuse_set(R"({"keys":)" + std::string(keys) + "}", "malformed_key_set(keys)");
  for (const std::string_view text : {"[]", "null", "\"keys\"", "1"}) refuse_set(text, "malformed_key_set(keys)");
  for (const std::string_view text : {"", "{", R"({"keys":[})", R"({"keys":[]}x)", "\xEF\xBB\xBF{\"keys\":[]}"})
    refuse_set(text, "malformed_json");
  for (const std::string_view member : {"1", "null", "[]", "\"x\"", "{}", R"({"kty":"none"})"})
    refuse_set(R"({"keys":[)" + std::string(member) + "]}",
               "malformed_key(jwk)|malformed_key(kty)|key_unsupported(kty)");
  std::string crowd = R"({"keys":[{})";
  for (int i = 0; i < 1000; ++i) crowd += ",{}";
  refuse_set(crowd + "]}", "limit_exceeded(keys)");
  refuse_set(std::string((1u << 20) + 1, ' '), "limit_exceeded(bytes)");
}

}  // namespace
}  // namespace signet::test
