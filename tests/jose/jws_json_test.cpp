// The JSON serializations: RFC 7515 appendices A.6 and A.7, RFC 7520 section 4, and what policies make of signatures.
#include "jose_support.h"

namespace signet::test {
namespace {

/// An example of RFC 7520: its key or keys, and its outputs.
struct Example {
  std::vector<Key> keys;
  std::string payload, compact, flattened, general;
  AlgorithmSet algorithms;
};

std::string output_of(const json::Value& root, std::string_view pointer) {
  const auto value = root.at_pointer(pointer);
  if (!value) return {};
  return value->string() ? std::string(*value->string()) : std::string(value->source());
}

Example cookbook(const std::string& file) {
  const auto document = parse_vector("rfc7520-cookbook/jws/" + file + ".json");
  const json::Value root = document.root();
  Example example{.keys = {},
                  .payload = std::string(text_at(root, "/input/payload")),
                  .compact = output_of(root, "/output/compact"),
                  .flattened = output_of(root, "/output/json_flat"),
                  .general = output_of(root, "/output/json"),
                  .algorithms = rows({"RS256", "PS384", "ES512", "HS256"})};
  const json::Value key = *root.at_pointer("/input/key");
  if (key.is_object()) example.keys.push_back(Key::from_jwk(key).value());
  for (const json::Value one : key.elements()) example.keys.push_back(Key::from_jwk(one).value());
  return example;
}

JwkSet set_for(const Example& example) {
  std::vector<Key> keys;
  keys.reserve(example.keys.size());
  for (const Key& key : example.keys) keys.push_back(shown(key));
  return JwkSet::of(keys);
}

TEST(Rfc7520, S41To44InBothJsonForms) {
  for (const std::string file : {"4_1.rsa_v15_signature", "4_2.rsa-pss_signature", "4_3.ecdsa_signature",
                                 "4_4.hmac-sha2_integrity_protection"}) {
    const Example example = cookbook(file);
    const JwkSet keys = set_for(example);
    const auto flattened = jws::verify_flattened(example.flattened, keys, example.algorithms);
    ASSERT_EQ(outcome(flattened), "ok") << file;
    EXPECT_EQ(as_text(flattened->payload()), example.payload);
    const auto general = jws::verify_general(example.general, keys, example.algorithms, jws::SignaturePolicy::all());
    ASSERT_EQ(outcome(general), "ok") << file;
    EXPECT_EQ(as_text(general->payload()), example.payload);
    EXPECT_EQ(general->distinct_keys(), 1u);
    // One form is never taken for another.
    EXPECT_NE(outcome(jws::verify_flattened(example.general, keys, example.algorithms)), "ok");
    EXPECT_NE(outcome(jws::verify_general(example.flattened, keys, example.algorithms, jws::SignaturePolicy::any())),
              "ok");
    EXPECT_EQ(outcome(jws::verify_compact(example.flattened, keys, example.algorithms)), "malformed_token(segments)");
  }
}

TEST(Rfc7520, S45DetachedInEveryForm) {
  const Example example = cookbook("4_5.signature_with_detached_content");
  const JwkSet keys = set_for(example);
  const ByteView payload = as_bytes(example.payload);
  EXPECT_EQ(outcome(jws::verify_compact_detached(example.compact, payload, keys, example.algorithms)), "ok");
  EXPECT_EQ(outcome(jws::verify_flattened_detached(example.flattened, payload, keys, example.algorithms)), "ok");
  EXPECT_EQ(outcome(jws::verify_general_detached(example.general, payload, keys, example.algorithms,
                                                 jws::SignaturePolicy::all())),
            "ok");
  EXPECT_EQ(outcome(jws::verify_flattened_detached(example.flattened, payload.first(payload.size() - 1), keys,
                                                   example.algorithms)),
            "bad_signature");
  EXPECT_EQ(outcome(jws::verify_flattened(example.flattened, keys, example.algorithms)), "malformed_token(payload)");
}

TEST(Rfc7520, S46UnprotectedKid) {
  const Example example = cookbook("4_6.protecting_specific_header_fields");
  const JwkSet keys = set_for(example);
  const auto verified = jws::verify_flattened(example.flattened, keys, example.algorithms);
  ASSERT_EQ(outcome(verified), "ok");
  EXPECT_FALSE(verified->header().find("kid"));
  ASSERT_TRUE(verified->unproven_header());
  EXPECT_TRUE(verified->unproven_header()->find("kid"));
}

// The algorithm counts only when the signature protects it, so this example is refused.
TEST(Rfc7520, S47UnprotectedAlgIsRefused) {
  const Example example = cookbook("4_7.protecting_content_only");
  const JwkSet keys = set_for(example);
  EXPECT_NE(outcome(jws::verify_flattened(example.flattened, keys, example.algorithms)), "ok");
  EXPECT_NE(outcome(jws::verify_general(example.general, keys, example.algorithms, jws::SignaturePolicy::any())), "ok");
}

TEST(Rfc7520, S48SaysWhichOfThreeSignaturesHeld) {
  const Example example = cookbook("4_8.multiple_signatures");
  const JwkSet keys = set_for(example);
  const auto check = [&](jws::SignaturePolicy policy) {
    return jws::verify_general(example.general, keys, example.algorithms, policy);
  };
  EXPECT_EQ(outcome(check(jws::SignaturePolicy::all())), "signatures_insufficient(signatures)");
  EXPECT_EQ(outcome(check(jws::SignaturePolicy::at_least(3))), "signatures_insufficient(signatures)");
  const auto verified = check(jws::SignaturePolicy::at_least(2));
  ASSERT_EQ(outcome(verified), "ok");
  ASSERT_EQ(verified->signatures().size(), 2u);
  EXPECT_EQ(verified->signatures()[0].algorithm(), "RS256");
  EXPECT_EQ(verified->signatures()[1].algorithm(), "HS256");
  EXPECT_EQ(verified->signatures()[1].index(), 2u);
  // The second has its alg in the unprotected header alone.
  ASSERT_EQ(verified->failures().size(), 1u);
  EXPECT_EQ(verified->failures()[0].index, 1u);
}

// The cookbook's examples of an unencoded payload (RFC 7797), in all three forms.
TEST(Rfc7797, CookbookUnencodedPayload) {
  const auto document = parse_vector("rfc7520-cookbook/rfc7797/hmac-sha2_b64_false.json");
  const json::Value root = document.root();
  const JwkSet keys = set_of({Key::from_jwk(*root.at_pointer("/input/key")).value()});
  const AlgorithmSet algorithms = rows({"HS256"});
  const auto compact = jws::verify_compact(text_at(root, "/output/compact"), keys, algorithms);
  ASSERT_EQ(outcome(compact), "ok");
  EXPECT_EQ(as_text(compact->payload()), text_at(root, "/input/payload"));
  EXPECT_EQ(outcome(jws::verify_flattened(output_of(root, "/output/json_flat"), keys, algorithms)), "ok");
  EXPECT_EQ(
      outcome(jws::verify_general(output_of(root, "/output/json"), keys, algorithms, jws::SignaturePolicy::all())),
      "ok");
}

TEST(Rfc7515, A6GeneralAndA7Flattened) {
  const std::string folder = "latchset-jose/rfc7515_A.";
  const auto set = JwkSet::parse_private(read_vector(folder + "6.jwkset")).value();
  std::vector<Key> keys;
  for (const KeySetEntry& entry : set.entries()) keys.push_back(shown(*entry.key));
  const JwkSet shown_set = JwkSet::of(keys);
  const AlgorithmSet algorithms = rows({"RS256", "ES256"});
  const auto general =
      jws::verify_general(read_vector(folder + "6.jwsg"), shown_set, algorithms, jws::SignaturePolicy::all());
  ASSERT_EQ(outcome(general), "ok");
  EXPECT_EQ(general->distinct_keys(), 2u);
  EXPECT_EQ(outcome(jws::verify_flattened(read_vector(folder + "7.jwsf"), shown_set, algorithms)), "ok");
}

TEST(JwsJson, EveryAlgorithmInBothForms) {
  const ByteView payload = as_bytes("any bytes");
  for (const std::string_view alg : all_rows()) {
    const Key& key = key_for(alg);
    const auto signer = key.signer(row(alg)).value();
    const JwkSet keys = set_of({shown(key)});
    const jws::SignatureRequest request{.signer = signer.get(), .header = {}, .unprotected_json = R"({"note":"seen"})"};
    const auto flattened = jws::verify_flattened(jws::sign_flattened(payload, request).value(), keys, rows({alg}));
    ASSERT_EQ(outcome(flattened), "ok") << alg;
    EXPECT_EQ(as_text(flattened->payload()), "any bytes");
    const std::string general = jws::sign_general(payload, std::span(&request, 1)).value();
    EXPECT_EQ(outcome(jws::verify_general(general, keys, rows({alg}), jws::SignaturePolicy::all())), "ok") << alg;
    EXPECT_EQ(outcome(jws::verify_general(replaced(general, R"("signature":")", R"("signature":"AAAA)"), keys,
                                          rows({alg}), jws::SignaturePolicy::any())),
              "bad_signature")
        << alg;
  }
}

// A key that signs twice is one key, also under another algorithm.
TEST(JwsJson, AtLeastCountsKeysNotSignatures) {
  const Key key = with(key_for("RS256"), {.kid = "one"});
  const auto first = key.signer(row("RS256")).value();
  const auto second = key.signer(row("PS256")).value();
  const jws::SignatureRequest requests[] = {{.signer = first.get()}, {.signer = second.get()}, {.signer = first.get()}};
  const std::string token = jws::sign_general(as_bytes("x"), requests).value();
  const JwkSet keys = set_of({shown(key)});
  const AlgorithmSet allowed = rows({"RS256", "PS256"});
  const auto all = jws::verify_general(token, keys, allowed, jws::SignaturePolicy::all());
  ASSERT_EQ(outcome(all), "ok");
  EXPECT_EQ(all->signatures().size(), 3u);
  EXPECT_EQ(all->distinct_keys(), 1u);
  EXPECT_EQ(outcome(jws::verify_general(token, keys, allowed, jws::SignaturePolicy::at_least(2))),
            "signatures_insufficient(signatures)");
  EXPECT_EQ(outcome(jws::verify_general(token, keys, allowed, jws::SignaturePolicy::at_least(0))),
            "policy_incomplete(signatures)");
}

TEST(JwsJson, AddingASignatureLeavesTheOthers) {
  const auto one = key_for("ES256").signer().value();
  const auto two = key_for("HS256").signer().value();
  const jws::SignatureRequest request{.signer = one.get()};
  const std::string before = jws::sign_general(as_bytes("x"), std::span(&request, 1)).value();
  const std::string after = jws::add_signature(before, {.signer = two.get()}).value();
  EXPECT_TRUE(after.starts_with(before.substr(0, before.size() - 2)));
  const JwkSet keys = set_of({shown(key_for("ES256")), key_for("HS256")});
  const auto verified = jws::verify_general(after, keys, rows({"ES256", "HS256"}), jws::SignaturePolicy::at_least(2));
  EXPECT_EQ(outcome(verified), "ok");
  EXPECT_NE(outcome(jws::add_signature("{}", {.signer = two.get()})), "ok");
}

}  // namespace
}  // namespace signet::test
