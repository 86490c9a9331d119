// Attacks on wrapped keys: rows 47, 48 and 50.
#include "crypto/key_management.h"
#include "crypto/random.h"
#include "jwe_target.h"
#include "target.h"

namespace signet::test {
namespace {

constexpr std::string_view kRsaRows[] = {"RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512", "RSA1_5"};

std::string filled(std::size_t octets, char value) {
  return b64(std::string(octets, value));
}

std::string xor_at(const std::string& segment, std::size_t index) {
  Bytes octets = base64url::decode(segment).value();
  octets[index % octets.size()] ^= 0x80;
  return base64url::encode(octets);
}

std::string modulus_of(const Key& key) {
  const auto jwk = json::Document::parse(key.public_key()->to_public_jwk().value()).value();
  return std::string(jwk.root().find("n")->string().value());
}

// Manger, Bleichenbacher: whatever the number decrypts to, the answer is one and the same.
TEST(Attack47, NumbersForRsa) {
  for (const std::string_view alg : kRsaRows) {
    if (!describe(management_row(alg)).available) continue;
    const JweTarget target = JweTarget::of(alg, "A256CBC-HS512");
    const JweParts good = target.forger().good();
    accept_jwe(target, good);
    const auto refuse_number = [&](std::string_view octets) {
      JweParts parts = good;
      parts.key = b64(octets);
      refuse_jwe(target, parts, "decryption_failed(token)");
    };
    const auto n = base64url::decode(modulus_of(target.key)).value();
    std::string number(as_text(n));
    refuse_number(number);  // not below n
    number.back() = static_cast<char>(number.back() - 1);
    refuse_number(number);  // n - 1
    for (const char last : {'\0', '\1', '\2'}) refuse_number(std::string(n.size() - 1, '\0') + last);
    refuse_number(std::string(n.size(), '\xff'));
    for (const std::size_t size : {std::size_t{1}, n.size() - 1, n.size() + 1, 2 * n.size()})
      refuse_number(std::string(size, '\x11'));
    // What they decrypt to begins with a zero octet once in 256 times, and with anything else else.
    for (int i = 0; i < 100; ++i) {
      const Secret random = crypto::random_secret(n.size() - 1).value();
      refuse_number(joined({std::string_view("\0", 1), as_text(random.expose())}));
    }
    for (std::size_t i = 0; i < n.size(); i += 16) {
      JweParts parts = good;
      parts.key = xor_at(good.key, i);
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
  }
}

// The padding of another row of the same key.
TEST(Attack47, PaddingsOfOtherRows) {
  for (const std::string_view alg : kRsaRows) {
    for (const std::string_view other : kRsaRows) {
      const bool both = describe(management_row(alg)).available && describe(management_row(other)).available;
      if (alg == other || !both) continue;
      JweTarget target = JweTarget::of(alg, "A128CBC-HS256");
      if (other == "RSA1_5") target.label = other;  // not every libcrypto has it
      const Forger forger(other, "A128CBC-HS256", decryption_key_for(other));
      refuse_jwe(target, forger.seal(target.forger().header()), "decryption_failed(token)");
      // As it is: the policy does not have it.
      refuse_jwe(target, forger.good(), "alg_not_allowed(alg)");
    }
  }
}

TEST(Attack47, OldPaddingIsAskedForByName) {
  const JweTarget target = JweTarget::of("RSA-OAEP", "A128CBC-HS256");
  JweParts parts = target.forger().seal(R"({"alg":"RSA1_5","enc":"A128CBC-HS256"})");
  for (const bool listed : {false, true}) {
    JweTarget strict = target;
    if (listed) strict.policy.algorithms.add(management_row("RSA1_5"));
    strict.policy.legacy = false;
    refuse_jwe(strict, parts, "alg_not_allowed(alg)");
  }
  if (describe(management_row("RSA1_5")).available) return;
  // Without implicit rejection the row is not there, whatever the policy says.
  JweTarget legacy = target;
  legacy.key = decryption_key_for("RSA-OAEP").with_info({}).value();
  legacy.keys = JwkSet::of(std::span(&legacy.key, 1));
  legacy.policy.algorithms.add(management_row("RSA1_5"));
  legacy.label = "RSA1_5";
  refuse_jwe(legacy, parts, "alg_unavailable(RSA1_5)");
}

void run_oaep(const std::string& file, std::string_view alg) {
  const json::Document document = parse_vector("wycheproof/" + file + "_test.json");
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    JweTarget target = JweTarget::of(alg, "A128GCM");
    target.key = Key::from_jwk(*group.find("privateKeyJwk")).value();
    target.keys = JwkSet::of(std::span(&target.key, 1));
    JweParts parts = target.forger().good();
    accept_jwe(target, parts);
    for (const json::Value test : group.find("tests")->elements()) {
      parts.key = b64(as_text(from_hex(*test.find("ct")->string())));
      if (parts.key.empty()) continue;
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
  }
}

TEST(Attack47, PublishedCiphertexts) {
  run_oaep("rsa_oaep_2048_sha1_mgf1sha1", "RSA-OAEP");
  run_oaep("rsa_oaep_2048_sha256_mgf1sha256", "RSA-OAEP-256");
}

// A wrapped key of every length, and each octet of it changed.
TEST(Attack48, WrappedKeysThatAreNone) {
  for (const JweTarget& target : every_management()) {
    const JweParts good = target.forger().good();
    accept_jwe(target, good);
    JweParts parts = good;
    if (crypto::is_direct(management_row(target.alg))) {
      for (const std::size_t size : {1u, 8u, 16u, 24u, 32u, 40u, 256u}) {
        parts.key = filled(size, 'k');
        refuse_jwe(target, parts, "malformed_token(encrypted_key)");
      }
      refuse_jwe_text(target, Form::flattened, R"({"encrypted_key":"",)" + good.flattened().substr(1),
                      "malformed_token(encrypted_key)");
      continue;
    }
    const Bytes octets = base64url::decode(good.key).value();
    parts.key = "";
    refuse_jwe(target, parts, "malformed_token(encrypted_key)");
    for (std::size_t size = 1; size < 80; ++size) {
      if (size == octets.size()) continue;
      parts.key = filled(size, 'k');
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    for (std::size_t size = octets.size() > 64 ? octets.size() - 9 : 1; size < octets.size(); ++size) {
      parts.key = base64url::encode(ByteView(octets).first(size));
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    for (const std::size_t more : {1u, 8u, 16u}) {
      parts.key = b64(joined({as_text(octets), std::string(more, '\0')}));
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    for (std::size_t i = 0; i < octets.size(); i += octets.size() > 100 ? 17u : 1u) {
      parts.key = xor_at(good.key, i);
      refuse_jwe(target, parts, "decryption_failed(token)");
    }
    parts.key = filled(600, 'k');
    refuse_jwe(target, parts, "decryption_failed(token)");
    for (const std::string_view lax : {"AAAA=", "AA+A", "A", "AB", "AAA A", "AAAA\n"}) {
      parts.key = lax;
      refuse_jwe(target, parts, "malformed_token(encrypted_key)");
    }
  }
}

// The tag of a wrapped key is no ornament.
TEST(Attack48, GcmKeyWrapNeedsItsTag) {
  for (const std::string_view alg : {"A128GCMKW", "A192GCMKW", "A256GCMKW"}) {
    const JweTarget target = JweTarget::of(alg, "A128GCM");
    const Forger forger = target.forger();
    const json::Document header = json::Document::parse(forger.header()).value();
    const std::string iv(*header.root().find("iv")->string());
    const std::string tag(*header.root().find("tag")->string());
    const auto with = [&](std::string_view members) {
      return forger.seal(joined({R"({"alg":")", alg, R"(","enc":"A128GCM")", members, "}"}));
    };
    refuse_jwe(target, with(joined({R"(,"iv":")", iv, "\""})), "header_parameter(tag)");
    refuse_jwe(target, with(joined({R"(,"tag":")", tag, "\""})), "header_parameter(iv)");
    refuse_jwe(target, with(""), "header_parameter(iv)|header_parameter(tag)");
    for (const std::string_view bad : {"null", "16", "[]", "{}", "true"}) {
      refuse_jwe(target, with(joined({R"(,"iv":")", iv, R"(","tag":)", bad})), "header_parameter(tag)");
      refuse_jwe(target, with(joined({R"(,"tag":")", tag, R"(","iv":)", bad})), "header_parameter(iv)");
    }
  }
}

std::vector<std::size_t> wrong_sizes(std::string_view alg, std::size_t right) {
  std::vector<std::size_t> sizes;
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{8}, std::size_t{15}, std::size_t{16}, std::size_t{17}, std::size_t{24},
        std::size_t{31}, std::size_t{32}, std::size_t{33}, std::size_t{40}, std::size_t{48}, std::size_t{56},
        std::size_t{63}, std::size_t{64}, std::size_t{65}, std::size_t{72}}) {
    const bool semiblocks = alg.ends_with("KW") && !alg.ends_with("GCMKW");
    if (size == right || (semiblocks && (size < 16 || size % 8 != 0))) continue;
    sizes.push_back(size);
  }
  return sizes;
}

// A partner wraps a key of another size: it opens nothing, and nobody learns how far it got.
TEST(Attack50, ContentKeysOfTheWrongSize) {
  for (const std::string_view alg : all_key_managements()) {
    if (crypto::is_direct(management_row(alg))) continue;
    for (const std::string_view enc : all_content_encryptions()) {
      const JweTarget target = JweTarget::of(alg, enc);
      accept_jwe(target, target.forger().good());
      for (const std::size_t size : wrong_sizes(alg, content_row(enc).key_octets)) {
        refuse_jwe(target, target.forger({.cek_octets = size}).good(), "decryption_failed(token)");
      }
    }
  }
}

TEST(Attack50, SharedKeysOfTheWrongSize) {
  for (const std::string_view enc : all_content_encryptions()) {
    for (const std::size_t size : {16u, 24u, 32u, 48u, 64u, 128u}) {
      if (size == content_row(enc).key_octets) continue;
      JweTarget target = JweTarget::of("dir", enc);
      const JweParts good = target.forger().good();
      target.key = Key::from_octets(crypto::random_secret(size).value()).value();
      target.keys = JwkSet::of(std::span(&target.key, 1));
      target.label = enc;
      refuse_jwe(target, good, "key_mismatch(k)");
    }
  }
  for (const std::string_view alg : {"A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW"}) {
    const std::size_t right = describe(management_row(alg)).key_octets;
    for (const std::size_t size : {16u, 24u, 32u, 48u, 64u}) {
      if (size == right) continue;
      JweTarget target = JweTarget::of(alg, "A128GCM");
      const JweParts good = target.forger().good();
      target.key = Key::from_octets(crypto::random_secret(size).value()).value();
      target.keys = JwkSet::of(std::span(&target.key, 1));
      refuse_jwe(target, good, "key_mismatch(k)");
    }
  }
}

// One key for dir and for wrapping. What A256GCMKW has wrapped is a ciphertext of A256GCM without additional data:
// opened as a content, it would give the content key to whoever sees plaintexts.
TEST(Attack50, OneKeyForTwoUses) {
  for (const auto& [wrap, enc] :
       {std::pair("A128GCMKW", "A128GCM"), std::pair("A192GCMKW", "A192GCM"), std::pair("A256GCMKW", "A256GCM")}) {
    const Key bare = decryption_key_for(wrap).with_info({}).value();
    const Forger forger(wrap, enc, bare);
    const JweParts good = forger.good();
    const json::Document header = json::Document::parse(forger.header()).value();
    JweTarget target = JweTarget::of(wrap, enc);
    target.policy = allow_everything();
    target.keys = JwkSet::of(std::span(&bare, 1));
    accept_jwe(target, good);
    const auto confused = [&](std::string unprotected, std::string own) {
      return JweParts{.header = {},
                      .key = {},
                      .iv = std::string(*header.root().find("iv")->string()),
                      .ciphertext = good.key,
                      .tag = std::string(*header.root().find("tag")->string()),
                      .unprotected = std::move(unprotected),
                      .own = std::move(own)};
    };
    const std::string dir = joined({R"({"alg":"dir","enc":")", enc, "\"}"});
    refuse_jwe(target, confused(dir, ""), "key_mismatch(alg)");
    refuse_jwe(target, confused("", dir), "key_mismatch(alg)");
    // A key that says what it is for is not used for the other thing.
    const Key named = decryption_key_for(wrap);
    target.keys = JwkSet::of(std::span(&named, 1));
    refuse_jwe(target, confused(dir, ""), "key_mismatch(alg)");
    const Key direct = bare.with_info({.alg = "dir"}).value();
    target.keys = JwkSet::of(std::span(&direct, 1));
    refuse_jwe(target, good, "key_mismatch(alg)");
  }
}

}  // namespace
}  // namespace signet::test
