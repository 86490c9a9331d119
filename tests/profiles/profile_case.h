// A file of tests/tokens: one valid token of a profile, and for each step of its document tokens that fail there.
//
//   profile, issuer, audience   texts; typ: the one that the policy says, where the profile leaves it open
//   now                         seconds; nested: true when the tokens are encrypted, and the policy wants that
//   header, claims, context     of the valid token
//   cases                       step (0: none), why, error ("code(subject)" or "ok"), and what differs:
//     header, claims, context   merge patches (RFC 7396) of those above, or texts that take their place
//     issuers, audiences, now   take the place of those above
//     tamper                    signature or ciphertext (a bit of it), space (one more), points (none), unsigned
//     encrypted, alg, max_age   of the policy: whether it wants encrypted tokens, the algorithm, seconds
//     nested, outer             whether the token is encrypted; members of the outer header, where cty replaces JWT
//     issue                     the claims are given to a Builder
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/profile.h"

namespace signet::test {

/// What a token is and what it is held against.
struct TokenCase {
  std::string header;
  std::string claims;
  std::string context;
  std::vector<std::string> issuers;
  std::vector<std::string> audiences;
  Timestamp now;
  std::string tamper = {};
  bool encrypted = false;
  bool nested = false;
  bool issue = false;
  std::string outer = {};
  std::string alg = "ES256";
  std::optional<Duration> max_age = {};
};

struct StepCase {
  std::size_t step = 0;  ///< 0: the whole, no step of the document
  std::string why;
  std::string error;
  TokenCase token;
};

class ProfileCases {
 public:
  /// Every file of tests/tokens.
  static std::vector<std::string> files();
  static ProfileCases read(const std::string& file);

  const jwt::Profile& profile() const noexcept { return *profile_; }
  const TokenCase& valid() const noexcept { return valid_; }
  const std::vector<StepCase>& cases() const noexcept { return cases_; }
  /// A verifier for this profile and this token: issuer of the file, and the file's typ where there is one.
  jwt::Verifier verifier(const TokenCase& token) const;
  /// The same for any issuer and audience.
  jwt::Verifier open_verifier() const;

 private:
  jwt::Policy policy() const;
  const jwt::Profile* profile_ = nullptr;
  std::string typ_;
  TokenCase valid_;
  std::vector<StepCase> cases_;
};

/// The signed token.
std::string sign(const TokenCase& token);
/// The verdict of a verifier: "ok" or the first error.
std::string judge(const jwt::Verifier& verifier, const TokenCase& token);
/// What a Builder with this profile says to the claims.
std::string issue(const jwt::Profile& profile, const TokenCase& token);

}  // namespace signet::test
