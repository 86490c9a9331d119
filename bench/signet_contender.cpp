// Signet through its public headers: with a Scratch, with an owning result, and a JWS of a payload that is there.
#include "contender.h"
#include "signet/jws.h"
#include "signet/jwt.h"

namespace signet::bench {
namespace {

jwt::Verifier make_verifier(const Material& material) {
  jwt::Policy policy;
  policy.issuer(kIssuer).audience(kAudience).algorithms({material.alg}).typ_jwt();
  return need(jwt::Verifier::build(std::move(policy), JwkSet::of({&material.key, 1})), "verifier");
}

template <class Token>
bool has_subject(const Result<Token>& token) {
  return token && token->claims().subject().has_value();
}

/// Verifier::verify with a Scratch; signs through Builder, claim by claim.
class WithScratch final : public Contender {
 public:
  explicit WithScratch(const Material& material)
      : verifier_(make_verifier(material)), signer_(need(material.key.signer(), "signer")) {}
  std::string_view name() const override { return "signet"; }

  Job verify_job(const std::string& token) override {
    return [this, token] { return has_subject(verifier_.verify(token, kNow, scratch_)); };
  }
  Job sign_job() override {
    return [this] {
      jwt::Builder builder;
      for (const Claim& claim : kClaims) {
        if (claim.text != nullptr) {
          builder.claim(claim.name, claim.text);
        } else {
          builder.claim(claim.name, claim.number);
        }
      }
      Result<std::string> token = builder.sign(*signer_);
      if (!token) return false;
      made_ = std::move(*token);
      return true;
    };
  }
  std::string signed_token() const override { return made_; }

 private:
  jwt::Verifier verifier_;
  std::shared_ptr<const Signer> signer_;
  jwt::Scratch scratch_;
  std::string made_;
};

/// Verifier::verify whose result owns what it shows; only verifies.
class Owning final : public Contender {
 public:
  explicit Owning(const Material& material) : verifier_(make_verifier(material)) {}
  std::string_view name() const override { return "signet, owning result"; }
  Job verify_job(const std::string& token) override {
    return [this, token] { return has_subject(verifier_.verify(token, kNow)); };
  }
  Job sign_job() override { return {}; }
  std::string signed_token() const override { return {}; }

 private:
  jwt::Verifier verifier_;
};

/// jws::sign_compact of a payload that is JSON already; only signs.
class SignPayload final : public Contender {
 public:
  explicit SignPayload(const Material& material)
      : payload_(material.payload), signer_(need(material.key.signer(), "signer")) {}
  std::string_view name() const override { return "signet, payload given"; }
  Job verify_job(const std::string&) override { return {}; }
  Job sign_job() override {
    return [this] {
      Result<std::string> token = jws::sign_compact(as_bytes(payload_), *signer_, {.typ = "JWT"});
      if (!token) return false;
      made_ = std::move(*token);
      return true;
    };
  }
  std::string signed_token() const override { return made_; }

 private:
  std::string payload_;
  std::shared_ptr<const Signer> signer_;
  std::string made_;
};

}  // namespace

void add_signet(Contenders& out, const Material& material) {
  out.push_back(std::make_unique<WithScratch>(material));
  out.push_back(std::make_unique<Owning>(material));
  out.push_back(std::make_unique<SignPayload>(material));
}

}  // namespace signet::bench
