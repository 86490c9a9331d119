// Attacks on the form of keys and on what is shown of them: rows 20 to 22.
#include <gmock/gmock.h>

#include "target.h"

namespace signet::test {
namespace {

std::string jwk_of(const Key& key) {
  return std::string(as_text(key.to_private_jwk()->expose()));
}

// The values of private members: what nobody may see.
std::vector<std::string> secrets_of(const Key& key) {
  const auto document = json::Document::parse(jwk_of(key)).value();
  std::vector<std::string> secrets;
  for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "k", "priv"})
    if (const auto value = document.root().find(member)) secrets.emplace_back(*value->string());
  return secrets;
}

void expect_silent(const std::vector<std::string>& secrets, std::string_view text) {
  constexpr std::size_t kTelling = 12;
  for (const std::string& secret : secrets) EXPECT_EQ(text.find(secret.substr(0, kTelling)), std::string::npos) << text;
}

// Row 20: private members never come out of a public form.
TEST(Attack20, PublicFormsHoldNoSecret) {
  for (const auto* asked : all_rows()) {
    const Key& key = key_for(*asked);
    const std::vector<std::string> secrets = secrets_of(key);
    ASSERT_FALSE(secrets.empty());
    const auto set_json = JwkSet::of(std::span(&key, 1)).to_public_json();
    if (key.is_symmetric()) {
      refuse_result(Form::key, name_of(*asked), outcome(key.to_public_jwk()), "symmetric_key(kty)");
      refuse_result(Form::key, name_of(*asked), outcome(key.public_key()), "symmetric_key(kty)");
      refuse_result(Form::key, name_of(*asked), outcome(key.to_spki()), "symmetric_key(kty)");
      refuse_result(Form::key, name_of(*asked), outcome(key.to_public_pem()), "symmetric_key(kty)");
      refuse_result(Form::set, name_of(*asked), outcome(set_json), "symmetric_key(k-" + name_of(*asked) + ")");
      continue;
    }
    const Key half = key.public_key().value();
    for (const std::string& text : {key.to_public_jwk().value(), half.to_public_jwk().value(), set_json.value()})
      expect_silent(secrets, text);
    refuse_result(Form::key, name_of(*asked), outcome(half.to_private_jwk()), "private_key(d)|private_key(priv)");
    refuse_result(Form::key, name_of(*asked), outcome(half.to_private_pem(PemForm::pkcs8)),
                  "private_key(d)|private_key(priv)");
    refuse_result(Form::key, name_of(*asked), outcome(half.signer(*asked)), "private_key(d)|private_key(priv)");
  }
}

// Each private JWK, broken in many places: the error does not show what it was about, nor does the program (which
// cli_attacks.py searches).
TEST(Attack20, ErrorsHoldNoSecret) {
  for (const auto* asked : all_rows()) {
    const std::vector<std::string> secrets = secrets_of(key_for(*asked));
    const std::string jwk = jwk_of(key_for(*asked));
    for (std::size_t i = 0; i < 40; ++i) {
      const std::string cut = jwk.substr(0, 1 + i * (jwk.size() - 2) / 40);
      expect_silent(secrets, outcome(Key::from_jwk(cut)));
      refuse_key(cut, "malformed_json", name_of(*asked));
    }
    for (const std::string& secret : secrets) {
      std::string changed = jwk;
      changed.insert(changed.find(secret), "!");
      const std::string said = outcome(Key::from_jwk(changed));
      expect_silent(secrets, said);
      EXPECT_TRUE(said.starts_with("malformed_key(")) << said;
      refuse_key(changed, said, name_of(*asked));
    }
  }
}

// A header with a private "jwk" is not written.
TEST(Attack20, APrivateKeyDoesNotLeaveInAHeader) {
  for (const auto* asked : all_rows()) {
    const std::string extra = R"({"jwk":)" + jwk_of(key_for(*asked)) + "}";
    const jws::HeaderOptions options{.extra_json = extra};
    refuse_result(Form::policy, name_of(*asked), outcome(jws::make_header(*signer_for(*asked), options)),
                  "header_parameter(jwk)");
  }
}

TEST(Attack21, OneRsaKeyHasOneSpelling) {
  const Key rsa = key_for(row("RS256")).public_key().value();
  const auto jwk = json::Document::parse(rsa.to_public_jwk().value()).value();
  const std::string n(*jwk.root().find("n")->string());
  const auto with = [](const std::string& modulus, std::string_view exponent) {
    return R"({"kty":"RSA","n":")" + modulus + R"(","e":")" + std::string(exponent) + "\"}";
  };
  EXPECT_EQ(outcome(Key::from_jwk(with(n, "AQAB"))), "ok");
  for (const std::string_view exponent : {"AAEAAQ", "AAABAAE", "AQAB=", "AQAB ", "AQAB\\n", "AQABAA"})
    refuse_key(with(n, exponent), "malformed_key(e)|weak_key(e)", "RSA");
  Bytes padded = base64url::decode(n).value();
  padded.insert(padded.begin(), 0);
  refuse_key(with(base64url::encode(padded), "AQAB"), "malformed_key(n)", "RSA");
  for (const std::string& other : {n + "=", n + "==", n + " ", " " + n, n + "A", n.substr(0, 40) + "+" + n.substr(41),
                                   n.substr(0, 40) + "\\n" + n.substr(40)})
    refuse_key(with(other, "AQAB"), "malformed_key(n)|weak_key(n)", "RSA");
  // Members beside the material do not change the thumbprint (RFC 7638 section 3.2).
  const Key more =
      Key::from_jwk(R"({"e":"AQAB","extra":{"a":1},"n":")" + n + R"(","kid":"x","kty":"RSA","alg":"RS256"})").value();
  EXPECT_EQ(more.thumbprint(), rsa.thumbprint());
}

