// Encrypting and decrypting in all serializations, with every algorithm that there is.
#include "signet/jwe.h"

#include <algorithm>

#include "jwe_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kText = "Live long and prosper.";

struct Pair {
  std::string_view alg, enc;
};

std::vector<Pair> all_pairs() {
  std::vector<Pair> pairs;
  for (const std::string_view alg : all_key_rows())
    for (const std::string_view enc : all_enc_rows()) pairs.push_back({alg, enc});
  return pairs;
}

class EveryPair : public testing::TestWithParam<Pair> {
 protected:
  std::string_view alg = GetParam().alg, enc = GetParam().enc;
  const Key& key = encryption_key_for(alg, enc);
  JwkSet keys = JwkSet::of(std::span(&key, 1));
  std::shared_ptr<const EncryptionKey> to = encrypter(key, alg);
  jwe::Recipient recipient{.key = to.get(), .iterations = 1000};
  jwe::Policy policy{.algorithms = KeyManagementSet::of(std::span(&alg, 1)).value(),
                     .encryptions = ContentEncryptionSet::of(std::span(&enc, 1)).value(),
                     .legacy = true};
};

TEST_P(EveryPair, Compact) {
  const auto token =
      jwe::encrypt_compact(as_bytes(kText), recipient, enc_row(enc), {.cty = "text/plain", .legacy = true});
  ASSERT_TRUE(token) << outcome(token);
  const auto opened = jwe::decrypt_compact(*token, keys, policy);
  ASSERT_TRUE(opened) << outcome(opened);
  EXPECT_EQ(text_of(opened->plaintext()), kText);
  EXPECT_EQ(opened->algorithm(), alg);
  EXPECT_EQ(opened->encryption(), enc);
  EXPECT_EQ(opened->key_id(), key.info().kid);
  EXPECT_EQ(opened->has_shared_key(), key.is_symmetric());
  EXPECT_EQ(opened->header().find("cty")->string(), "text/plain");
  EXPECT_EQ(outcome(jwe::decrypt_flattened(*token, keys, policy)), "malformed_json(token)");
}

TEST_P(EveryPair, Flattened) {
  const auto token =
      jwe::encrypt_flattened(as_bytes(kText), recipient, enc_row(enc),
                             {.legacy = true, .unprotected_json = R"({"x-trace":"7"})", .aad = as_bytes("beside")});
  ASSERT_TRUE(token) << outcome(token);
  const auto opened = jwe::decrypt_flattened(*token, keys, policy);
  ASSERT_TRUE(opened) << outcome(opened);
  EXPECT_EQ(text_of(opened->plaintext()), kText);
  EXPECT_EQ(text_of(*opened->aad()), "beside");
  EXPECT_EQ(opened->shared_header()->find("x-trace")->string(), "7");
  EXPECT_FALSE(opened->recipient_header());
  EXPECT_EQ(outcome(jwe::decrypt_general(*token, keys, policy)).substr(0, 16), "malformed_token(");
  EXPECT_EQ(outcome(jwe::decrypt_compact(*token, keys, policy)), "malformed_token(segments)");
}

TEST_P(EveryPair, General) {
  const auto token = jwe::encrypt_general(as_bytes(kText), std::span(&recipient, 1), enc_row(enc), {.legacy = true});
  ASSERT_TRUE(token) << outcome(token);
  const auto opened = jwe::decrypt_general(*token, keys, policy);
  ASSERT_TRUE(opened) << outcome(opened);
  EXPECT_EQ(text_of(opened->plaintext()), kText);
  EXPECT_EQ(opened->recipient_header()->find("alg")->string(), alg);
  EXPECT_EQ(outcome(jwe::decrypt_flattened(*token, keys, policy)), "malformed_token(recipients)");
}

TEST_P(EveryPair, AnotherKeyOpensNothing) {
  const std::string token = encrypted(kText, key, alg, enc);
  const auto other = alg.starts_with("PBES2")
                         ? Key::from_octets(Secret::copy_of(as_bytes("another"))).value().with_info(key.info())
                         : Key::generate({.alg = alg, .enc = alg == "dir" ? enc : std::string_view()});
  const Key named = other.value().with_info(key.info()).value();
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, set_of({named}), policy)), "decryption_failed(token)");
}

/// One character of each part, changed to another one of the alphabet.
TEST_P(EveryPair, EveryPartIsAuthenticated) {
  const std::string token = encrypted(kText, key, alg, enc);
  std::size_t start = token.find('.') + 1;
  for (const char* part : {"encrypted_key", "iv", "ciphertext", "tag"}) {
    const std::size_t end = std::min(token.find('.', start), token.size());
    if (end > start) {
      std::string changed = token;
      changed[start] = changed[start] == 'A' ? 'B' : 'A';
      EXPECT_EQ(outcome(jwe::decrypt_compact(changed, keys, policy)), "decryption_failed(token)") << part;
    }
    start = end + 1;
  }
}

