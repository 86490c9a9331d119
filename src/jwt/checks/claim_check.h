// How a claim says what is wrong with its value.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "signet/json.h"
#include "signet/result.h"

namespace signet::jwt {

/// The rule that a value broke, or none. `if (breach) return breach;`
class Breach {
 public:
  constexpr Breach() noexcept = default;
  /// `code` is claim_type or claim_rule; the rule is a constant.
  constexpr Breach(Errc code, const Rule& rule) noexcept : rule_(&rule), code_(code) {}
  constexpr explicit operator bool() const noexcept { return rule_ != nullptr; }
  constexpr Errc code() const noexcept { return code_; }
  constexpr const Rule* rule() const noexcept { return rule_; }

 private:
  const Rule* rule_ = nullptr;
  Errc code_ = Errc::claim_rule;
};

inline constexpr Breach kHolds;
/// `rule` is broken unless `holds`.
constexpr Breach must(bool holds, const Rule& rule) noexcept {
  return holds ? kHolds : Breach(Errc::claim_rule, rule);
}

/// What a claim asks of its value beside the type, which holds when `check` runs (ClaimInfo::type). It neither throws
/// nor allocates, and what it costs grows with the size of the value at most linearly (n log n where names are looked
/// up). `rules` names all that it may find, in the order in which it looks.
struct ClaimCheck {
  Breach (*check)(const json::Value& value) noexcept;
  std::span<const Rule> rules;
};

struct ClaimInfo;
/// The type, then the check of a claim; what check_claim_value() gives as an error.
Breach breach_in_value(const ClaimInfo& claim, const json::Value& value) noexcept;
/// The same for a value that is known to have the type.
Breach breach_in_typed_value(const ClaimInfo& claim, const json::Value& value) noexcept;

/// The first breach over all elements.
template <class Check>
Breach check_each(const json::Value& array, const Check& check) noexcept {
  for (const json::Value element : array.elements()) {
    if (const Breach breach = check(element)) return breach;
  }
  return kHolds;
}

/// The rules of several checks, one behind the other.
template <std::size_t... N>
consteval auto join_rules(const Rule (&... rules)[N]) {
  std::array<Rule, (N + ...)> all{};
  auto end = all.begin();
  ((end = std::ranges::copy(rules, end).out), ...);
  return all;
}

}  // namespace signet::jwt

/// Passes a breach on. In a constexpr function, too.
#define SIGNET_HOLDS(...)                                                  \
  do {                                                                     \
    if (const ::signet::jwt::Breach breach = (__VA_ARGS__)) return breach; \
  } while (false)
