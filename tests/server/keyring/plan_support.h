// Keys and plans as short texts: "ES256 a active published=0 activates=1" and "activate a; retire b".
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "server/keyring/plan.h"

namespace signet::server::keyring::test {

/// Hours since the beginning of these tests, which is not the zero time.
inline Timestamp at(double hour) {
  constexpr double kMicrosPerHour = 3.6e9;
  return Timestamp(std::chrono::seconds(1'800'000'000)) + Duration(static_cast<std::int64_t>(hour * kMicrosPerHour));
}

inline KeyInfo next_key(std::string kid, double published, std::string alg = "ES256") {
  return {.kid = std::move(kid),
          .alg = std::move(alg),
          .state = State::next,
          .created = at(published),
          .published = at(published)};
}
inline KeyInfo ordered_key(std::string kid, double published, double activates, std::string alg = "ES256") {
  KeyInfo key = next_key(std::move(kid), published, std::move(alg));
  key.activates = at(activates);
  return key;
}
inline KeyInfo active_key(std::string kid, double activates, std::string alg = "ES256") {
  KeyInfo key = ordered_key(std::move(kid), activates, activates, std::move(alg));
  key.state = State::active;
  key.stays = std::chrono::days(1);
  return key;
}
inline KeyInfo retiring_key(std::string kid, double retires, double vanishes, std::string alg = "ES256") {
  KeyInfo key = active_key(std::move(kid), retires - 1, std::move(alg));
  key.state = State::retiring;
  key.retires = at(retires);
  key.vanishes = at(vanishes);
  return key;
}

inline std::string_view name_of(Act act) {
  constexpr std::string_view kNames[] = {"make", "make_now", "extend", "certify", "activate", "retire", "remove"};
  return kNames[static_cast<std::size_t>(act)];
}

/// The actions, "|" and the hour of the next change.
inline std::string text_of(const Plan& plan) {
  std::string text;
  for (const Action& action : plan.actions) {
    if (!text.empty()) text += "; ";
    text += name_of(action.act);
    text += ' ';
    text += action.kid.empty() ? action.alg : action.kid;
  }
  text += '|';
  if (plan.next_change == Timestamp::max()) return text + "never";
  return text + std::to_string(std::chrono::floor<std::chrono::minutes>(plan.next_change - at(0)).count()) + "m";
}
inline std::string plan_text(const Policy& policy, const std::vector<KeyInfo>& keys, double now) {
  return text_of(make_plan(policy, keys, at(now)));
}

}  // namespace signet::server::keyring::test
