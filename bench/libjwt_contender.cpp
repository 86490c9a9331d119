// libjwt 1.x: takes the key as PEM with every token, which is how its interface is made. It has no PS256 and no EdDSA.
#include <jwt.h>

#include <cstdlib>

#include "contender.h"

namespace signet::bench {
namespace {

struct FreeJwt {
  void operator()(jwt_t* token) const noexcept { jwt_free(token); }
};
using JwtPtr = std::unique_ptr<jwt_t, FreeJwt>;

class Libjwt final : public Contender {
 public:
  Libjwt(const Material& material, jwt_alg_t alg)
      : alg_(alg),
        private_key_(material.secret.empty() ? material.private_pem : material.secret),
        public_key_(material.secret.empty() ? material.public_pem : material.secret) {}
  std::string_view name() const override { return "libjwt"; }

  Job verify_job(const std::string& token) override {
    return [this, token] {
      jwt_t* opened = nullptr;
      if (jwt_decode(&opened, token.c_str(), bytes_of(public_key_), size_of(public_key_)) != 0) return false;
      const JwtPtr owner(opened);
      return jwt_get_alg(opened) == alg_ && claims_hold(opened);
    };
  }
  Job sign_job() override {
    return [this] {
      jwt_t* made = nullptr;
      if (jwt_new(&made) != 0) return false;
      const JwtPtr owner(made);
      if (jwt_add_header(made, "kid", kKid) != 0) return false;
      for (const Claim& claim : kClaims) {
        const int status = claim.text != nullptr ? jwt_add_grant(made, claim.name, claim.text)
                                                 : jwt_add_grant_int(made, claim.name, claim.number);
        if (status != 0) return false;
      }
      if (jwt_set_alg(made, alg_, bytes_of(private_key_), size_of(private_key_)) != 0) return false;
      const std::unique_ptr<char, decltype(&std::free)> text(jwt_encode_str(made), &std::free);
      if (text == nullptr) return false;
      made_ = text.get();
      return true;
    };
  }
  std::string signed_token() const override { return made_; }

 private:
  static const unsigned char* bytes_of(const std::string& text) { return as_bytes(text).data(); }
  static int size_of(const std::string& text) { return static_cast<int>(text.size()); }
  static bool is(const char* text, std::string_view expected) { return text != nullptr && text == expected; }
  static bool claims_hold(jwt_t* token) {
    const char* issuer = jwt_get_grant(token, "iss");
    const char* audience = jwt_get_grant(token, "aud");
    return is(issuer, kIssuer) && is(audience, kAudience) && jwt_get_grant_int(token, "exp") > kIssuedAt &&
           jwt_get_grant(token, "sub") != nullptr;
  }

  jwt_alg_t alg_;
  std::string private_key_;
  std::string public_key_;
  std::string made_;
};

}  // namespace

void add_libjwt(Contenders& out, const Material& material) {
  const jwt_alg_t alg = jwt_str_alg(material.alg.c_str());
  if (alg == JWT_ALG_INVAL) return;
  out.push_back(std::make_unique<Libjwt>(material, alg));
}

}  // namespace signet::bench
