// Profiles: what a document asks of its kind of token, as data. `signet/profiles.h` has those that Signet knows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "signet/claims.h"
#include "signet/json.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::jwt {

class Report;  // internal

/// What the application knows and a token is held against, for one verification. What is not given is not compared;
/// a profile that cannot do without a value says so: policy_incomplete(NAME). What is given and no profile of the
/// policy compares is policy_incomplete(context). The texts must live as long as the call.
struct Context {
  std::optional<std::string_view> client_id = {};         ///< of the party that the token is for, or that sent it
  std::optional<std::string_view> assertion_issuer = {};  ///< who else than the client itself may assert who it is
  std::optional<std::string_view> nonce = {};             ///< that was sent with the request
  std::optional<std::string_view> access_token = {};      ///< that came with the token: at_hash
  std::optional<std::string_view> code = {};              ///< that came with the token: c_hash
  /// It came from the Authorization Endpoint itself: nonce is needed, and hashes of what came along must be there.
  bool front_channel = false;
  std::optional<std::string_view> state = {};         ///< that was sent with the request
  std::optional<std::string_view> subject = {};       ///< sub of the ID Token that the answer belongs to
  std::optional<std::string_view> resource = {};      ///< identifier that metadata was asked for
  std::optional<std::string_view> actor = {};         ///< sub of the party that wants to act
  std::optional<std::string_view> actor_issuer = {};  ///< its iss; needed where may_act has one
  bool legacy_audience = false;                       ///< an array of audiences is taken where a string is asked for
  std::span<const std::string_view> acr_values = {};  ///< one of which the authentication must have reached
  /// Since the user was authenticated: auth_time. A negative one is limit_exceeded(max_auth_age).
  std::optional<Duration> max_auth_age = {};
};

/// What a profile's check sees of a token whose signature holds and whose registered claims have their types.
struct ProfileInput {
  const Claims& claims;
  json::Value header;
  std::string_view encryption;  ///< the content encryption that it came in, or empty
  std::string_view algorithm;   ///< the row that verified it; empty before a token is signed
  Timestamp now;
  Duration leeway;
  std::span<const std::string> issuers;    ///< that the policy expects; empty: any
  std::span<const std::string> audiences;  ///< that the policy expects; empty: any
  const Context& context;
  bool issuing = false;  ///< the token is being made: nothing is known of the recipient
};

/// Who sees to a step of a document.
enum class Duty : std::uint8_t {
  verifier,     ///< every verification with the profile
  context,      ///< the same, when Context has what is compared
  issuer,       ///< who makes the token: Builder::profile()
  application,  ///< the caller: it needs what no token and no Context shows
};
/// "verifier" ...
std::string_view name_of(Duty duty) noexcept;

/// A step of the document's own list of checks. Its number is its place, from 1.
struct ProfileStep {
  Duty duty;
  Rule rule;
};

enum class ProfileKind : std::uint8_t {
  token,    ///< a kind of token of its own
  overlay,  ///< rules that are added to another kind
};

/// One profile. Every text lives as long as the profile, and the profile as long as the verifiers and builders that
/// use it. Other claims and header parameters than the named ones are allowed.
struct Profile {
  std::string_view id;     ///< "at+jwt"
  std::string_view title;  ///< "JWT Profile for OAuth 2.0 Access Tokens"
  std::string_view document;
  ProfileKind kind = ProfileKind::token;
  const Profile* base = nullptr;  ///< whose rules hold as well
  /// What tells such a token from every other kind; empty: nothing does, and the policy has to say which typ it
  /// expects.
  std::string_view distinguished_by = {};

  std::string_view typ = {};  ///< that a token is made with; empty: JWT
  std::span<const std::string_view> accepted_typs = {};
  bool typ_may_be_absent = false;

  std::span<const std::string_view> required_header = {};
  std::span<const std::string_view> required = {};   ///< claims
  std::span<const std::string_view> optional = {};   ///< claims that the document speaks of
  std::span<const std::string_view> forbidden = {};  ///< claims
  Rule members = {};                                 ///< that says what is required and what is forbidden

  /// Where such tokens are verified when a Verifier cannot: "signet/dpop.h". Policies and builders refuse the profile.
  std::string_view own_verifier = {};
  std::span<const ProfileStep> steps = {};
  /// The members of Context that `check` looks at.
  std::span<const std::string_view> compares = {};
  /// What rows cannot say. Null: nothing.
  void (*check)(const ProfileInput& input, Report& report) = nullptr;

  /// Whether the document speaks of this claim.
  bool names_claim(std::string_view claim) const noexcept;
  bool needs_explicit_typ() const noexcept { return kind == ProfileKind::token && distinguished_by.empty(); }
};

}  // namespace signet::jwt
