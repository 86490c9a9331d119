// Attacks by header parameters and on the order of verification: rows 34, 35 and 39.
#include "target.h"

namespace signet::test {
namespace {

TEST(Attack34, CritIsTakenByTheLetter) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(,"crit":[])", "crit_malformed(crit)"},
      {R"(,"crit":"exp")", "crit_malformed(crit)"},
      {R"(,"crit":null)", "crit_malformed(crit)"},
      {R"(,"crit":{})", "crit_malformed(crit)"},
      {R"(,"crit":true)", "crit_malformed(crit)"},
      {R"(,"crit":[1],"1":1)", "crit_malformed(crit)"},
      {R"(,"crit":[null])", "crit_malformed(crit)"},
      {R"(,"crit":[["x"]],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":["alg"])", "crit_malformed(crit)"},
      {R"(,"crit":["typ"])", "crit_malformed(crit)"},
      {R"(,"crit":["kid"])", "crit_malformed(crit)"},
      {R"(,"crit":["jwk"],"jwk":{})", "crit_malformed(crit)"},
      {R"(,"crit":["enc"],"enc":"A128GCM")", "crit_malformed(crit)"},
      {R"(,"crit":["crit"])", "crit_malformed(crit)"},
      {R"(,"crit":["absent"])", "crit_malformed(crit)"},
      {R"(,"crit":["x","x"],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":["x","\u0078"],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":["X"],"x":1)", "crit_malformed(crit)"},
      {R"(,"crit":[""],"":1)", "crit_unknown"},
      {R"(,"crit":["x"],"x":1)", "crit_unknown(x)"},
      {R"(,"crit":["exp"],"exp":1363284000)", "crit_unknown(exp)"},
      {R"(,"crit":["b64"],"b64":true)", "crit_unknown(b64)|header_parameter(b64)"},
      {R"(,"crit":["b64"],"b64":false)", "crit_unknown(b64)|header_parameter(b64)"},
      {R"(,"crit":["http://example.invalid/UNDEFINED"],"http://example.invalid/UNDEFINED":true)",
       "crit_unknown(http://example.invalid/UNDEFINED)"}};
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    for (const auto& [more, expected] : cases)
      refuse(target, forge(header_for(*row, more), kGoodPayload, *signer_for(*row)), expected);
    std::string many = R"(,"crit":["n0")";
    for (int i = 1; i < 1000; ++i) many += ",\"n" + std::to_string(i) + "\"";
    refuse(target, forge(header_for(*row, many + "]"), kGoodPayload, *signer_for(*row)),
           "crit_malformed(crit)|limit_exceeded(crit)");
  }
}

// A JWT does not know b64, in whatever spelling; a bare compact JWS must not guess either.
TEST(Attack35, UnencodedPayloadIsNothingForAJwt) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    for (const auto& [token, expected, note] : unencoded_tokens(header_for(*row), kGoodPayload, *signer_for(*row)))
      refuse(target, token, expected);
  }
}

// A change anywhere in header or payload: nothing of the token is believed, or looked at.
TEST(Attack39, NothingOfAChangedTokenIsBelieved) {
  for (const auto* row : all_rows()) {
    int calls = 0;
    const jwt::Check count = [&](const jwt::Claims&, Timestamp) -> Result<> {
      ++calls;
      return {};
    };
    const auto policy = jwt::Policy()
                            .issuer(kIssuer)
                            .audience(kAudience)
                            .algorithms({describe(*row).name})
                            .typ_jwt()
                            .check("count", count);
    const auto verifier = jwt::Verifier::build(policy, set_for(*row)).value();
    const Target target = Target::of(*row);
    const Parts good = split(good_token(*row));
    const auto refuse_change = [&](const std::string& header, const std::string& payload) {
      Parts changed = good;
      changed.header = header;
      changed.payload = payload;
      EXPECT_EQ(outcome(verifier.verify(changed.joined(), kNow)), "bad_signature");
      EXPECT_EQ(verifier.failures(changed.joined(), kNow).size(), 1u)
          << "without a signature there is nothing else to say";
      refuse(target, changed.joined(), "bad_signature");
    };
    refuse_change(good.header, b64(R"({"iss":"https://as.example","aud":"api","sub":"admin","exp":1800000600})"));
    refuse_change(good.header, b64("this is not JSON"));
    refuse_change(good.header, b64(R"({"iss":"x","aud":1,"exp":"never"})"));
    refuse_change(good.header, "");
    refuse_change(good.header, b64(std::string(10'000, '[')));
    refuse_change(b64(header_for(*row, R"(,"x":1)")), good.payload);
    refuse_change(b64(header_for(*row, R"(,"typ2":"at+jwt")")), good.payload);
    EXPECT_EQ(calls, 0);
    EXPECT_EQ(outcome(verifier.verify(good.joined(), kNow)), "ok");
    EXPECT_EQ(calls, 1);
  }
}

// A source that hands out keys of another algorithm does not widen the policy.
class Confused final : public KeySource {
 public:
  explicit Confused(std::shared_ptr<const VerificationKey> key) : key_(std::move(key)) {}
  Result<KeyCandidates> find(const KeyQuery&) const override {
    KeyCandidates candidates;
    candidates.keys[candidates.count++] = key_;
    return candidates;
  }

 private:
  std::shared_ptr<const VerificationKey> key_;
};

TEST(Attack39, AKeySourceDoesNotWidenThePolicy) {
  for (const auto* asked : all_rows()) {
    for (const auto* other : all_rows()) {
      if (asked == other) continue;
      const auto source = std::make_shared<Confused>(key_for(*other).prepare(*other).value());
      const auto policy =
          jwt::Policy().issuer(kIssuer).audience(kAudience).algorithms({describe(*asked).name}).typ_jwt();
      const auto verifier = jwt::Verifier::build(policy, source).value();
      const std::string token = forge(header_for(*asked), kGoodPayload, *signer_for(*other));
      refuse_result(Form::compact, label_of(*asked, *other), outcome(verifier.verify(token, kNow)), "bad_signature");
    }
  }
}

}  // namespace
}  // namespace signet::test
