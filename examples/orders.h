// The API that the servers of the examples protect: orders, which some may read and some may write.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "signet/dpop.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/memory_replay_store.h"
#include "signet/profiles.h"
#include "signet/resource.h"

struct Api {
  signet::resource::Guard guard;
  std::string origin;  ///< "https://api.example", as clients name it
};

// [api]
/// `origin` comes from the operator: what a request says of its host is its client's word.
inline signet::Result<Api> make_api(const char* keys_file, std::string_view issuer, std::string_view audience,
                                    std::string_view origin) {
  const auto keys = signet::JwkSet::load(keys_file);
  if (!keys) return std::unexpected(keys.error());
  const auto policy = signet::jwt::Policy()
                          .profile(*signet::jwt::find_profile("at+jwt"))
                          .issuer(issuer)
                          .audience(audience)
                          .algorithms({"ES256"});
  const auto verifier = signet::jwt::Verifier::build(policy, *keys);
  if (!verifier) return std::unexpected(verifier.error());
  const auto once = std::make_shared<signet::MemoryReplayStore>();
  const auto proofs =
      signet::dpop::Verifier::build(signet::dpop::Policy().algorithms({"ES256", "EdDSA"}).replay_store(once));
  if (!proofs) return std::unexpected(proofs.error());
  signet::resource::Rules rules;
  rules.verify = signet::resource::verify_by(*verifier);
  rules.realm = "orders";
  rules.dpop = *proofs;
  auto guard = signet::resource::Guard::build(std::move(rules));
  if (!guard) return std::unexpected(guard.error());
  return Api{.guard = *std::move(guard), .origin = std::string(origin)};
}
// [/api]

inline std::string greeting(const signet::resource::Granted& granted) {
  std::string text = "hello, ";
  text += granted.token->claims().subject().value_or("nobody");
  return text += '\n';
}
