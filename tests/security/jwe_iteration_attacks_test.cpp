// Attacks on the work that a token may ask for: row 43.
#include "crypto/key_management.h"
#include "crypto/key_material.h"
#include "jose/key_state.h"
#include "jwe_target.h"
#include "target.h"

namespace signet::test {
namespace {

/// How often a key was looked for, and how often one was put to work.
struct Calls {
  std::size_t searches = 0;
  std::size_t openings = 0;
};

class CountedKey final : public PreparedDecrypt {
 public:
  CountedKey(std::shared_ptr<const DecryptionKey> key, Calls& calls) : key_(std::move(key)), calls_(calls) {}
  Result<std::shared_ptr<const crypto::ContentKey>> open(const ContentEncryption& enc,
                                                         const crypto::KeyParameters& parameters,
                                                         ByteView encrypted_key) const override {
    ++calls_.openings;
    return key_->prepared().open(enc, parameters, encrypted_key);
  }

 private:
  std::shared_ptr<const DecryptionKey> key_;
  Calls& calls_;
};

/// One key, handed out `copies` times.
class CountedKeys final : public DecryptionKeySource {
 public:
  CountedKeys(const Key& key, std::string_view alg, std::size_t copies, Calls& calls)
      : key_(key.prepare_decryption(management_row(alg)).value()), copies_(copies), calls_(calls) {}
  Result<DecryptionCandidates> find(const DecryptionQuery& query) const override {
    ++calls_.searches;
    DecryptionCandidates candidates;
    for (; candidates.count < copies_; ++candidates.count)
      candidates.keys[candidates.count] = std::make_shared<const DecryptionKey>(
          *query.algorithm, state_, std::make_unique<const CountedKey>(key_, calls_));
    return candidates;
  }

 private:
  std::shared_ptr<const DecryptionKey> key_;
  std::shared_ptr<const KeyState> state_ = std::make_shared<const KeyState>(KeyState{
      .material = crypto::KeyMaterial::from_octets(Secret::copy_of(as_bytes("0123456789abcdef"))).value(), .info = {}});
  std::size_t copies_;
  Calls& calls_;
};

constexpr std::string_view kPbes2[] = {"PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"};

std::string pbes2_header(const JweTarget& target, std::string_view p2s, std::string_view p2c) {
  return joined({R"({"alg":")", target.alg, R"(","enc":")", target.enc, "\"", p2s, p2c, "}"});
}

// Nothing is hashed: no key is even looked for.
TEST(Attack43, IterationsOutOfBounds) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(,"p2c":2147483648)", "limit_exceeded(p2c)"},
      {R"(,"p2c":2147483647)", "limit_exceeded(p2c)"},
      {R"(,"p2c":4294967296)", "limit_exceeded(p2c)"},
      {R"(,"p2c":4294968296)", "limit_exceeded(p2c)"},  // 1000 in 32 bits
      {R"(,"p2c":9223372036854775807)", "limit_exceeded(p2c)"},
      {R"(,"p2c":9223372036854775808)", "header_parameter(p2c)"},
      {R"(,"p2c":18446744073709552616)", "header_parameter(p2c)"},  // 1000 in 64 bits
      {R"(,"p2c":1000000000)", "limit_exceeded(p2c)"},
      {R"(,"p2c":1200001)", "limit_exceeded(p2c)"},
      {R"(,"p2c":1e9)", "header_parameter(p2c)"},
      {R"(,"p2c":1e3)", "header_parameter(p2c)"},
      {R"(,"p2c":1000.0)", "header_parameter(p2c)"},
      {R"(,"p2c":1.5)", "header_parameter(p2c)"},
      {R"(,"p2c":"1000")", "header_parameter(p2c)"},
      {R"(,"p2c":[1000])", "header_parameter(p2c)"},
      {R"(,"p2c":null)", "header_parameter(p2c)"},
      {R"(,"p2c":true)", "header_parameter(p2c)"},
      {R"(,"p2c":-1)", "header_parameter(p2c)"},
      {R"(,"p2c":-1000)", "header_parameter(p2c)"},
      {R"(,"p2c":-0)", "header_parameter(p2c)"},
      {R"(,"p2c":0)", "header_parameter(p2c)"},
      {R"(,"p2c":1)", "header_parameter(p2c)"},
      {R"(,"p2c":999)", "header_parameter(p2c)"},
      {"", "header_parameter(p2c)"},
      {R"(,"p2c":1000,"p2c":1000)", "duplicate_name(p2c)"},
  };
  for (const std::string_view alg : kPbes2) {
    const JweTarget target = JweTarget::of(alg, "A128GCM");
    const Forger forger = target.forger();
    accept_jwe(target, forger.good());
    Calls calls;
    const CountedKeys counted(target.key, alg, 1, calls);
    for (const auto& [p2c, expected] : cases) {
      const JweParts parts = forger.seal(pbes2_header(target, R"(,"p2s":"AAECAwQFBgcICQoL")", p2c));
      refuse_jwe(target, parts, expected);
      EXPECT_FALSE(jwe::decrypt_compact(parts.compact(), counted, target.policy));
      EXPECT_FALSE(jwe::decrypt_general(parts.general(), counted, target.policy));
    }
    EXPECT_EQ(calls.searches + calls.openings, 0u) << "no hashing";
  }
}

