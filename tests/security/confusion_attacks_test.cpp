// Rows 2 to 4: what is public, taken for a secret of HMAC.
#include "target.h"

namespace signet::test {
namespace {

constexpr std::string_view kHmac[] = {"HS256", "HS384", "HS512"};

std::vector<const SignatureAlgorithm*> asymmetric_rows() {
  std::vector<const SignatureAlgorithm*> rows;
  for (const auto* row : all_rows())
    if (!key_for(*row).is_symmetric()) rows.push_back(row);
  return rows;
}

std::string replaced(std::string_view text, char what, std::string_view by) {
  std::string out;
  for (const char c : text) {
    if (c == what) {
      out += by;
    } else {
      out += c;
    }
  }
  return out;
}

std::string utf16(std::string_view text) {
  std::string out = "\xFF\xFE";
  for (const char c : text) {
    out += c;
    out += '\0';
  }
  return out;
}

// Everything that an attacker can make of a public key and hope to have taken for a secret.
std::vector<std::string> texts_of_public_key(const Key& key) {
  const Key shown = key.public_key().value();
  const std::string jwk = shown.to_public_jwk().value();
  const std::string bare = shown.with_info({})->to_public_jwk().value();
  const std::string set = R"({"keys":[)" + jwk + "]}";
  const Bytes spki = shown.to_spki().value();
  const std::string der(as_text(spki));
  const std::string pem = shown.to_public_pem().value();
  const std::string body =
      replaced(pem.substr(pem.find('\n') + 1, pem.rfind("\n-----END") - pem.find('\n') - 1), '\n', "");
  std::vector<std::string> texts = {jwk,
                                    bare,
                                    set,
                                    "  " + jwk,
                                    jwk + "\n",
                                    "\xEF\xBB\xBF" + jwk,
                                    "[" + jwk + "]",
                                    b64(jwk),
                                    b64(set),
                                    b64(b64(jwk)),
                                    der,
                                    std::string(1, '\0') + der,
                                    der + std::string(1, '\0'),
                                    "x" + der + "y",
                                    base64url::encode(spki),
                                    body,
                                    b64(der) + "==",
                                    pem,
                                    replaced(pem, '\n', "\r\n"),
                                    replaced(pem, '\n', ""),
                                    replaced(pem, '\n', "\\n"),
                                    replaced(pem, '\n', "\r"),
                                    pem.substr(0, pem.size() - 1),
                                    pem + "\n\n",
                                    b64(pem),
                                    utf16(pem),
                                    body + "\n",
                                    "\n" + body,
                                    R"({"kid":"x","cert":")" + replaced(pem, '\n', "\\n") + "\"}"};
  for (const std::string_view before : {" ", "\n", "\t\n ", "\xEF\xBB\xBF", "# key\n", "x", "\v", "\f"})
    texts.push_back(std::string(before) + pem);
  texts.push_back(std::string(1, '\0') + pem);
  if (key.type() != KeyType::rsa) return texts;
  const std::string pkcs1 = shown.to_public_pem(PemForm::pkcs1).value();
  for (const std::string& text :
       {pkcs1, replaced(pkcs1, '\n', "\r\n"), " " + pkcs1, replaced(pkcs1, '\n', ""), b64(pkcs1)})
    texts.push_back(text);
  return texts;
}

TEST(Attack02, PublicKeyTextIsNoHmacKey) {
  for (const auto* row : asymmetric_rows())
    for (const std::string& text : texts_of_public_key(key_for(*row)))
      refuse_octets(text, "weak_key(k)|limit_exceeded(k)", name_of(*row));
}

TEST(Attack02, CertificatesAndOpenSshLinesAreNoHmacKeys) {
  for (const std::string name :
       {"p256.crt", "p384.crt", "p521.crt", "ed25519.crt", "rsa2048.crt", "rsa3072_e3.crt", "chain.crt"}) {
    const std::string pem = read_vector("keys/" + name + ".pem");
    for (const std::string& text :
         {pem, replaced(pem, '\n', "\r\n"), " " + pem, replaced(pem, '\n', ""), b64(pem), "x" + pem})
      refuse_octets(text, "weak_key(k)");
  }
  const std::string line = read_vector("keys/ssh_ed25519.pub");
  for (const std::string& text : {line, " " + line, b64(line), "command=\"x\" " + line, utf16(line)})
    refuse_octets(text, "weak_key(k)");
}

// The token itself: signed with octets that the library would not take, by a signer of the attacker's own. What is
// configured is the public key, so the octets do not matter; that HS256 is refused does.
TEST(Attack02, HmacTokenIsRefusedWhereAPublicKeyIsExpected) {
  for (const auto* asked : asymmetric_rows()) {
    const Target target = Target::of(*asked);
    const Key& key = key_for(*asked);
    for (const std::string_view hs : kHmac) {
      const auto signer = signer_for(row(hs));
      const std::string under_kid = R"({"alg":")" + std::string(hs) + R"(","kid":"k-)" + name_of(*asked) + "\"}";
      const std::string no_kid = R"({"alg":")" + std::string(hs) + "\"}";
      for (const std::string& header : {header_for(row(hs)), under_kid, no_kid})
        refuse(target, forge(header, kGoodPayload, *signer), "alg_not_allowed(alg)");
      // Also when the policy allows both, for instance while a service moves from one to the other.
      const Target both(Rules{.algorithms = {name_of(*asked), std::string(hs)}}, std::span(&key, 1));
      refuse(both, forge(header_for(row(hs)), kGoodPayload, *signer), "key_not_found(kid)");
      refuse(both, forge(under_kid, kGoodPayload, *signer), "key_mismatch(kty)");
      refuse(both, forge(no_kid, kGoodPayload, *signer), "key_mismatch(kty)");
      // And when a symmetric key of another service stands beside it.
      const Key keys[] = {key, key_for(row(hs))};
      const Target beside(Rules{.algorithms = {name_of(*asked), std::string(hs)}}, keys);
      refuse(beside, forge(under_kid, kGoodPayload, *signer), "key_mismatch(kty)");
      accept(beside, good_token(*asked));
    }
  }
}

