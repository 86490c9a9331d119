// Security Event Tokens as a transmitter would make them, and as none should.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feed_support.h"
#include "signet/security_events.h"

namespace signet::test {

inline constexpr std::string_view kSetType = "application/secevent+jwt";
inline constexpr std::string_view kSessionRevoked =
    "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
inline constexpr std::string_view kCredentialChange =
    "https://schemas.openid.net/secevent/caep/event-type/credential-change";
inline constexpr std::string_view kAccountDisabled =
    "https://schemas.openid.net/secevent/risc/event-type/account-disabled";
inline constexpr std::string_view kUser = R"({"format":"iss_sub","iss":"https://issuer.example","sub":"alice"})";

/// Claims with one event, and whatever else there is to say ("sub_id":...).
inline std::string set_claims(std::string_view event, std::string_view payload, std::string_view more,
                              std::string_view id = "1") {
  return joined({R"({"iss":"https://issuer.example","jti":")", id,
                 R"(","iat":1800000000,"aud":"https://rs.example","events":{")", event, "\":", payload, "}", more,
                 "}"});
}
inline std::string with_subject(std::string_view event, std::string_view subject, std::string_view id = "1") {
  return set_claims(event, "{}", joined({",\"sub_id\":", subject}), id);
}
/// A token of these claims, by the issuer.
inline std::string set_of(std::string_view claims, std::string_view kid = "a", std::string_view typ = "secevent+jwt") {
  return token_of(claims, kid, typ);
}

/// "sub https://issuer.example alice before 1800000001 until 1800086460" for each entry, joined by "; ".
inline std::string text_of(const std::vector<Revocation>& entries) {
  const auto seconds = [](Timestamp when) {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count());
  };
  std::string text;
  for (const Revocation& entry : entries) {
    if (!text.empty()) text += "; ";
    text += joined({name_of(entry.kind), " ", entry.issuer, " ", entry.value});
    if (entry.issued_before) text += joined({" before ", seconds(*entry.issued_before)});
    text += joined({" until ", seconds(entry.expires)});
  }
  return text.empty() ? "nothing" : text;
}

/// What these claims revoke, or why they do not.
inline std::string read_claims(std::string_view claims, const SecurityEventRules& rules = {}, Timestamp now = kNow) {
  const auto document = json::Document::parse(claims);
  if (!document) return to_string(document.error());
  const auto view = jwt::Claims::of(document->root());
  if (!view) return to_string(view.error());
  const auto entries = read_security_event(*view, rules, now);
  return entries ? text_of(*entries) : to_string(entries.error());
}

}  // namespace signet::test
