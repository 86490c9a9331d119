// Row 1: tokens that want to hold without a signature, for every verifier.
#include "forms.h"
#include "signet/unsecured.h"

namespace signet::test {
namespace {

// JSON texts of "alg" that some program reads as none.
constexpr std::string_view kSpellings[] = {R"("none")",       R"("None")",       R"("NONE")",
                                           R"("nOnE")",       R"("NoNe")",       R"("nonE")",
                                           R"(" none")",      R"("none ")",      R"("\tnone")",
                                           R"("none\n")",     R"("none\u0000")", R"("\u0000none")",
                                           R"("\u006eone")",  R"("n\u200bone")", R"("\uff4eone")",
                                           R"("non\u00e9")",  R"("none,HS256")", R"("HS256,none")",
                                           R"("none;")",      R"("NULL")",       R"("null")",
                                           R"("undefined")",  R"("unsecured")",  R"("plain")",
                                           R"("")",           R"(" ")",          R"("\u006e\u006f\u006e\u0065")",
                                           R"("none\u00a0")", R"("\ufeffnone")", R"("noNe\r")"};
constexpr std::string_view kOtherTypes[] = {"null", "false",       "true", "0",
                                            "[]",   R"(["none"])", "{}",   R"({"alg":"none"})"};

TEST(Attack01, NoSpellingOfNoneIsAnAlgorithm) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    for (const std::string_view name : kSpellings) {
      const std::string input = b64(R"({"alg":)" + std::string(name) + R"(,"typ":"JWT"})") + "." + b64(kGoodPayload);
      refuse(target, input + ".", "malformed_token(signature)");
      refuse(target, input, "malformed_token(segments)");
      refuse(target, input + "." + split(good_token(*row)).signature, "alg_not_allowed(alg)");
      refuse(target, input + "." + b64("x"), "alg_not_allowed(alg)");
    }
  }
}

TEST(Attack01, NoOtherTypeOfAlgIsAnAlgorithm) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const std::string signature = "." + split(good_token(*row)).signature;
    for (const std::string_view value : kOtherTypes)
      refuse(target, b64(R"({"alg":)" + std::string(value) + "}") + "." + b64(kGoodPayload) + signature,
             "header_parameter(alg)");
    refuse(target, b64(R"({"typ":"JWT"})") + "." + b64(kGoodPayload) + signature, "header_parameter(alg)");
    refuse(target, b64("{}") + "." + b64(kGoodPayload) + signature, "header_parameter(alg)");
  }
}

// The good header and payload, with what is left of the signature.
TEST(Attack01, AnEmptyOrMissingSignatureIsNone) {
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Parts good = split(good_token(*row));
    accept(target, good.joined());
    refuse(target, good.header + "." + good.payload + ".", "malformed_token(signature)");
    refuse(target, good.header + "." + good.payload, "malformed_token(segments)");
    refuse(target, good.header + "." + good.payload + "..", "malformed_token(segments)");
    for (const std::string_view nothing : {"=", "==", "\"\"", " ", "%00"})
      refuse(target, good.header + "." + good.payload + "." + std::string(nothing), "malformed_token(signature)");
    refuse(target, good.header + "." + good.payload + "." + std::string(1, '\0'), "malformed_token(signature)");
    for (const std::string_view little : {"AA", "AAA", "AAAA", "bnVsbA"})
      refuse(target, good.header + "." + good.payload + "." + std::string(little), "bad_signature");
  }
}

// A verifier that allows everything there is, without expectations, and with every key.
TEST(Attack01, NoneIsRefusedByTheMostOpenVerifier) {
  Rules open{.issuers = {}, .audiences = {}, .algorithms = {}};
  std::vector<Key> keys;
  for (const auto* row : all_rows()) {
    open.algorithms.push_back(name_of(*row));
    keys.push_back(key_for(*row));
  }
  const Target target = Target(open, keys).labelled("");
  for (const std::string_view name : kSpellings) {
    const std::string input = b64(R"({"alg":)" + std::string(name) + "}") + "." + b64("{}");
    refuse(target, input + ".", "malformed_token(signature)");
    refuse(target, input + ".AA", "alg_not_allowed(alg)");
  }
}