// Coordinates and private numbers of a curve are as long as it says, in one spelling.
TEST(Attack21, OneKeyOfACurveHasOneSpelling) {
  for (const auto* asked : all_rows()) {
    const Key& key = key_for(*asked);
    const auto document = json::Document::parse(jwk_of(key)).value();
    for (const std::string_view member : {"x", "y", "d", "k", "pub", "priv"}) {
      const auto value = document.root().find(member);
      if (!value || key.type() == KeyType::rsa) continue;
      const std::string text(*value->string());
      const Bytes octets = base64url::decode(text).value();
      Bytes longer = octets;
      longer.insert(longer.begin(), 0);
      Bytes shorter(octets.begin() + 1, octets.end());
      std::vector<std::string> spellings = {text + "=", text + " ", text + "\\n",
                                            text.substr(0, 8) + "/" + text.substr(9)};
      if (member != "k") spellings.insert(spellings.end(), {base64url::encode(longer), base64url::encode(shorter), ""});
      for (const std::string& other : spellings) {
        std::string changed = jwk_of(key);
        changed.replace(changed.find("\"" + text + "\"") + 1, text.size(), other);
        const std::string want(member);
        refuse_key(changed, joined({"malformed_key(", want, ")|weak_key(", want, ")"}), name_of(*asked));
      }
    }
  }
}

// Row 22: a private half that belongs to another key, by every member that could be exchanged.
TEST(Attack22, PrivateHalvesMatchTheirPublicOnes) {
  for (const auto* asked : all_rows()) {
    const Key& key = key_for(*asked);
    if (key.is_symmetric() || (key.type() == KeyType::rsa && name_of(*asked) != "RS256")) continue;
    const auto mine = json::Document::parse(jwk_of(key)).value();
    const auto foreign = json::Document::parse(jwk_of(Key::generate({.alg = describe(*asked).name}).value())).value();
    for (const std::string_view member : {"d", "p", "q", "dp", "dq", "qi", "n", "x", "y", "pub", "priv"}) {
      if (!mine.root().find(member)) continue;
      json::Writer out;
      out.begin_object();
      for (const auto& [name, value] : mine.root().members())
        out.key(name).raw(name == member ? foreign.root().find(member)->source() : value.source());
      const std::string changed = out.end_object().take_string();
      const std::string said = outcome(Key::from_jwk(changed));
      EXPECT_TRUE(said.starts_with("key_mismatch(") || said.starts_with("weak_key(")) << member << " " << said;
      refuse_key(changed, said, name_of(*asked));
    }
  }
}

// Every member missing, and every member of every other type: a typed error.
TEST(Attack22, BrokenJwksAreRefused) {
  // What may be absent, or may be any text: members that are no material, and a private half as a whole.
  const std::vector<std::string_view> free = {"kid", "use", "alg", "d", "priv", "k"};
  for (const auto* asked : all_rows()) {
    const auto document = json::Document::parse(jwk_of(key_for(*asked))).value();
    for (const json::Member broken : document.root().members()) {
      for (const std::string_view by : {"", "null", "1", "true", "[]", "{}", "\"\"", "\"AA\"", "\"!\""}) {
        json::Writer out;
        out.begin_object();
        for (const auto& [name, value] : document.root().members()) {
          if (name != broken.name) out.key(name).raw(value.source());
          if (name == broken.name && !by.empty()) out.key(name).raw(by);
        }
        const std::string changed = out.end_object().take_string();
        const std::string said = outcome(Key::from_jwk(changed));
        if (said == "ok") {
          EXPECT_THAT(free, testing::Contains(broken.name)) << changed;
        } else {
          refuse_key(changed, said, name_of(*asked));
        }
      }
    }
  }
}

TEST(Attack22, CertificatesOfOtherKeysAreRefused) {
  const auto leaf = Key::from_pem(read_vector("keys/p256.crt.pem")).value().info().x5c;
  ASSERT_FALSE(leaf.empty());
  for (const auto* asked : all_rows()) {
    const Key half = key_for(*asked).is_symmetric() ? key_for(*asked) : key_for(*asked).public_key().value();
    refuse_result(Form::key, name_of(*asked), outcome(half.with_info({.x5c = leaf})), "certificate_mismatch(x5c)");
    refuse_result(Form::key, name_of(*asked), outcome(half.with_info({.x5c = {Bytes{0x30, 0x00}}})),
                  "malformed_key(x5c)|certificate_mismatch(x5c)");
  }
}

}  // namespace
}  // namespace signet::test
