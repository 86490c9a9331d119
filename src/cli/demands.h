// What `verify` and `explain` demand of a token, as it was typed.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/invocation.h"
#include "cli/profile_choice.h"
#include "cli/revocations.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/remote_jwks.h"
#include "signet/requirement.h"

namespace signet::cli {

inline constexpr Flag kExpectationFlags[] = {
    {"--issuer", "TEXT", "the only issuer that is accepted; may be repeated", true},
    {"--any-issuer", "", "accept every issuer"},
    {"--audience", "TEXT", "the token must be for this audience; of several, for one", true},
    {"--any-audience", "", "accept every audience"},
    {"--alg", "NAME[,NAME]", "the algorithms that are accepted, when the keys do not name them", true},
    {"--policy", "NAME",
     "a dated policy: its claims are required, and without --alg its algorithms are the ones that are accepted"},
    {"--typ", "TYPE", "the type that the header must name, instead of JWT or none; may be repeated", true},
    {"--any-typ", "", "accept every type"},
    {"--require", "NAME[,NAME]",
     "claims that must be there, or what one of them must say, as \"roles contains 'admin'\"; may be repeated", true},
    {"--registered-claims", "HOW",
     "what happens with a registered claim whose value breaks its rules: strict (refuse, unless given), warn or off"},
    kProfileFlag,
};
/// What profiles are given, beside --profile itself.
inline constexpr FlagGroup kProfileGroup = {"What the profile holds it against", kContextFlags};
inline constexpr Flag kTimeFlags[] = {
    {"--now", "TIME", "take this as the time: seconds, or 2026-11-01T12:00:00Z"},
    {"--leeway", "DURATION", "how far clocks may differ: 10s unless given, 60s at most"},
    {"--max-age", "DURATION", "how long ago the token may have been made, by its iat"},
};

/// Rules on the header and the claims. An empty list of issuers or audiences: any.
struct Demands {
  std::vector<std::string> issuers;
  std::vector<std::string> audiences;
  std::vector<std::string> typs;  ///< empty and not any_typ: as the profiles say, else JWT or none
  bool any_typ = false;
  jwt::Scrutiny registered_claims = jwt::Scrutiny::strict;
  std::vector<std::string> required;  ///< also those of --policy
  std::vector<jwt::Requirement> requirements;
  Profiles profiles;
  Duration leeway = jwt::kDefaultLeeway;
  std::optional<Duration> max_age;
  std::size_t max_size = jwt::kMaxSize;
};
/// Errors: policy_incomplete(issuer|audience), usage(FLAG).
Outcome<Demands> read_demands(const Invocation& run);
/// The policy of these demands, which leaves algorithms open.
jwt::Policy to_policy(const Demands& demands);

/// The keys that are trusted, the algorithms that are accepted, and what was revoked.
struct Trust {
  JwkSet keys;
  AlgorithmSet allowed;
  std::shared_ptr<const RemoteJwkSet> remote = nullptr;  ///< where they came from the network
  Revocations revocations = {};                          ///< of --revocations
};
/// Errors: those of keys, feed_place and read_feed.
Outcome<Trust> load_trust(Invocation& run);

}  // namespace signet::cli
