// Requirements on claims, written as text: "roles contains 'admin'".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "signet/claims.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::jwt {

/// One thing that a token's claims must say. It is a Check: `policy.check("requirement", *Requirement::parse(text))`.
///
///   loggedInAs                     the claim is there (so is `loggedInAs exists`)
///   loggedInAs == 'admin'          equal: text, an integer, true, false or null
///   loggedInAs != 'guest'          there, of the same type, and something else
///   level >= 2                     <, <=, > and >= compare integers
///   roles contains 'admin'         an element of an array is equal, or a word of a text, as of scope
///   roles contains any ['a','b']   one of these is contained; `contains all`: each of them is
///   plan in ['gold','silver']      equal to one of them
///   /address/country == 'NL'       a JSON Pointer (RFC 6901) leads into the claim
///   'https://a.example/x' == 1     a name with other characters than letters, digits, _, -, . and : in quotes
///
/// Texts stand in single quotes, where '' is a quote; they are compared octet by octet, and nothing is converted: the
/// number 1 is not the text '1'. A claim that is not there meets no requirement.
class Requirement {
 public:
  static constexpr std::size_t kMaxText = 1024;
  static constexpr std::size_t kMaxValues = 64;

  /// Errors: malformed_requirement(name|operator|value|end), limit_exceeded(requirement).
  static Result<Requirement> parse(std::string_view text);

  /// Errors: claim_missing(NAME), claim_mismatch(NAME), where NAME is that of the outermost claim.
  Result<> operator()(const Claims& claims, Timestamp now) const;
  /// As it was written.
  const std::string& text() const noexcept SIGNET_LIFETIME_BOUND { return text_; }

 private:
  friend class RequirementReader;
  enum class Test : std::uint8_t {
    exists,
    equal,
    other,
    less,
    at_most,
    more,
    at_least,
    contains_any,
    contains_all,
    in
  };
  /// Null is monostate.
  using Literal = std::variant<std::monostate, bool, std::int64_t, std::string>;
  struct Row;
  static const Row kRows[];

  Requirement() = default;
  static bool is_kind_of(const json::Value& value, const Literal& literal) noexcept;
  static bool equals(const json::Value& value, const Literal& literal) noexcept;
  static bool contains(const json::Value& value, const Literal& literal) noexcept;
  bool holds(const json::Value& value) const noexcept;
  bool compares(std::int64_t number) const noexcept;

  std::string text_;
  std::string path_;  // a name, or a JSON Pointer
  bool is_pointer_ = false;
  Test test_ = Test::exists;
  std::vector<Literal> values_;
};

}  // namespace signet::jwt