INSTANTIATE_TEST_SUITE_P(Jwe, EveryPair, testing::ValuesIn(all_pairs()), [](const auto& pair) {
  std::string name = joined({pair.param.alg, "_", pair.param.enc});
  std::ranges::replace_if(name, [](char c) { return c == '-' || c == '+'; }, '_');
  return name;
});

TEST(Jwe, EveryCurve) {
  for (const std::string_view crv : {"P-256", "P-384", "P-521", "X25519", "X448"}) {
    const Key& key = encryption_key_for("ECDH-ES+A256KW", "", crv);
    const std::string token = encrypted(kText, key, "ECDH-ES+A256KW", "A256GCM");
    EXPECT_EQ(plain(jwe::decrypt_compact(token, set_of({key}), allow({"ECDH-ES+A256KW"}, {"A256GCM"}))), kText) << crv;
  }
}

TEST(Jwe, PartyInfoIsBoundToTheKey) {
  const Key& key = encryption_key_for("ECDH-ES");
  const auto to = encrypter(key, "ECDH-ES");
  const auto token = jwe::encrypt_compact(
      as_bytes(kText), {.key = to.get(), .apu = as_bytes("Alice"), .apv = as_bytes("Bob")}, enc_row("A256CBC-HS512"));
  ASSERT_TRUE(token);
  const auto opened = jwe::decrypt_compact(*token, set_of({key}), allow({"ECDH-ES"}, {"A256CBC-HS512"}));
  ASSERT_TRUE(opened) << outcome(opened);
  EXPECT_EQ(opened->header().find("apu")->string(), b64("Alice"));
  EXPECT_EQ(opened->header().find("apv")->string(), b64("Bob"));
}

TEST(Jwe, EmptyAndLargePlaintexts) {
  const Key& key = encryption_key_for("dir", "A256GCM");
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20}) {
    const std::string text(size, 'x');
    const std::string token = encrypted(text, key, "dir", "A256GCM");
    EXPECT_EQ(plain(jwe::decrypt_compact(token, set_of({key}), allow({"dir"}, {"A256GCM"}))), text) << size;
  }
  const auto to = encrypter(key, "dir");
  const Bytes huge(jwe::kMaxSize);
  EXPECT_EQ(outcome(jwe::encrypt_compact(huge, {.key = to.get()}, enc_row("A256GCM"))), "limit_exceeded(plaintext)");
}

TEST(Jwe, CompressionIsBoundedByWhatComesOut) {
  const Key& key = encryption_key_for("dir", "A128GCM");
  const JwkSet keys = set_of({key});
  jwe::Policy policy = allow({"dir"}, {"A128GCM"});
  const std::string fits(jwe::kMaxInflated, 'x');
  const std::string token = encrypted(fits, key, "dir", "A128GCM", {.compress = true});
  EXPECT_LT(token.size(), 2000u);
  EXPECT_EQ(plain(jwe::decrypt_compact(token, keys, policy)), fits);
  const std::string bomb = encrypted(joined({fits, "x"}), key, "dir", "A128GCM", {.compress = true});
  EXPECT_EQ(outcome(jwe::decrypt_compact(bomb, keys, policy)), "limit_exceeded(plaintext)");
  policy.max_inflated = fits.size() + 1;
  EXPECT_EQ(plain(jwe::decrypt_compact(bomb, keys, policy)).size(), fits.size() + 1);
  policy.compression = false;
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, keys, policy)), "alg_not_allowed(zip)");
}

TEST(Jwe, SeveralRecipientsEachWithTheirKey) {
  const Key& one = encryption_key_for("ECDH-ES+A128KW");
  const Key& two = encryption_key_for("A256GCMKW");
  const Key& three = encryption_key_for("RSA-OAEP-256");
  const auto to_one = encrypter(one, "ECDH-ES+A128KW");
  const auto to_two = encrypter(two, "A256GCMKW");
  const auto to_three = encrypter(three, "RSA-OAEP-256");
  const jwe::Recipient recipients[] = {{.key = to_one.get()}, {.key = to_two.get()}, {.key = to_three.get()}};
  const auto token = jwe::encrypt_general(as_bytes(kText), recipients, enc_row("A192CBC-HS384"));
  ASSERT_TRUE(token) << outcome(token);
  std::size_t index = 0;
  for (const Key* key : {&one, &two, &three}) {
    const auto opened = jwe::decrypt_general(*token, set_of({*key}), allow_all());
    ASSERT_TRUE(opened) << outcome(opened);
    EXPECT_EQ(text_of(opened->plaintext()), kText);
    EXPECT_EQ(opened->recipient(), index++);
  }
  EXPECT_EQ(plain(jwe::decrypt_general(*token, set_of({two}), allow({"A256GCMKW"}, {"A192CBC-HS384"}))), kText);
  EXPECT_EQ(outcome(jwe::decrypt_general(*token, set_of({encryption_key_for("A128KW")}), allow_all())),
            "key_not_found(kid)");
  EXPECT_EQ(outcome(jwe::decrypt_general(*token, set_of({two}), allow({"A128KW"}, {"A192CBC-HS384"}))),
            "alg_not_allowed(alg)");
}

