// A file of tests/tokens: one valid token of a profile, and for each step of its document tokens that fail there.
//
// {"profile": ID, "issuer": TEXT, "audience": TEXT, "typ": TYPE or null (the profile decides), "now": SECONDS,
//  "context": {...}, "header": {...}, "claims": {...},
//  "cases": [{"step": NUMBER, "why": TEXT, "error": "code(subject)" or "ok", and what differs:
//             "header", "claims", "context" are merge patches (RFC 7396) of those above, or texts that take their
//             place; "audiences" and "now" take the place of those above; "tamper": "signature" (a bit of it), "space"
//             (one is added), "points" (there are none); "encrypted": true (the policy wants encrypted tokens), "alg"
//             (the only one that it allows), "max_age" (seconds, of the policy)}]}
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
  std::vector<std::string> audiences;
  Timestamp now;
  std::string tamper = {};
  bool encrypted = false;
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
  std::string issuer_;
  std::string typ_;
  TokenCase valid_;
  std::vector<StepCase> cases_;
};

/// The signed token.
std::string sign(const TokenCase& token);
/// The verdict of a verifier: "ok" or the first error.
std::string judge(const jwt::Verifier& verifier, const TokenCase& token);

}  // namespace signet::test