TEST(Attack01, NoneCannotBeAskedFor) {
  EXPECT_EQ(find_signature_algorithm("none"), nullptr);
  for (const std::string_view name : {"none", "None", "NONE", "nOnE"}) {
    const std::string expected = "alg_unknown(" + std::string(name) + ")";
    EXPECT_EQ(find_signature_algorithm(name), nullptr);
    const std::string_view names[] = {"ES256", name};
    refuse_result(Form::policy, "", outcome(AlgorithmSet::of(names)), expected);
    const jwt::Policy policy = jwt::Policy().any_issuer().any_audience().any_typ();
    for (const auto* row : all_rows()) {
      const auto verifier = jwt::Verifier::build(jwt::Policy(policy).algorithms({name}), set_for(*row));
      refuse_result(Form::policy, name_of(*row), outcome(verifier), expected);
    }
    refuse_result(Form::policy, "", outcome(Key::generate({.alg = name})), expected);
  }
}

// A signer from outside that calls itself none: the library does not write such a header.
class NoneSigner final : public Signer {
 public:
  explicit NoneSigner(std::string_view name) : name_(name) {}
  std::string_view algorithm() const noexcept override { return name_; }
  std::string_view kid() const noexcept override { return {}; }
  Result<Bytes> sign(ByteView) const override { return Bytes(); }

 private:
  std::string_view name_;
};

TEST(Attack01, NoneIsNotWritten) {
  for (const std::string_view name : {"none", "None", ""}) {
    const NoneSigner signer(name);
    refuse_result(Form::policy, "", outcome(jwt::Builder().issuer(kIssuer).sign(signer)), "alg_unknown(alg)");
    refuse_result(Form::policy, "", outcome(jws::sign_compact(as_bytes("x"), signer)), "alg_unknown(alg)");
  }
}

// Unsecured tokens have functions of their own: those take nothing that is signed, and make nothing that verifies.
TEST(Attack01, UnsecuredAndSignedTokensAreNotMistaken) {
  const std::string made = unsecured::sign(as_bytes(kGoodPayload), {.typ = "JWT"}).value();
  EXPECT_EQ(outcome(unsecured::decode(made)), "ok");
  for (const auto* row : all_rows()) {
    const Target target = Target::of(*row);
    const Parts good = split(good_token(*row));
    refuse(target, made, "malformed_token(signature)");
    refuse(target, made + good.signature, "alg_not_allowed(alg)");
    const Signed empty{split(made).header, ""};
    refuse_flattened(target, flattened_of(empty, split(made).payload), "malformed_token(signature)");
    refuse_general(target, general_of({empty}, split(made).payload), jws::SignaturePolicy::any(),
                   "malformed_token(signature)");
    refuse_detached(target, empty, as_bytes(kGoodPayload), "malformed_token(signature)");
    const auto not_unsecured = [&](const std::string& token, std::string_view expected) {
      refuse_result(Form::compact, name_of(*row), outcome(unsecured::decode(token)), expected);
      refuse_result(Form::compact, name_of(*row), outcome(unsecured::decode_jws(token)), expected);
    };
    not_unsecured(good.joined(), "malformed_token(signature)");
    not_unsecured(good.header + "." + good.payload + ".", "alg_not_allowed(alg)");
    not_unsecured(made + good.signature, "malformed_token(signature)");
    not_unsecured(b64(R"({"alg":"None"})") + "." + good.payload + ".", "alg_not_allowed(alg)");
    not_unsecured(b64(R"({"alg":"none","b64":false,"crit":["b64"]})") + "." + good.payload + ".", "crit_unknown(b64)");
    not_unsecured(b64(R"({"alg":"none","b64":false})") + "." + good.payload + ".", "header_parameter(b64)");
  }
}

}  // namespace
}  // namespace signet::test
