// Attacks on the choice of algorithm and key: rows 5 to 10.
#include <algorithm>

#include "target.h"

namespace signet::test {
namespace {

TEST(Attack00, TheGoodTokenHoldsForEveryAlgorithm) {
  ASSERT_GE(all_rows().size(), 14u);
  for (const auto* row : all_rows()) accept(Target::of(*row), good_token(*row));
}

// Rows 5 and 10: what is no pair of the table is refused before any cryptography, whatever the key's own members say.
TEST(Attack05, EveryPairOfKeyAndAlgorithmOutsideTheTable) {
  for (const auto* key_row : all_rows()) {
    const Key bare = key_for(*key_row).with_info({}).value();
    for (const auto* row : all_rows()) {
      const AlgorithmInfo want = describe(*row);
      if (bare.check_fit(*row)) {
        EXPECT_EQ(want.kty, name_of(bare.type()));
        EXPECT_TRUE(want.curves.empty() || std::ranges::find(want.curves, bare.crv()) != want.curves.end());
        continue;
      }
      const std::string said = outcome(bare.prepare(*row));
      EXPECT_EQ(outcome(bare.signer(*row)), said);
      const std::string label = label_of(*row, *key_row);
      refuse_result(Form::key, label, said, "key_mismatch(kty)|key_mismatch(crv)|key_mismatch(alg)|weak_key(k)");
      // In a token: the key is there, under no kid, and the verifier wants another algorithm.
      const Target target = Target(Rules{.algorithms = {name_of(*row)}}, std::span(&bare, 1)).labelled(label);
      // A key without a kid is also meant by a token with one.
      refuse(target, forge(header_for(*row), kGoodPayload, *signer_for(*row)), "key_not_found(kid)");
      refuse(target, forge(R"({"alg":")" + name_of(*row) + "\"}", kGoodPayload, *signer_for(*row)), said);
    }
  }
}

TEST(Attack05, AnOctKeyWithoutOctetsIsNoKey) {
  refuse_key(R"({"kty":"oct"})", "malformed_key(k)", "oct");
  refuse_key(R"({"kty":"oct","k":""})", "weak_key(k)", "oct");
  for (const std::string_view value : {"null", "0", "[]", "{}", "true", "[\"AAAA\"]"})
    refuse_key(R"({"kty":"oct","k":)" + std::string(value) + "}", "malformed_key(k)", "oct");
  refuse_octets("", "weak_key(k)", "oct");
}

// The material of one type under the name of another: no member is read that its type does not have.
TEST(Attack05, AKeyUnderTheNameOfAnotherType) {
  constexpr std::string_view expected =
      "key_unsupported(kty)|key_unsupported(crv)|key_unsupported(alg)|key_mismatch(crv)|key_mismatch(alg)|"
      "malformed_key(k)|malformed_key(n)|malformed_key(crv)|malformed_key(x)|malformed_key(pub)|malformed_key(alg)";
  for (const auto* row : all_rows()) {
    const Key& key = key_for(*row);
    const std::string jwk =
        key.is_symmetric() ? std::string(as_text(key.to_private_jwk()->expose())) : key.to_public_jwk().value();
    const std::string own = R"("kty":")" + std::string(name_of(key.type())) + "\"";
    for (const std::string_view other : {"oct", "RSA", "EC", "OKP", "AKP", "Oct", "rsa", "", "none"}) {
      if (other == name_of(key.type())) continue;
      std::string changed = jwk;
      changed.replace(changed.find(own), own.size(), R"("kty":")" + std::string(other) + "\"");
      refuse_key(changed, expected, name_of(*row));
    }
  }
}

TEST(Attack06, TheHeaderDoesNotChooseTheAlgorithm) {
  const std::string_view rsa[] = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"};
  for (const std::string_view wanted : rsa) {
    const Key bare = key_for(row(wanted)).with_info({}).value();
    const Target target(Rules{.algorithms = {std::string(wanted)}}, std::span(&bare, 1));
    const std::string right = R"({"alg":")" + std::string(wanted) + "\"}";
    accept(target, forge(right, kGoodPayload, *bare.signer(row(wanted)).value()));
    for (const std::string_view other : rsa) {
      if (other == wanted) continue;
      const auto signer = bare.signer(row(other)).value();
      refuse(target, forge(R"({"alg":")" + std::string(other) + "\"}", kGoodPayload, *signer), "alg_not_allowed(alg)");
      // The signature of one algorithm under the name of another.
      refuse(target, forge(right, kGoodPayload, *signer), "bad_signature");
    }
    for (const std::string_view other : {"HS256", "HS384", "HS512"})
      refuse(target, forge(R"({"alg":")" + std::string(other) + "\"}", kGoodPayload, *signer_for(row(other))),
             "alg_not_allowed(alg)");
  }
}