TEST(Jwe, OneRecipientWhereTheKeyIsTheKey) {
  const Key& direct = encryption_key_for("dir", "A128GCM");
  const Key& wrapped = encryption_key_for("A128KW");
  const auto to_direct = encrypter(direct, "dir");
  const auto to_wrapped = encrypter(wrapped, "A128KW");
  const jwe::Recipient recipients[] = {{.key = to_wrapped.get()}, {.key = to_direct.get()}};
  EXPECT_EQ(outcome(jwe::encrypt_general(as_bytes(kText), recipients, enc_row("A128GCM"))), "header_parameter(alg)");
  EXPECT_EQ(outcome(jwe::encrypt_general(as_bytes(kText), {}, enc_row("A128GCM"))), "malformed_token(recipients)");
  const std::vector<jwe::Recipient> many(17, recipients[0]);
  EXPECT_EQ(outcome(jwe::encrypt_general(as_bytes(kText), many, enc_row("A128GCM"))), "limit_exceeded(recipients)");
}

TEST(Jwe, PolicyDecidesBothNames) {
  const Key& key = encryption_key_for("A128KW");
  const std::string token = encrypted(kText, key, "A128KW", "A128GCM");
  const JwkSet keys = set_of({key});
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, keys, allow({"A256KW"}, {"A128GCM"}))), "alg_not_allowed(alg)");
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, keys, allow({"A128KW"}, {"A256GCM"}))), "alg_not_allowed(enc)");
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, keys, {})), "policy_incomplete(alg)");
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, keys, allow({"A128KW"}, {}))), "policy_incomplete(enc)");
  EXPECT_EQ(outcome(KeyManagementSet::of(std::vector<std::string_view>{"HS256"})), "alg_unknown(HS256)");
}

TEST(Jwe, LegacyIsAskedForByName) {
  const Key& key = encryption_key_for("RSA-OAEP");
  const std::string header = b64(R"({"alg":"RSA1_5","enc":"A128GCM"})");
  const std::string token =
      joined({header, ".", b64(std::string(256, 'x')), ".AAAAAAAAAAAAAAAA.AAAA.", "AAAAAAAAAAAAAAAAAAAAAA"});
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, set_of({key}), allow({"RSA1_5"}, {"A128GCM"}))),
            "alg_not_allowed(alg)");
}

TEST(Jwe, KeysAreUsedAsTheirOwnersWant) {
  const Key key = Key::generate({.alg = "A128KW"}).value();
  const auto why = [&key](KeyInfo info) {
    return outcome(key.with_info(std::move(info)).value().prepare_decryption(key_row("A128KW")));
  };
  EXPECT_EQ(why({}), "ok");
  EXPECT_EQ(why({.use = "sig"}), "key_mismatch(use)");
  EXPECT_EQ(why({.key_ops = {"wrapKey"}}), "key_mismatch(key_ops)");
  EXPECT_EQ(why({.key_ops = {"unwrapKey"}}), "ok");
  EXPECT_EQ(why({.alg = "A128GCMKW"}), "key_mismatch(alg)");
  EXPECT_EQ(why({.alg = "A128GCM"}), "key_mismatch(alg)");
  EXPECT_EQ(outcome(key.prepare_decryption(key_row("A256KW"))), "key_mismatch(k)");
  EXPECT_EQ(outcome(key.prepare_decryption(key_row("ECDH-ES"))), "key_mismatch(kty)");
  EXPECT_EQ(outcome(key_for("ES256").prepare_encryption(key_row("ECDH-ES"))), "key_mismatch(use)");
  EXPECT_EQ(outcome(key_for("EdDSA").prepare_encryption(key_row("ECDH-ES"))), "key_mismatch(crv)");
  EXPECT_EQ(outcome(shown(encryption_key_for("ECDH-ES")).prepare_decryption(key_row("ECDH-ES"))), "private_key(d)");
}

// RFC 7520 section 5.6 has such a key: its alg says what to encrypt the content with.
TEST(Jwe, AKeyMayNameItsContentEncryption) {
  const Key key = encryption_key_for("dir", "A256GCM").with_info({.use = "enc", .alg = "A256GCM"}).value();
  const std::string token = encrypted(kText, key, "dir", "A256GCM");
  EXPECT_EQ(plain(jwe::decrypt_compact(token, set_of({key}), allow_all())), kText);
  const auto to = encrypter(key, "dir");
  EXPECT_EQ(outcome(jwe::encrypt_compact(as_bytes(kText), {.key = to.get()}, enc_row("A128CBC-HS256"))),
            "key_mismatch(alg)");
  const Key other = key.with_info({.use = "enc", .alg = "A128CBC-HS256"}).value();
  EXPECT_EQ(outcome(jwe::decrypt_compact(token, set_of({other}), allow_all())), "key_mismatch(alg)");
}

}  // namespace
}  // namespace signet::test
