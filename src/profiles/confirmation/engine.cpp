#include <algorithm>
#include <span>

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
constexpr Rule kNamed{"RFC 7800 3.4", "kid is the name of the presenter's key"};

constexpr const Method* kMethods[] = {
#define SIGNET_METHOD(name) &methods::name,
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

/// Whether there is a challenge whose algorithm is allowed.
bool has_challenge(const Situation& situation) noexcept {
  const auto& challenge = situation.presented.challenge;
  return challenge && challenge->algorithm != nullptr &&
         situation.engine.options.algorithms.find(describe(*challenge->algorithm).name) != nullptr;
}

/// A source of keys also hands out those without a name, of which a signature then tells whether one was meant. Here
/// the name is all that says whose key it is: one without it is somebody else's. Nor does a source widen the
/// algorithms.
bool is_meant(const VerificationKey& key, std::string_view kid, const SignatureAlgorithm& algorithm) noexcept {
  //= rfc7800#3.4 the kid identifies the proof-of-possession key
  return !kid.empty() && key.kid() == kid && &key.algorithm() == &algorithm;
}

// Fetchers and sources of keys are the caller's code, which may throw.
Result<> run(const Method& method, const Situation& situation, const json::Value& member) {
  try {
    return method.confirm(situation, member);
  } catch (...) {
    return fail(Errc::internal, "confirmation");
  }
}

bool selects_only(const json::Value& cnf, const Method& method) noexcept {
  constexpr std::string_view kKeys[] = {"jwk", "jwe", "jku"};
  return method.selects &&
         std::ranges::any_of(kKeys, [&cnf](std::string_view name) { return cnf.find(name).has_value(); });
}

}  // namespace

State state_of(const Error& error) noexcept {
  if (error.code == Errc::not_bound) return State::not_bound;
  return error.code == Errc::not_confirmable ? State::not_confirmable : State::refused;
}

bool same_text(std::string_view a, std::string_view b) noexcept {
  return crypto::equal_in_constant_time(as_bytes(a), as_bytes(b));
}

const dpop::Proof* usable_proof(const Presented& presented) noexcept {
  //= rfc9449#7 at a protected resource the proof MUST be for the access token that it presents
  const bool usable = presented.dpop != nullptr && presented.dpop->is_for_access_token();
  return usable ? presented.dpop : nullptr;
}

Result<> check_presented(const Situation& situation, bool for_any, std::string_view method) {
  const bool has_proof = for_any && usable_proof(situation.presented) != nullptr;
  return has_proof || has_challenge(situation) ? Result<>{} : not_confirmable(method, &kPossession);
}

Result<> prove_by_challenge(const Situation& situation, const KeySource& keys, std::string_view kid,
                            std::string_view method) {
  SIGNET_CHECK(check_presented(situation, false, method));
  const Challenge& challenge = *situation.presented.challenge;
  SIGNET_TRY(const KeyCandidates found, keys.find({.kid = kid, .algorithm = challenge.algorithm}));
  bool there = false;
  for (const auto& key : std::span(found.keys).first(found.count)) {
    if (!key || !is_meant(*key, kid, *challenge.algorithm)) continue;
    if (key->verify(challenge.input, challenge.signature)) return {};
    there = true;
  }
  return there ? not_bound(method, &kPossession) : fail(Errc::key_not_found, "kid", &kNamed);
}

Result<> prove_possession(const Situation& situation, const Key& key, std::string_view method) {
  if (has_challenge(situation)) {
    const Challenge& challenge = *situation.presented.challenge;
    SIGNET_TRY(const auto prepared, key.prepare(*challenge.algorithm));
    if (!prepared->verify(challenge.input, challenge.signature)) return not_bound(method, &kPossession);
    return {};
  }
  const dpop::Proof* proof = usable_proof(situation.presented);
  if (proof == nullptr || key.is_symmetric()) return not_confirmable(method, &kPossession);
  if (!same_text(key.thumbprint(), proof->jkt())) return not_bound(method, &kPossession);
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
  if (!cnf) return fail(Errc::claim_missing, "cnf", &kPresence);
  // The policy of the verifier may have been not to look; here the rules of cnf count.
  SIGNET_CHECK(jwt::check_claim_value(*jwt::find_registered_claim("cnf"), *cnf));
  const Situation situation{.engine = *state_, .presented = presented, .cnf = *cnf, .came_encrypted = came_encrypted};
  Bound bound;
  for (const Method* method : kMethods) {
    const auto member = cnf->find(method->name);
    if (!member || selects_only(*cnf, *method)) continue;
    SIGNET_CHECK(run(*method, situation, *member));
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
