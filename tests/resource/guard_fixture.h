// An API and its clients.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "signet/base64url.h"
#include "signet/confirmation.h"
#include "signet/dpop.h"
#include "signet/jwt.h"
#include "signet/key.h"
#include "signet/resource.h"
#include "support.h"

namespace signet::test {

inline constexpr Timestamp kNow{std::chrono::seconds(1'800'000'000)};
inline constexpr std::string_view kApi = "https://api.example/orders";

inline const Key& issuer_key() {
  static const Key key = Key::generate({.alg = "ES256"}).value();
  return key;
}
inline const dpop::Prover& client() {
  static const dpop::Prover prover = dpop::Prover::build(Key::generate({.alg = "ES256"}).value()).value();
  return prover;
}

inline resource::VerifyToken api_verifier() {
  return resource::verify_by(
      jwt::Verifier::build(jwt::Policy().issuer("https://as.example").audience("api").algorithms({"ES256"}).any_typ(),
                           JwkSet::of(std::span(&issuer_key(), 1)))
          .value());
}
inline resource::Rules rules() {
  resource::Rules rules;
  rules.verify = api_verifier();
  rules.realm = "orders";
  return rules;
}
inline resource::Guard guard(resource::Rules rules) {
  return resource::Guard::build(std::move(rules)).value();
}

/// A good token with these claims besides, as the inside of an object.
inline std::string token_with(std::string_view claims = R"("scope":"read")") {
  return jwt::Builder()
      .issuer("https://as.example")
      .audience("api")
      .subject("joe")
      .expires_at(kNow + std::chrono::minutes(5))
      .claims_json(joined({"{", claims, "}"}))
      .sign(*issuer_key().signer().value())
      .value();
}
/// The same of an issuer that checks nothing.
inline std::string careless_token(std::string_view claims) {
  const std::string payload = joined({R"({"iss":"https://as.example","aud":"api","exp":1800000300,)", claims, "}"});
  std::string input =
      joined({base64url::encode(as_bytes(R"({"alg":"ES256"})")), ".", base64url::encode(as_bytes(payload))});
  const Bytes signature = issuer_key().signer().value()->sign(as_bytes(input)).value();
  return joined({input, ".", base64url::encode(signature)});
}
inline std::string bound_token(std::string_view more = {}) {
  return token_with(joined({R"("cnf":{"jkt":")", client().jkt(), R"("})", more}));
}

/// A request and its answer.
class Call {
 public:
  explicit Call(std::string_view method = "GET", std::string_view url = kApi) : method_(method), url_(url) {}
  Call& with(std::string name, std::string value) {
    fields_.push_back({std::move(name), std::move(value)});
    return *this;
  }
  Call& bearer(const std::string& token) { return with("Authorization", "Bearer " + token); }
  /// Also with the proof of the client.
  Call& proven(const std::string& token, std::optional<std::string_view> nonce = {}) {
    with("Authorization", "DPoP " + token);
    return with("DPoP",
                client().prove({.method = method_, .url = url_, .access_token = token, .nonce = nonce}, kNow).value());
  }
  Call& certificate(ByteView der) {
    certificate_ = der;
    return *this;
  }

  /// "200", or the status and the error of the log: "401 token_missing(Authorization)".
  std::string at(const resource::Guard& guard, const resource::Demands* more = nullptr) {
    const auto answer =
        guard.check({.method = method_, .url = url_, .fields = fields_, .certificate = certificate_}, kNow, more);
    answer_ = answer ? answer->fields : answer.error().fields;
    if (answer) return answer->is_bound ? "200 bound" : "200";
    return joined({std::to_string(answer.error().status), " ", to_string(answer.error().error)});
  }
  /// The values of the answer's fields of this name.
  std::vector<std::string> answered(std::string_view name) const {
    std::vector<std::string> values;
    for (const HttpField& field : answer_)
      if (field.name == name) values.push_back(field.value);
    return values;
  }

 private:
  std::string method_;
  std::string url_;
  std::vector<HttpField> fields_;
  std::optional<ByteView> certificate_;
  std::vector<HttpField> answer_;
};

}  // namespace signet::test
