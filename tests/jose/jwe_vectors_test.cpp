// The examples of the specifications: RFC 7516 appendix A, RFC 7517 appendix C, RFC 7520 section 5, and the cookbook's
// Curve25519. What is not drawn at random is made again, octet for octet.
#include "jose/jwe_encrypt.h"

#include <algorithm>

#include "codec/deflate.h"
#include "jose/jwk_types.h"
#include "jwe_support.h"

namespace signet::test {
namespace {

using jwe::Decrypted;

constexpr const char* kCookbook[] = {
    "5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2",
    "5_2.key_encryption_using_rsa-oaep_with_aes-gcm",
    "5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2",
    "5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm",
    "5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2",
    "5_6.direct_encryption_using_aes-gcm",
    "5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2",
    "5_8.key_wrap_using_aes-keywrap_with_aes-gcm",
    "5_9.compressed_content",
    "5_10.including_additional_authentication_data",
    "5_11.protecting_specific_header_fields",
    "5_12.protecting_content_only",
    "5_13.encrypting_to_multiple_recipients",
};

std::string text(const json::Value& object, std::string_view pointer) {
  const auto found = object.at_pointer(pointer);
  return found ? std::string(found->string().value_or("")) : std::string();
}

Key passphrase_key(std::string_view passphrase) {
  return Key::from_octets(Secret::copy_of(as_bytes(passphrase))).value();
}

/// The keys that an example gives, as one set.
JwkSet keys_of(const json::Value& example) {
  std::vector<Key> keys;
  const auto add = [&keys](const json::Value& jwk) { keys.push_back(Key::from_jwk(jwk).value()); };
  if (const auto password = example.at_pointer("/input/pwd")) keys.push_back(passphrase_key(*password->string()));
  const auto key = example.at_pointer("/input/key");
  if (key && key->is_object()) add(*key);
  if (key && key->is_array())
    for (const json::Value jwk : key->elements()) add(jwk);
  return JwkSet::of(keys);
}

bool needs_rsa1_5(const json::Value& example) {
  return text(example, "/input/alg") == "RSA1_5" && !describe(key_row("RSA1_5")).available;
}

class Cookbook : public testing::TestWithParam<const char*> {
 protected:
  json::Document document = parse_vector(joined({"rfc7520-cookbook/jwe/", GetParam(), ".json"}));
  json::Value example = document.root();
  std::string expected = text(example, "/input/plaintext");
};

TEST_P(Cookbook, EveryPrintedFormIsDecrypted) {
  const JwkSet keys = keys_of(example);
  const auto check = [&](const char* form, auto decrypt) {
    const auto token = example.at_pointer(form);
    if (!token) return 0;
    const std::string source(token->is_string() ? *token->string() : token->source());
    const std::string wanted = needs_rsa1_5(example) ? "alg_unavailable(RSA1_5)" : expected;
    EXPECT_EQ(plain(decrypt(source, keys, allow_all())), wanted) << form;
    return 1;
  };
  //= rfc7516#7.2.1 "recipients" MUST be present even if all elements are {}: sections 5.5 and 5.6 print none, and so
  // what they call general is a flattened object.
  const bool general = example.at_pointer("/output/json/recipients").has_value();
  const int forms = check("/output/compact", jwe::decrypt_compact) +
                    check("/output/json", general ? jwe::decrypt_general : jwe::decrypt_flattened) +
                    check("/output/json_flat", jwe::decrypt_flattened);
  EXPECT_GE(forms, 1);
}

INSTANTIATE_TEST_SUITE_P(Rfc7520, Cookbook, testing::ValuesIn(kCookbook), [](const auto& example) {
  return std::string("s") + std::string(example.param, std::string_view(example.param).find('.'));
});

/// What an example has drawn at random.
struct Drawn {
  explicit Drawn(const json::Value& example)
      : cek(decoded(example, "/generated/cek")),
        iv(decoded(example, "/generated/iv")),
        wrap_iv(decoded(example, "/encrypting_key/iv")),
        p2s(decoded(example, "/encrypting_key/salt")) {
    if (p2s.empty()) p2s = decoded(example, "/encrypting_content/protected/p2s");
    if (wrap_iv.empty()) wrap_iv = decoded(example, "/encrypting_content/protected/iv");
    const auto epk = example.at_pointer("/encrypting_key/epk");
    if (epk && epk->find("d")) ephemeral = jose::find_jwk_type(*epk->find("kty")->string())->read(*epk).value();
  }
  static Bytes decoded(const json::Value& example, std::string_view pointer) {
    return base64url::decode(text(example, pointer)).value();
  }
  jwe::Preset preset() const { return {.cek = cek, .iv = iv, .ephemeral = ephemeral, .wrap_iv = wrap_iv, .p2s = p2s}; }
  Bytes cek, iv, wrap_iv, p2s;
  crypto::KeyMaterial::Ptr ephemeral;
};

/// Encrypts again what an example encrypts.
std::string made_again(const json::Value& example) {
  const Drawn drawn(example);
  const JwkSet keys = keys_of(example);
  const Key& key = *keys.entries().front().key;
  const auto to = key.prepare_encryption(key_row(text(example, "/input/alg"))).value();
  const auto p2c = example.at_pointer("/encrypting_content/protected/p2c");
  const jwe::Recipient recipient{.key = to.get(), .iterations = static_cast<std::uint64_t>(p2c ? *p2c->integer() : 0)};
  const std::string cty = text(example, "/encrypting_content/protected/cty");
  const jwe::Options options{.cty = cty, .compress = text(example, "/input/zip") == "DEF"};
  return jwe::encrypt_compact(as_bytes(text(example, "/input/plaintext")), recipient,
                              enc_row(text(example, "/input/enc")), options, drawn.preset())
      .value();
}

TEST(Rfc7520, WhatIsDeterministicIsMadeAgain) {
  for (const std::size_t index : {2u, 3u, 4u, 5u, 6u, 7u, 8u}) {
    const char* const name = kCookbook[index];
    const json::Document document = parse_vector(joined({"rfc7520-cookbook/jwe/", name, ".json"}));
    // Another zlib may find another stream for the same text.
    const Bytes compressed = Drawn::decoded(document.root(), "/generated/plaintext_c");
    const Secret ours = codec::deflate(as_bytes(text(document.root(), "/input/plaintext"))).value();
    if (!compressed.empty() && !std::ranges::equal(compressed, ours.expose())) continue;
    EXPECT_EQ(made_again(document.root()), text(document.root(), "/output/compact")) << name;
  }
}

TEST(Rfc7520, AdditionalDataIsAuthenticatedAsPrinted) {
  const json::Document document = parse_vector(joined({"rfc7520-cookbook/jwe/", kCookbook[9], ".json"}));
  const json::Value example = document.root();
  const Drawn drawn(example);
  const Key key = *keys_of(example).entries().front().key;
  const auto to = key.prepare_encryption(key_row("A128KW")).value();
  const std::string aad = text(example, "/input/aad");
  const auto made = jwe::encrypt_flattened(as_bytes(text(example, "/input/plaintext")), {.key = to.get()},
                                           enc_row("A128GCM"), {.aad = as_bytes(aad)}, drawn.preset());
  ASSERT_TRUE(made) << outcome(made);
  const json::Document ours = json::Document::parse(*made).value();
  for (const char* member : {"/protected", "/encrypted_key", "/aad", "/iv", "/ciphertext", "/tag"})
    EXPECT_EQ(text(ours.root(), member), text(*example.at_pointer("/output/json_flat"), member)) << member;
  const auto opened = jwe::decrypt_flattened(*made, JwkSet::of(std::span(&key, 1)), allow({"A128KW"}, {"A128GCM"}));
  ASSERT_TRUE(opened) << outcome(opened);
  EXPECT_EQ(text_of(*opened->aad()), aad);
}

TEST(Rfc7516, AppendixA) {
  const json::Document document = parse_vector("rfc-jose/rfc7516.json");
  int decrypted = 0;
  for (const json::Value example : document.root().find("cases")->elements()) {
    if (example.find("kind")->string() != "jwe-decrypt" || example.find("expected")->string() != "valid") continue;
    std::vector<Key> keys;
    if (const auto key = example.find("key")) keys.push_back(Key::from_jwk(*key).value());
    if (const auto several = example.find("keys"))
      for (const json::Value jwk : several->elements()) keys.push_back(Key::from_jwk(jwk).value());
    const json::Value token = *example.find("token");
    const std::string source(token.is_string() ? *token.string() : token.source());
    const std::string_view form = example.find("serialization")->string().value();
    const auto decrypt = form == "compact"   ? jwe::decrypt_compact
                         : form == "general" ? jwe::decrypt_general
                                             : jwe::decrypt_flattened;
    const auto opened = decrypt(source, JwkSet::of(keys), allow_all());
    const std::string id(example.find("id")->string().value());
    if (text(example, "/alg") == "RSA1_5" && !describe(key_row("RSA1_5")).available) {
      EXPECT_EQ(outcome(opened), "alg_unavailable(RSA1_5)") << id;
      continue;
    }
    ASSERT_TRUE(opened) << id << " " << outcome(opened);
    if (const auto plaintext = example.find("plaintext_b64u")) {
      EXPECT_EQ(base64url::encode(opened->plaintext()), plaintext->string()) << id;
    }
    ++decrypted;
  }
  EXPECT_GE(decrypted, 4);
}

TEST(Rfc7517, AppendixC) {
  const json::Document document = parse_vector("rfc-jose/rfc7517.json");
  for (const json::Value example : document.root().find("cases")->elements()) {
    if (example.find("id")->string() != "7517-C") continue;
    const Key key = passphrase_key(text(example, "/password"));
    const auto opened = jwe::decrypt_compact(text(example, "/token"), JwkSet::of(std::span(&key, 1)),
                                             allow({"PBES2-HS256+A128KW"}, {"A128CBC-HS256"}));
    ASSERT_TRUE(opened) << outcome(opened);
    EXPECT_EQ(base64url::encode(opened->plaintext()), text(example, "/plaintext_b64u"));
    EXPECT_TRUE(Key::from_jwk(as_text(opened->plaintext())));
    return;
  }
  FAIL() << "not among the cases";
}

TEST(Cookbook25519, IsDecrypted) {
  const json::Document document = parse_vector("rfc7520-cookbook/curve25519/ecdh-es.json");
  const json::Value example = document.root();
  const auto opened =
      jwe::decrypt_compact(text(example, "/output/compact"), keys_of(example), allow({"ECDH-ES"}, {"A128GCM"}));
  EXPECT_EQ(plain(opened), text(example, "/input/plaintext"));
}

}  // namespace
}  // namespace signet::test
