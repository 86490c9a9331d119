// A DPoP proof: the input as a proof, as its claims and as the key in its header, under a good signature; and as URL.
// What is accepted is what the request asked for, is accepted once, and a URL is the same as its normal form.
#include <memory>
#include <string>

#include "codec/uri.h"
#include "fuzz.h"
#include "signet/base64url.h"
#include "signet/dpop.h"
#include "signet/key.h"
#include "signet/memory_replay_store.h"

namespace {

using namespace signet;

constexpr Timestamp kNow{std::chrono::seconds(1'562'262'620)};  // four seconds after the first proof of RFC 9449
constexpr std::string_view kUrl = "https://server.example.com/token";
// The key of RFC 8037 appendix A.1, whose signatures are the same in every run.
constexpr std::string_view kKey =
    R"({"kty":"OKP","crv":"Ed25519","alg":"EdDSA","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
    R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

const Key& key() {
  static const Key made = Key::from_jwk(kKey).value();
  return made;
}

dpop::Request request(std::string_view method = "POST") {
  return {.method = method, .url = kUrl};
}

void check_proof(const dpop::Proof& proof) {
  FUZZ_CHECK(proof.method() == "POST");
  FUZZ_CHECK(codec::normal_http_target(proof.url()) == std::string(kUrl));
  FUZZ_CHECK(proof.jkt() == proof.key().thumbprint() && !proof.key().is_private());
  FUZZ_CHECK(proof.issued_at() <= kNow + dpop::kDefaultSkew && kNow <= proof.acceptable_until());
  FUZZ_CHECK(!proof.token_id().empty() && proof.claims().json().is_object());
}

void check_text(std::string_view text) {
  static const auto open = dpop::Verifier::build(dpop::Policy().any_replay()).value();
  const auto proof = open.verify(text, request(), kNow);
  const auto once = dpop::Verifier::build(dpop::Policy().replay_store(std::make_shared<MemoryReplayStore>())).value();
  const auto first = once.verify(text, request(), kNow);
  FUZZ_CHECK(first.has_value() == proof.has_value());
  if (!proof) {
    FUZZ_CHECK(to_string(first.error()) == to_string(proof.error()) && first.error().rule == proof.error().rule);
    return;
  }
  check_proof(*proof);
  FUZZ_CHECK(!open.verify(text, request("PUT"), kNow));
  FUZZ_CHECK(once.verify(text, request(), kNow).error().code == Errc::replayed);
  FUZZ_CHECK(open.verify(text, {.method = "POST", .url = kUrl, .jkt = proof->jkt()}, kNow));
  FUZZ_CHECK(!open.verify(text, {.method = "POST", .url = kUrl, .jkt = "x"}, kNow));
}

std::string sign(std::string_view header, std::string_view claims) {
  static const auto signer = key().signer().value();
  std::string input = base64url::encode(as_bytes(header));
  input += '.';
  base64url::append(input, as_bytes(claims));
  const std::string signature = base64url::encode(signer->sign(as_bytes(input)).value());
  return input + "." + signature;
}

std::string header_with(std::string_view jwk) {
  std::string header = R"({"typ":"dpop+jwt","alg":"EdDSA","jwk":)";
  header += jwk;
  return header + "}";
}

void check_url(std::string_view url) {
  const auto normal = codec::normal_http_target(url);
  FUZZ_CHECK(!normal || codec::normal_http_target(*normal) == normal);
  const auto prover = dpop::Prover::build(key()).value();
  const auto made = prover.prove({.method = "GET", .url = url}, kNow);
  FUZZ_CHECK(made.has_value() == normal.has_value());
  if (!made || made->size() > dpop::kMaxProof) return;
  static const auto open = dpop::Verifier::build(dpop::Policy().any_replay()).value();
  FUZZ_CHECK(open.verify(*made, {.method = "GET", .url = url, .jkt = prover.jkt()}, kNow));
  FUZZ_CHECK(open.verify(*made, {.method = "GET", .url = *normal}, kNow));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string jwk = key().public_key().value().with_info({}).value().to_public_jwk().value();
  const fuzz::Exact input(data, size);
  check_text(input.view());
  check_text(sign(header_with(jwk), input.view()));
  check_text(sign(header_with(input.view()),
                  R"({"jti":"1","htm":"POST","htu":"https://server.example.com/token","iat":1562262616})"));
  check_url(input.view());
  return 0;
}
