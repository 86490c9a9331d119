// Issuers, what they publish and sign, and a registry of them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "remote_fixture.h"
#include "signet/issuer_registry.h"
#include "signet/jws.h"
#include "signet/jwt.h"

namespace signet::test {

inline std::string issuer_name(int number) {
  return joined({"https://issuer-", std::to_string(number), ".example"});
}

inline jwt::Policy issuer_policy() {
  return jwt::Policy().audience("api").algorithms({"ES256"}).any_typ();
}

class RegistryTest : public RemoteTest {
 protected:
  IssuerRegistry registry(IssuerRegistryOptions options = {}) const {
    options.remote.on_event = nullptr;
    return IssuerRegistry::build(seams(), std::move(options)).value();
  }
  /// An issuer whose only key has this kid, and which publishes it below its name.
  void found(int number, std::string_view kid) {
    const Key key = make_key(kid);
    keys_.insert_or_assign(issuer_name(number), key);
    bodies_.insert_or_assign(jwks_of(number), JwkSet::of(std::span(&key, 1)).to_public_json().value());
    world->serve([bodies = bodies_](const HttpRequest& request) -> Result<HttpResponse> {
      const auto body = bodies.find(request.url);
      if (body == bodies.end()) return fail(Errc::fetch_failed, "resolve");
      return served_set(body->second, "max-age=3600");
    });
  }
  static std::string jwks_of(int number) { return joined({issuer_name(number), "/jwks"}); }
  const Key& key_of(int number) const { return keys_.at(issuer_name(number)); }

  /// A token that names an issuer and is signed by the key of one.
  std::string token(int named, int signed_by) const {
    return jwt::Builder().issuer(issuer_name(named)).audience("api").sign(*key_of(signed_by).signer().value()).value();
  }
  std::string token(int number) const { return token(number, number); }

  /// "ok", or the error, the same by both ways to verify.
  std::string verdict_of(const IssuerRegistry& all, std::string_view token) const {
    std::string owning = outcome(all.verify(token, world->now()));
    jwt::Scratch scratch;
    EXPECT_EQ(outcome(all.verify(token, world->now(), scratch)), owning);
    return owning;
  }

 private:
  std::map<std::string, Key, std::less<>> keys_;
  std::map<std::string, std::string, std::less<>> bodies_;
};

}  // namespace signet::test
