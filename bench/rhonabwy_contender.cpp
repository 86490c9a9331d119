// Rhonabwy (on GnuTLS): its keys are imported once, a jwt_t is made for each token.
#include <rhonabwy.h>

#include "contender.h"

namespace signet::bench {
namespace {

struct FreeJwt {
  void operator()(jwt_t* token) const noexcept { r_jwt_free(token); }
};
struct FreeJwk {
  void operator()(jwk_t* key) const noexcept { r_jwk_free(key); }
};
using JwtPtr = std::unique_ptr<jwt_t, FreeJwt>;
using JwkPtr = std::unique_ptr<jwk_t, FreeJwk>;

JwkPtr import(const std::string& json) {
  jwk_t* key = nullptr;
  if (r_jwk_init(&key) != RHN_OK) give_up("r_jwk_init");
  JwkPtr owner(key);
  if (r_jwk_import_from_json_str(key, json.c_str()) != RHN_OK) give_up("rhonabwy does not read the key");
  return owner;
}

JwtPtr new_jwt() {
  jwt_t* token = nullptr;
  return JwtPtr(r_jwt_init(&token) == RHN_OK ? token : nullptr);
}

class Rhonabwy final : public Contender {
 public:
  Rhonabwy(const Material& material, jwa_alg alg)
      : alg_(alg), private_key_(import(material.private_jwk)), public_key_(import(material.public_jwk)) {}
  std::string_view name() const override { return "rhonabwy"; }

  Job verify_job(const std::string& token) override {
    return [this, token] {
      const JwtPtr jwt = new_jwt();
      return jwt && r_jwt_advanced_parse(jwt.get(), token.c_str(), R_PARSE_NONE, 0) == RHN_OK &&
             r_jwt_get_sign_alg(jwt.get()) == alg_ &&
             r_jwt_verify_signature(jwt.get(), public_key_.get(), 0) == RHN_OK && claims_hold(jwt.get());
    };
  }
  Job sign_job() override {
    return [this] {
      const JwtPtr jwt = new_jwt();
      if (!jwt || r_jwt_set_sign_alg(jwt.get(), alg_) != RHN_OK) return false;
      if (r_jwt_set_header_str_value(jwt.get(), "typ", "JWT") != RHN_OK) return false;
      if (r_jwt_set_header_str_value(jwt.get(), "kid", kKid) != RHN_OK) return false;
      for (const Claim& claim : kClaims) {
        const int status = claim.text != nullptr ? r_jwt_set_claim_str_value(jwt.get(), claim.name, claim.text)
                                                 : r_jwt_set_claim_int_value(jwt.get(), claim.name, claim.number);
        if (status != RHN_OK) return false;
      }
      const std::unique_ptr<char, decltype(&r_free)> text(r_jwt_serialize_signed(jwt.get(), private_key_.get(), 0),
                                                          &r_free);
      if (text == nullptr) return false;
      made_ = text.get();
      return true;
    };
  }
  std::string signed_token() const override { return made_; }

 private:
  static bool claims_hold(jwt_t* jwt) {
    return r_jwt_validate_claims(jwt, R_JWT_CLAIM_ISS, kIssuer, R_JWT_CLAIM_AUD, kAudience, R_JWT_CLAIM_EXP,
                                 R_JWT_CLAIM_NOW, R_JWT_CLAIM_SUB, nullptr, R_JWT_CLAIM_NOP) == RHN_OK;
  }

  jwa_alg alg_;
  JwkPtr private_key_;
  JwkPtr public_key_;
  std::string made_;
};

}  // namespace

void add_rhonabwy(Contenders& out, const Material& material) {
  static const int started = r_global_init();
  if (started != RHN_OK) give_up("rhonabwy does not start");
  const jwa_alg alg = r_str_to_jwa_alg(material.alg.c_str());
  // ES256K it has in name; it refuses good tokens of it.
  if (alg == R_JWA_ALG_UNKNOWN || material.alg == "ES256K") return;
  out.push_back(std::make_unique<Rhonabwy>(material, alg));
}

}  // namespace signet::bench
