// The whole verify path: the input as a token, and the input as the payload of a token whose signature is good. The
// ways to verify agree, and what was accepted holds what the policy demands.
#include <cstdlib>
#include <string>
#include <vector>

#include "fuzz.h"
#include "jws_keys.h"
#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/key.h"

namespace {

using namespace signet;

using fuzz::keys;

constexpr Timestamp kNow{std::chrono::seconds(1'300'819'370)};  // ten seconds before RFC 7519 section 3.1 ends
constexpr Duration kLeeway = std::chrono::seconds(5);

jwt::Policy algorithms() {
  return jwt::Policy().algorithms({"HS256", "EdDSA", "ES256"}).leeway(kLeeway);
}

Result<> look_at_everything(const jwt::Claims& claims, Timestamp) {
  FUZZ_CHECK(claims.json().is_object());
  for (const auto& [name, value] : claims.json().members()) FUZZ_CHECK(claims.find(name)->source() == value.source());
  return {};
}

const jwt::Verifier& strict() {
  static const auto verifier = jwt::Verifier::build(algorithms()
                                                        .issuer("joe")
                                                        .audience("a")
                                                        .audience("b")
                                                        .typ_jwt()
                                                        .require("sub")
                                                        .max_age(std::chrono::minutes(1))
                                                        .check("look", look_at_everything),
                                                    keys())
                                   .value();
  return verifier;
}

const jwt::Verifier& open() {
  static const auto verifier =
      jwt::Verifier::build(algorithms().any_issuer().any_audience().any_typ().check("look", look_at_everything), keys())
          .value();
  return verifier;
}

/// Whether a time that was read is the one that the text says, by floating point: 64 bits of mantissa suffice.
bool same_time(Timestamp time, const json::Value& number) {
  const std::string text(*number.number_text());
  const long double seconds = std::strtold(text.c_str(), nullptr);
  const long double read = static_cast<long double>(time.time_since_epoch().count()) / 1e6L;
  return read <= seconds + 1e-6L && seconds - read <= 2e-6L;
}

void check_claims(const jwt::Claims& claims) {
  if (claims.expires_at()) {
    FUZZ_CHECK(kNow - kLeeway < *claims.expires_at());
    FUZZ_CHECK(same_time(*claims.expires_at(), *claims.find("exp")));
  }
  if (claims.not_before()) FUZZ_CHECK(*claims.not_before() <= kNow + kLeeway);
  if (claims.issued_at()) FUZZ_CHECK(*claims.issued_at() <= kNow + kLeeway);
  FUZZ_CHECK(claims.issuer().has_value() == claims.find("iss").has_value());
  FUZZ_CHECK((claims.audience().size() > 0) == claims.find("aud").has_value());
}

/// Whether the token was accepted.
bool check_verifier(const jwt::Verifier& verifier, std::string_view token) {
  static jwt::Scratch scratch;  // one for all inputs: what an earlier one left must not matter
  const Result<jwt::VerifiedView> view = verifier.verify(token, kNow, scratch);
  const Result<jwt::Verified> owned = verifier.verify(token, kNow);
  const std::vector<Error> failures = verifier.failures(token, kNow);
  FUZZ_CHECK(view.has_value() == owned.has_value() && view.has_value() == failures.empty());
  if (!view) {
    FUZZ_CHECK(to_string(view.error()) == to_string(owned.error()));
    FUZZ_CHECK(to_string(view.error()) == to_string(failures.front()));
    return false;
  }
  FUZZ_CHECK(view->claims().json().source() == owned->claims().json().source());
  FUZZ_CHECK(view->key_id() == owned->key_id() && view->algorithm() == owned->algorithm());
  check_claims(view->claims());
  return true;
}

void check_token(std::string_view token) {
  const bool strictly = check_verifier(strict(), token);
  const bool openly = check_verifier(open(), token);
  FUZZ_CHECK(openly || !strictly);
  const auto shown = jwt::Unverified::decode(token);
  FUZZ_CHECK(shown || !openly);
  const auto issuer = jwt::peek_issuer(token);
  if (strictly) FUZZ_CHECK(issuer == "joe");
}

const Signer& signer() {
  static const auto made = keys().entries().front().key->signer(*find_signature_algorithm("HS256")).value();
  return *made;
}

void check_payload(std::string_view payload) {
  const std::string input = "eyJhbGciOiJIUzI1NiJ9." + base64url::encode(as_bytes(payload));
  check_token(input + "." + base64url::encode(signer().sign(as_bytes(input)).value()));
}

/// What the builder signs, a verifier takes, but for its time.
void check_builder(std::string_view object) {
  const auto token = jwt::Builder().claims_json(object).sign(signer());
  if (!token || token->size() > jwt::kMaxSize) return;
  for (const Error& error : open().failures(*token, kNow))
    FUZZ_CHECK(error.code == Errc::token_expired || error.code == Errc::token_not_yet_valid);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_token(input.view());
  check_payload(input.view());
  check_builder(input.view());
  return 0;
}