TEST(Attack43, SaltsOutOfBounds) {
  for (const std::string_view alg : kPbes2) {
    const JweTarget target = JweTarget::of(alg, "A256GCM");
    const Forger forger = target.forger();
    const auto refuse_salt = [&](std::string_view p2s, std::string_view expected) {
      refuse_jwe(target, forger.seal(pbes2_header(target, p2s, R"(,"p2c":1000)")), expected);
    };
    for (const std::size_t size : {0u, 1u, 6u, 7u})
      refuse_salt(joined({R"(,"p2s":")", b64(std::string(size, 's')), "\""}), "header_parameter(p2s)");
    refuse_salt(joined({R"(,"p2s":")", b64(std::string(8, 's')), "\""}), "decryption_failed(token)");
    for (const std::size_t size : {129u, 1000u, 20'000u})
      refuse_salt(joined({R"(,"p2s":")", b64(std::string(size, 's')), "\""}), "limit_exceeded(p2s)");
    for (const std::string_view p2s : {R"(,"p2s":"AAECAwQFBgc=")", R"(,"p2s":"AAECAwQFBgcI\n")", R"(,"p2s":null)",
                                       R"(,"p2s":12345678)", R"(,"p2s":["AAECAwQFBgcI"])", ""})
      refuse_salt(p2s, "header_parameter(p2s)");
  }
}

/// A general JWE to `count` recipients, each of whom asks for `p2c` iterations.
std::string many_recipients(const JweTarget& target, std::size_t count, std::string_view p2c) {
  const Forger forger = target.forger();
  JweParts shared = forger.seal(joined({R"({"enc":")", target.enc, "\"}"}));
  const std::string own = joined({R"({"alg":")", target.alg, R"(","p2s":"AAECAwQFBgcICQoL","p2c":)", p2c, "}"});
  return general_jwe(shared, std::vector<JweRecipientParts>(count, {.own = own, .key = shared.key}));
}

// One budget for all recipients and for all keys that are tried: what is above it is refused before the first hash.
TEST(Attack43, ManyRecipientsShareOneBudget) {
  for (const std::string_view alg : kPbes2) {
    const JweTarget target = JweTarget::of(alg, "A128GCM");
    const std::pair<std::size_t, std::string_view> cases[] = {
        {2, "600001"}, {2, "1200000"}, {3, "400001"}, {16, "75001"}, {16, "1200000"}};
    for (const auto& [count, p2c] : cases) {
      Calls calls;
      const CountedKeys counted(target.key, alg, 1, calls);
      const std::string token = many_recipients(target, count, p2c);
      refuse_jwe_text(target, Form::general, token, "limit_exceeded(p2c)");
      EXPECT_EQ(outcome(jwe::decrypt_general(token, counted, target.policy)), "limit_exceeded(p2c)");
      EXPECT_EQ(calls.openings, 0u);
    }
    // One recipient, four passphrases that may be meant.
    Calls calls;
    const CountedKeys counted(target.key, alg, 4, calls);
    const std::string token = many_recipients(target, 1, "300001");
    refuse_result(Form::general, alg, outcome(jwe::decrypt_general(token, counted, target.policy)),
                  "limit_exceeded(p2c)");
    EXPECT_EQ(calls.openings, 0u);
    // Within the budget each is tried once.
    const std::string small = many_recipients(target, 4, "1000");
    refuse_result(Form::general, alg, outcome(jwe::decrypt_general(small, counted, target.policy)),
                  "decryption_failed(token)");
    EXPECT_EQ(calls.openings, 16u);
  }
}

// The trials are bounded for every algorithm, since each may cost a private operation.
TEST(Attack43, TrialsAreBounded) {
  for (const JweTarget& target : every_management()) {
    if (crypto::is_direct(management_row(target.alg)) || target.alg.starts_with("PBES2")) continue;
    Calls calls;
    const CountedKeys counted(target.key, target.alg, 4, calls);
    const Forger forger = target.forger();
    const JweParts shared = forger.seal(joined({R"({"enc":")", target.enc, "\"}"}));
    const std::string own = joined({R"({"alg":")", target.alg, "\"", forger.parameters(), "}"});
    const std::string token = general_jwe(shared, std::vector<JweRecipientParts>(5, {.own = own, .key = shared.key}));
    refuse_result(Form::general, target.alg, outcome(jwe::decrypt_general(token, counted, target.policy)),
                  "limit_exceeded(recipients)");
    EXPECT_EQ(calls.openings, 0u);
  }
}

}  // namespace
}  // namespace signet::test