// Twenty mutations of the armour, for each kind of key that has one.
TEST(Attack03, ArmourThatADetectorMightMiss) {
  const std::string_view heads[] = {"-----BEGIN PUBLIC KEY-----",
                                    "-----BEGIN RSA PUBLIC KEY-----",
                                    "-----BEGIN CERTIFICATE-----",
                                    "----- BEGIN PUBLIC KEY -----",
                                    "-----begin public key-----",
                                    "---- BEGIN SSH2 PUBLIC KEY ----",
                                    "-----BEGIN  PUBLIC KEY-----",
                                    "\r\n-----BEGIN PUBLIC KEY-----",
                                    "\v-----BEGIN PUBLIC KEY-----",
                                    "\xC2\xA0-----BEGIN PUBLIC KEY-----",
                                    "-----BEGIN X509 CERTIFICATE-----",
                                    "-----BEGIN EC PUBLIC KEY-----",
                                    "-----BEGIN TRUSTED CERTIFICATE-----",
                                    "Comment: x\n-----BEGIN PUBLIC KEY-----",
                                    "-----BEGIN PUBLIC KEY-----\nProc-Type: 4,CLEAR\n",
                                    "\xEF\xBB\xBF-----BEGIN PUBLIC KEY-----",
                                    "PUBLIC KEY",
                                    "",
                                    "ssh-rsa AAAAB3NzaC1yc2E",
                                    "ecdsa-sha2-nistp256 AAAA",
                                    "ssh-ed25519 AAAA"};
  for (const auto* row : asymmetric_rows()) {
    const std::string pem = key_for(*row).public_key()->to_public_pem().value();
    const std::string body = pem.substr(pem.find('\n'));
    const std::string without_end = body.substr(0, body.find("-----END"));
    for (const std::string_view head : heads) {
      refuse_octets(std::string(head) + body, "weak_key(k)", name_of(*row));
      refuse_octets(std::string(head) + without_end, "weak_key(k)", name_of(*row));
    }
  }
}

TEST(Attack04, JwkTextIsNoHmacKey) {
  const std::string_view texts[] = {
      R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})",
      R"({"keys":[]})",
      R"({"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})",
      R"({ "use":"sig", "kty" : "RSA", "n":"", "e":"AQAB" , "pad":"xxxxxxxxxxxxxxx"})",
      R"({"k\u0074y":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})",
      R"({"\u006bty":"RSA","n":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})",
      R"({"\u006beys":[{"x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]})",
      "\n\t {\"keys\" :[{}]}  \n",
      R"({"data":{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAA"}})",
      R"([{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAA"}])",
      R"("{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAA\"}")",
      R"(x{"kty":"oct"} and more text that is no JSON at all)"};
  for (const std::string_view text : texts)
    for (const std::string& form : {std::string(text), b64(text), b64(b64(text)), " " + std::string(text), utf16(text)})
      refuse_octets(form, "weak_key(k)", "oct");
}

TEST(Attack04, JwkTextOfEveryKeyIsNoHmacKey) {
  for (const auto* row : all_rows()) {
    const Key& key = key_for(*row);
    const std::string jwk(as_text(key.to_private_jwk()->expose()));
    const std::string set = R"({"keys":[)" + jwk + "]}";
    for (const std::string& form : {jwk, set, b64(jwk), b64(set), b64(b64(set)), jwk + " ", "\t" + set})
      refuse_octets(form, "weak_key(k)|limit_exceeded(k)", name_of(*row));
  }
}

}  // namespace
}  // namespace signet::test