// A key that names its algorithm serves no other one, although the policy allows it and the mathematics would hold.
TEST(Attack06, TheKeysOwnAlgIsObeyed) {
  for (const auto* own : all_rows()) {
    const Key key = key_for(*own);
    for (const auto* asked : all_rows()) {
      // EdDSA with Ed25519 has two names (RFC 9864): a key of one serves the other.
      if (key.check_fit(*asked) || !key.with_info({})->check_fit(*asked)) continue;
      const Target target(Rules{.algorithms = {name_of(*asked)}}, std::span(&key, 1));
      const auto signer = key.with_info({})->signer(*asked).value();
      const std::string header = R"({"alg":")" + name_of(*asked) + R"(","kid":"k-)" + name_of(*own) + "\"}";
      refuse(target, forge(header, kGoodPayload, *signer), "key_mismatch(alg)");
    }
  }
}

TEST(Attack07, TheAllowListComparesNamesExactly) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string name = name_of(*row);
    const auto signed_as = [&](const std::string& alg) {
      return forge(R"({"alg":)" + alg + "}", kGoodPayload, *signer_for(*row));
    };
    std::string lower;
    for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const std::string& alg :
         {lower, name + " ", " " + name, name.substr(0, name.size() - 1), name + "\\u0000", "\\u0000" + name,
          name + "\\n", name + name, name + ",none", "\\ufeff" + name, name + "\\u200b"})
      refuse(target, signed_as("\"" + alg + "\""), "alg_not_allowed(alg)");
    for (const std::string& json : {"[\"" + name + "\"]", std::string("null"), std::string("1"), std::string("{}"),
                                    std::string("true"), "{\"0\":\"" + name + "\"}", "[\"" + name + "\",\"none\"]"})
      refuse(target, signed_as(json), "header_parameter(alg)");
    refuse(target, forge(R"({"typ":"JWT"})", kGoodPayload, *signer_for(*row)), "header_parameter(alg)");
    refuse(target, forge(R"({"ALG":")" + name + "\"}", kGoodPayload, *signer_for(*row)), "header_parameter(alg)");
    refuse(target, forge(R"({"alg ":")" + name + "\"}", kGoodPayload, *signer_for(*row)), "header_parameter(alg)");
    accept(target, signed_as("\"" + name + "\""));
  }
}

TEST(Attack08, ShortHmacKeys) {
  const std::pair<std::string_view, std::size_t> wanted[] = {{"HS256", 32}, {"HS384", 48}, {"HS512", 64}};
  for (const auto& [name, octets] : wanted) {
    for (std::size_t size = 1; size < octets; ++size) {
      Bytes bytes(size);
      for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(0x80 + i * 7);
      const Key key = Key::from_octets(Secret::copy_of(bytes)).value();
      refuse_result(Form::key, name, outcome(key.prepare(row(name))), "weak_key(k)");
      refuse_result(Form::key, name, outcome(key.signer(row(name))), "weak_key(k)");
      const Target target(Rules{.algorithms = {std::string(name)}}, std::span(&key, 1));
      refuse(target, forge(R"({"alg":")" + std::string(name) + "\"}", kGoodPayload, *signer_for(row(name))),
             "weak_key(k)");
    }
    Bytes enough(octets, 0x91);
    EXPECT_EQ(outcome(Key::from_octets(Secret::copy_of(enough))->prepare(row(name))), "ok");
  }
}

TEST(Attack10, TheWholeTableOfAlgorithmsAndSignatures) {
  for (const auto* asked : all_rows()) {
    const Target target = Target::of(*asked);
    for (const auto* other : all_rows()) {
      if (asked == other) continue;
      const Target labelled = target.labelled(label_of(*asked, *other));
      refuse(labelled, forge(header_for(*asked), kGoodPayload, *signer_for(*other)), "bad_signature");
      refuse(labelled, good_token(*other), "alg_not_allowed(alg)");
    }
  }
}

// The curve of one key under the name of another, and the algorithm of one curve with the key of another.
TEST(Attack10, CurvesAreNotInterchangeable) {
  const std::string_view curves[] = {"P-256",  "P-384", "P-521",  "secp256k1", "Ed25519", "Ed448",
                                     "X25519", "X448",  "P-256K", "p-256",     ""};
  for (const auto* row : all_rows()) {
    const Key& key = key_for(*row);
    if (key.crv().empty()) continue;
    const std::string jwk = key.public_key()->to_public_jwk().value();
    const std::string own = R"("crv":")" + std::string(key.crv()) + "\"";
    for (const std::string_view other : curves) {
      if (other == key.crv()) continue;
      std::string changed = jwk;
      changed.replace(changed.find(own), own.size(), R"("crv":")" + std::string(other) + "\"");
      refuse_key(
          changed,
          "key_unsupported(crv)|key_mismatch(crv)|key_mismatch(alg)|malformed_key(x)|malformed_key(y)|weak_key(x)",
          name_of(*row));
    }
  }
}

}  // namespace
}  // namespace signet::test
