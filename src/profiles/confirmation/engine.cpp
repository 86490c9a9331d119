#include <algorithm>

#include "codec/uri.h"
#include "crypto/constant_time.h"
#include "jose/jwe_open.h"
#include "profiles/confirmation/method.h"
#include "signet/claim_registry.h"
#include "try.h"

namespace signet::confirmation {
namespace {

constexpr Rule kPresence{"RFC 7800 3.1", "cnf says with which key the presenter proves itself"};
constexpr Rule kUnderstood{"RFC 7800 3.1", "cnf has a method that is understood"};
constexpr Rule kPossession{"RFC 7800 3.6", "who presents the token proves that it holds the key"};

constexpr const Method* kMethods[] = {
#define SIGNET_METHOD(name) &name,
#include "profiles/confirmation/list.inc"
#undef SIGNET_METHOD
};

/// Only the scheme, the host and perhaps a port, and no pattern; in normal form.
Result<std::string> origin_of(std::string_view text) {
  const auto uri = codec::parse_uri(text);
  auto normal = codec::normal_http_target(text);
  const bool bare = uri && (uri->path.empty() || uri->path == "/") && !uri->query && !uri->fragment;
  if (!bare || !normal || !codec::has_scheme(*uri, "https") || uri->host.contains('*'))
    return fail(Errc::policy_incomplete, "origins");
  normal->pop_back();  // the "/" of an empty path
  return *std::move(normal);
}

bool selects_only(const json::Value& cnf, const Method& method) noexcept {
  constexpr std::string_view kKeys[] = {"jwk", "jwe", "jku"};
  return method.selects &&
         std::ranges::any_of(kKeys, [&cnf](std::string_view name) { return cnf.find(name).has_value(); });
}

}  // namespace

State state_of(const Error& error) noexcept {
  return error.code == Errc::not_bound ? State::not_bound : State::not_confirmable;
}

bool same_text(std::string_view a, std::string_view b) noexcept {
  return crypto::equal_in_constant_time(as_bytes(a), as_bytes(b));
}

Result<> prove_by_challenge(const Situation& situation, const KeySource& keys, std::string_view kid,
                            std::string_view method) {
  const auto& challenge = situation.presented.challenge;
  if (!challenge || situation.engine.options.algorithms.find(describe(*challenge->algorithm).name) == nullptr)
    return not_confirmable(method, &kPossession);
  SIGNET_TRY(const KeyCandidates found, keys.find({.kid = kid, .algorithm = challenge->algorithm}));
  for (std::size_t i = 0; i < found.count; ++i) {
    if (found.keys[i]->verify(challenge->input, challenge->signature)) return {};
  }
  return not_bound(method, &kPossession);
}

Result<> prove_possession(const Situation& situation, const Key& key, std::string_view method) {
  const auto& [dpop, certificate, challenge] = situation.presented;
  const bool allowed =
      challenge && situation.engine.options.algorithms.find(describe(*challenge->algorithm).name) != nullptr;
  if (allowed) {
    SIGNET_TRY(const auto prepared, key.prepare(*challenge->algorithm));
    if (!prepared->verify(challenge->input, challenge->signature)) return not_bound(method, &kPossession);
    return {};
  }
  if (dpop == nullptr || key.is_symmetric()) return not_confirmable(method, &kPossession);
  if (!same_text(key.thumbprint(), dpop->jkt())) return not_bound(method, &kPossession);
  return {};
}

Result<Engine> Engine::build(Options options) {
  EngineState state;
  if ((options.fetcher == nullptr) != options.origins.empty()) return fail(Errc::policy_incomplete, "origins");
  for (const std::string& origin : options.origins) {
    SIGNET_TRY(std::string normal, origin_of(origin));
    state.origins.push_back(std::move(normal));
  }
  if (options.decryption_keys) SIGNET_CHECK(jwe::check_policy(options.decryption));
  state.options = std::move(options);
  return Engine(std::make_shared<const EngineState>(std::move(state)));
}

Result<Bound> Engine::confirm(const jwt::Claims& claims, bool came_encrypted, const Presented& presented) const {
  const auto cnf = claims.find("cnf");
  if (!cnf) return not_confirmable("cnf", &kPresence);
  // The policy of the verifier may have been not to look; here the rules of cnf count.
  SIGNET_CHECK(jwt::check_claim_value(*jwt::find_registered_claim("cnf"), *cnf));
  const Situation situation{.engine = *state_, .presented = presented, .cnf = *cnf, .came_encrypted = came_encrypted};
  Bound bound;
  for (const Method* method : kMethods) {
    const auto member = cnf->find(method->name);
    if (!member || selects_only(*cnf, *method)) continue;
    SIGNET_CHECK(method->confirm(situation, *member));
    bound.methods_.push_back(method->name);
  }
  if (bound.methods_.empty()) return not_confirmable("cnf", &kUnderstood);
  return bound;
}

Result<Bound> Engine::confirm(const jwt::Verified& token, const Presented& presented) const {
  return confirm(token.claims(), !token.encryption().empty(), presented);
}

Result<Bound> Engine::confirm(const jwt::VerifiedView& token, const Presented& presented) const {
  return confirm(token.claims(), !token.encryption().empty(), presented);
}

}  // namespace signet::confirmation
