// A verifier under attack: what an operator configured, as the library takes it and as a line of a batch says it.
#pragma once

#include <chrono>
#include <optional>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "forge.h"
#include "scorecard.h"

namespace signet::test {

struct Rules {
  std::vector<std::string> issuers = {std::string(kIssuer)};      ///< none: ignored by name
  std::vector<std::string> audiences = {std::string(kAudience)};  ///< none: ignored by name
  std::vector<std::string> algorithms;
  std::optional<std::chrono::seconds> leeway = {};
};

class Target {
 public:
  /// A verifier that wants one algorithm and has its key.
  static Target of(const SignatureAlgorithm& row);
  /// One that has these keys; of private ones the public halves. The first algorithm labels it on the scorecard.
  Target(const Rules& rules, std::span<const Key> keys);
  /// One that was given a public JWK Set.
  Target(const Rules& rules, const JwkSet& public_set);

  const jwt::Verifier& verifier() const noexcept { return verifier_; }
  const JwkSet& keys() const noexcept { return keys_; }
  const AlgorithmSet& allowed() const noexcept { return allowed_; }
  const std::string& label() const noexcept { return label_; }
  /// Under another name, for inputs that belong to another algorithm.
  Target labelled(std::string_view alg) const;

  /// What the library says to a compact token: every way to verify it must say the same, no way may work beyond its
  /// bound, and a bare JWS may hold only where the claims are what is wrong.
  std::string verdict(std::string_view token) const;

 private:
  friend void refuse(const Target&, std::string_view, std::string_view, const std::source_location&);
  friend void record_json(const Target&, Form, std::string_view, std::string_view);
  std::size_t record_once() const;

  Rules rules_;
  JwkSet keys_;
  AlgorithmSet allowed_;
  jwt::Verifier verifier_;
  std::string label_;
  std::string key_json_;                     // empty: the set was public, which no batch takes
  mutable std::optional<std::size_t> line_;  // where the scorecard has this target
};

/// The compact token is refused, with this error (or one of "a|b"), and so are its segments in every other form of a
/// JWS, unless its claims are what is wrong. All of it is written down.
void refuse(const Target& target, std::string_view token, std::string_view expected,
            const std::source_location& where = std::source_location::current());
/// Writes down that a text in a JSON form was refused.
void record_json(const Target& target, Form form, std::string_view said, std::string_view text);
/// The token holds. Not counted: it shows that what is refused beside it is refused for its own sake.
void accept(const Target& target, std::string_view token,
            const std::source_location& where = std::source_location::current());

/// The text (JWK, PEM) or the octets are refused as a key. `alg` is the name that it counts for.
void refuse_key(std::string_view text, std::string_view expected, std::string_view alg = {},
                const std::source_location& where = std::source_location::current());
void refuse_octets(std::string_view octets, std::string_view expected, std::string_view alg = {},
                   const std::source_location& where = std::source_location::current());
/// The text is refused as a public set, or every member of it is and the first for this reason.
void refuse_set(std::string_view text, std::string_view expected,
                const std::source_location& where = std::source_location::current());
/// Anything else that the library refuses; the command line has no word for it.
void refuse_result(Form form, std::string_view alg, std::string_view said, std::string_view expected,
                   const std::source_location& where = std::source_location::current());

}  // namespace signet::test
