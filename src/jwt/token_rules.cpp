// Rules that need more than one claim of a token.
#include <algorithm>
#include <bitset>

#include "codec/ascii.h"
#include "jwt/checks/among.h"
#include "jwt/checks/text.h"
#include "jwt/claims_reader.h"
#include "signet/claim_registry.h"

namespace signet::jwt {
namespace {

bool is_true(const Claims& claims, std::string_view name) noexcept {
  const auto value = claims.find(name);
  return value && value->boolean() == true;
}

bool is_text(const Claims& claims, std::string_view name, std::string_view text) noexcept {
  const auto value = claims.find(name);
  return value && value->string() == text;
}

/// "+", digits and what makes them easier to read, and the extension of RFC 3966.
bool is_phone_number(std::string_view text) noexcept {
  constexpr std::string_view kExtension = ";ext=";
  const auto visible = [](char c) { return codec::is_digit(c) || std::string_view(" ().-").contains(c); };
  const std::size_t at = text.find(kExtension);
  const std::string_view number = text.substr(0, at);
  if (at != std::string_view::npos && !codec::all(text.substr(at + kExtension.size()), visible)) return false;
  const auto digits = std::ranges::count_if(number, codec::is_digit);
  return number.starts_with('+') && codec::all(number.substr(1), visible) && digits >= 2 && digits <= 15;
}

bool phone_number_is_whole(const Claims& claims) noexcept {
  if (!is_true(claims, "phone_number_verified")) return true;
  const auto number = claims.find("phone_number");
  return number && number->string() && is_phone_number(*number->string());
}

bool someone_is_named(const Claims& claims) noexcept {
  return claims.issuer() || claims.subject();
}

/// Calls `visit` with each name of a source that _claim_names refers to: a text, an array of them, or an object with
/// requests under them.
template <class Visit>
void for_each_source(const json::Value& names, const Visit& visit) noexcept {
  for (const auto& [claim, reference] : names.members()) {
    if (const auto name = reference.string()) visit(*name);
    for (const json::Value element : reference.elements()) visit(element.string().value_or(""));
    for (const auto& [name, request] : reference.members()) visit(name);
  }
}

/// The same for the names of the members of an object.
template <class Visit>
void for_each_name(const std::optional<json::Value>& object, const Visit& visit) noexcept {
  if (!object) return;
  for (const auto& [name, value] : object->members()) visit(name);
}

bool sources_are_there(const Claims& claims) noexcept {
  const json::Value names = *claims.find("_claim_names");
  const auto sources = claims.find("_claim_sources");
  return all_among([&names](const auto& visit) { for_each_source(names, visit); },
                   [&sources](const auto& visit) { for_each_name(sources, visit); });
}

bool maker_of_debug_is_named(const Claims& claims) noexcept {
  return !is_text(claims, "dbgstat", "disabled-permanently") || claims.find("oemid").has_value();
}

bool has_esnet_priority(const Claims& claims) noexcept {
  const auto rph = claims.find("rph");
  const auto auth = rph ? rph->find("auth") : std::nullopt;
  if (!auth) return false;
  for (const json::Value value : auth->elements()) {
    if (value.string().value_or("").starts_with("esnet.")) return true;
  }
  return false;
}

bool expires_after_nbf(const Claims& claims) noexcept {
  return !claims.expires_at() || !claims.not_before() || *claims.expires_at() > *claims.not_before();
}

bool expires_after_iat(const Claims& claims) noexcept {
  return !claims.expires_at() || !claims.issued_at() || *claims.expires_at() > *claims.issued_at();
}

bool authenticated_before_iat(const Claims& claims) noexcept {
  const auto when = parse_numeric_date(*claims.find("auth_time"), {});
  return !when || !claims.issued_at() || *when <= *claims.issued_at();
}

/// RFC 9246: "cdnicrit" is a comma-separated list of names of claims that the token has and that RFC 9246 does not
/// define.
bool critical_claims_are_there(const Claims& claims) noexcept {
  bool defined = false;
  const auto each_critical = [&](const auto& visit) {
    std::string_view rest = claims.find("cdnicrit")->string().value_or("");
    while (!rest.empty()) {
      const std::string_view name = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(name.size() + 1, rest.size()));
      const ClaimInfo* row = find_registered_claim(name);
      defined = defined || (row != nullptr && row->document->name == "RFC 9246");
      visit(name);
    }
  };
  const auto each_claim = [&claims](const auto& visit) { for_each_name(claims.json(), visit); };
  return all_among(each_critical, each_claim) && !defined;
}

constexpr TokenRule beside(std::string_view claim, std::string_view companion, Rule rule, Side side = Side::recipient) {
  return {claim, companion, nullptr, side, rule};
}
constexpr TokenRule holding(std::string_view claim, bool (*holds)(const Claims&) noexcept, Rule rule,
                            Side side = Side::recipient) {
  return {claim, "", holds, side, rule};
}

constexpr TokenRule kRules[] = {
    holding("_claim_names", sources_are_there,
            {"OpenID Connect Core 1.0 5.6.2", "each source that _claim_names refers to is in _claim_sources"}),
    beside("_claim_sources", "_claim_names",
           {"OpenID Connect Core 1.0 5.6.2", "_claim_sources stands beside _claim_names"}, Side::issuer),
    beside("atc", "exp", {"RFC 9447 4", "exp stands beside atc"}),
    beside("atc", "jti", {"RFC 9447 4", "jti stands beside atc"}),
    holding("auth_time", authenticated_before_iat,
            {"OpenID Connect Core 1.0 2", "the user was authenticated before the token was issued: auth_time, iat"},
            Side::issuer),
    holding("cdnicrit", critical_claims_are_there,
            {"RFC 9246 2.1.9", "cdnicrit names claims of the token that RFC 9246 does not define"}, Side::issuer),
    beside("cdnistt", "cdniets", {"RFC 9246 2.1.13", "cdniets stands beside cdnistt"}),
    holding("cnf", someone_is_named, {"RFC 7800 3", "iss or sub says who holds the key of cnf"}),
    holding("dbgstat", maker_of_debug_is_named, {"RFC 9711 4.2.9.4", "oemid stands beside disabled-permanently"}),
    beside("exi", "jti", {"RFC 9200 5.10.3", "jti stands beside exi"}),
    holding("exp", expires_after_nbf, {"RFC 7519 4.1.4", "a token that expires before it becomes valid is valid never"},
            Side::issuer),
    holding("exp", expires_after_iat, {"RFC 7519 4.1.4", "a token that expires before it is issued is valid never"},
            Side::issuer),
    beside("hwmodel", "oemid", {"RFC 9711 4.2.4", "oemid stands beside hwmodel"}),
    beside("hwversion", "hwmodel", {"RFC 9711 4.2.5", "hwmodel stands beside hwversion"}),
    beside("oemboot", "oemid", {"RFC 9711 4.2.8", "oemid stands beside oemboot"}),
    holding("phone_number_verified", phone_number_is_whole,
            {"OpenID Connect Core 1.0 5.1", "a phone number that was verified is there, in E.164 with any ;ext="}),
    beside("rcdi", "rcd", {"RFC 9795 6", "rcd stands beside rcdi"}),
    holding("sph", has_esnet_priority, {"RFC 9027 4", "sph stands beside an rph with an esnet priority"}),
    beside("swversion", "swname", {"RFC 9711 4.2.7", "swname stands beside swversion"}),
    beside("vot", "vtm", {"RFC 8485 3.1", "vtm stands beside vot"}),
    beside("vtm", "vot", {"RFC 8485 3.1", "vot stands beside vtm"}),
};
static_assert(std::ranges::is_sorted(kRules, {}, &TokenRule::claim));

bool holds(const TokenRule& rule, const Claims& claims) noexcept {
  return rule.holds == nullptr ? claims.find(rule.companion).has_value() : rule.holds(claims);
}

}  // namespace

std::span<const TokenRule> token_rules() noexcept {
  return kRules;
}

bool has_token_rule(const ClaimInfo& claim) noexcept {
  static const auto kOrders = [] {
    std::bitset<256> orders;
    for (const TokenRule& rule : kRules) {
      if (rule.side == Side::recipient) orders.set(find_registered_claim(rule.claim)->order);
    }
    return orders;
  }();
  return kOrders.test(claim.order);
}

void check_token_rules(const Claims& claims, Side side, const ValueRules& rules, Report& report, Report& warnings) {
  for (const TokenRule& rule : kRules) {
    if (report.done()) return;
    if ((rule.side == Side::issuer && side == Side::recipient) || !claims.find(rule.claim)) continue;
    const Scrutiny scrutiny = rules.of(rule.claim);
    if (scrutiny == Scrutiny::off || holds(rule, claims)) continue;
    (scrutiny == Scrutiny::warn ? warnings : report).add(Errc::claim_rule, rule.claim, &rule.rule);
  }
}

}  // namespace signet::jwt
