// What an Entity Attestation Token says of a device and its software: RFC 9711 sections 4.1 to 4.3.
#include <charconv>
#include <cstddef>
#include <cstdint>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kNonceRules[] = {
    {"RFC 9711 4.1", "a nonce of eat_nonce has 8 to 88 octets"},
    {"RFC 9711 4.1", "an array of nonces has two or more"},
};
constexpr Rule kUeidOctets{"RFC 9711 4.2.1", "ueid is 7 to 33 octets as base64url"};
constexpr Rule kSueidsRules[] = {
    {"RFC 9711 4.2.2", "sueids has one label or more"},
    {"RFC 9711 4.2.2", "under each label of sueids are 7 to 33 octets as base64url"},
};
constexpr Rule kOemidForms{"RFC 9711 4.2.3",
                           "oemid is an enterprise number, 3 octets of the IEEE, or 16 random octets"};
constexpr Rule kHwmodelOctets{"RFC 9711 4.2.4", "hwmodel is 1 to 32 octets as base64url"};
constexpr Rule kVersionPair{"RFC 9711 4.2.5", "it is an array of a version and perhaps the scheme of versions"};
constexpr Rule kDebugStates{"RFC 9711 4.2.9", "dbgstat is one of the five states, by its name"};
constexpr Rule kLocationRules[] = {
    {"RFC 9711 4.2.10", "location has latitude and longitude"},
    {"RFC 9711 4.2.10", "the members of location are numbers; timestamp is an integer, age one that is not negative"},
    {"RFC 9711 4.2.10", "latitude is from -90 to 90, longitude from -180 to 180"},
};
constexpr Rule kProfileForms{"RFC 9711 4.3.2", "eat_profile is a URI, or an OID with points"};
constexpr Rule kSeconds{"RFC 9711 4.2.11", "uptime is not negative"};
constexpr Rule kBoots{"RFC 9711 4.2.12", "bootcount is not negative"};
constexpr Rule kSeedOctets{"RFC 9711 4.2.13", "bootseed is octets as base64url"};
constexpr Rule kUse{"RFC 9711 4.3.3", "intuse is the name of a use"};

bool is_nonce(const json::Value& value) noexcept {
  const auto text = value.string();
  return text && text->size() >= 8 && text->size() <= 88;
}
Breach check_nonce(const json::Value& value) noexcept {
  if (!value.is_array()) return must(is_nonce(value), kNonceRules[0]);
  SIGNET_HOLDS(must(is_array_of<is_nonce>(value), kNonceRules[0]));
  return must(value.size() >= 2, kNonceRules[1]);
}

//= rfc9711#4.2.1.2 a consumer makes no use of what is inside
bool is_ueid(std::string_view text) noexcept {
  return is_base64url(text, 7, 33);
}
Breach check_sueids(const json::Value& ids) noexcept {
  SIGNET_HOLDS(must(ids.size() > 0, kSueidsRules[0]));
  for (const auto& [label, id] : ids.members()) SIGNET_HOLDS(must(is_string_of<is_ueid>(id), kSueidsRules[1]));
  return kHolds;
}

/// The CDDL of section 4.2.3.1 counts 24 characters for 16 octets, which is so with padding alone: both are taken.
bool is_oem_text(std::string_view text) noexcept {
  if (text.size() == 24 && text.ends_with("==")) text.remove_suffix(2);
  return is_base64url(text, 3, 3) || is_base64url(text, 16, 16);
}
bool is_oemid(const json::Value& value) noexcept {
  return value.is_string() ? is_string_of<is_oem_text>(value) : is_unsigned(value);
}

bool is_hwmodel(std::string_view text) noexcept {
  return is_base64url(text, 1, 32);
}

bool is_version(const json::Value& value) noexcept {
  if (value.size() != 1 && value.size() != 2) return false;
  auto element = value.elements().begin();
  if (!(*element).is_string()) return false;
  return value.size() == 1 || is_any_of<is_string, is_integer>(*++element);
}

bool is_debug_state(const json::Value& value) noexcept {
  constexpr std::string_view kStates[] = {"enabled", "disabled", "disabled-since-boot", "disabled-permanently",
                                          "disabled-fully-and-permanently"};
  return is_one_of(value, kStates);
}

constexpr MemberType kLocationMembers[] = {
    {"latitude", is_number}, {"longitude", is_number},  {"altitude", is_number},
    {"accuracy", is_number}, {"heading", is_number},    {"altitude-accuracy", is_number},
    {"speed", is_number},    {"timestamp", is_integer}, {"age", is_unsigned}};

/// Whether a number that is no double is too small to be one: its first digit that counts stands far behind the point.
bool is_tiny(std::string_view number) noexcept {
  const std::size_t e = number.find_first_of("eE");
  if (e == std::string_view::npos) return number.starts_with("0.") || number.starts_with("-0.");
  const std::string_view exponent = number.substr(e + 1);
  std::ptrdiff_t power = 0;
  const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
  const auto digits = static_cast<std::ptrdiff_t>(number.find_first_of(".eE"));
  return exponent.starts_with('-') && (read.ec != std::errc() || power + digits < 0);
}

bool is_within(const json::Value& number, double bound) noexcept {
  const std::string_view text = *number.number_text();
  double read = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), read);
  if (result.ec == std::errc::result_out_of_range) return is_tiny(text);
  return read >= -bound && read <= bound;
}
Breach check_location(const json::Value& location) noexcept {
  SIGNET_HOLDS(must(has_members(location, {"latitude", "longitude"}), kLocationRules[0]));
  SIGNET_HOLDS(check_members(location, kLocationMembers, kLocationRules[1]));
  const bool on_earth = is_within(*location.find("latitude"), 90) && is_within(*location.find("longitude"), 180);
  return must(on_earth, kLocationRules[2]);
}

/// One arc, without leading zeros.
bool is_arc(std::string_view text) noexcept {
  return codec::all(text, codec::is_digit) && (text.size() == 1 || text.front() != '0');
}
bool is_oid(std::string_view text) noexcept {
  if (text.size() < 3 || text[0] > '2' || text[1] != '.') return false;
  while (true) {
    const std::size_t end = text.find('.');
    if (!is_arc(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}
bool is_eat_profile(std::string_view text) noexcept {
  return is_uri(text) || is_oid(text);
}

}  // namespace

constexpr ClaimCheck kEatNonce{check_nonce, kNonceRules};
constexpr ClaimCheck kUeid = kCheckOf<is_string_of<is_ueid>, kUeidOctets>;
constexpr ClaimCheck kSueids{check_sueids, kSueidsRules};
constexpr ClaimCheck kOemid = kCheckOf<is_oemid, kOemidForms>;
constexpr ClaimCheck kHwmodel = kCheckOf<is_string_of<is_hwmodel>, kHwmodelOctets>;
constexpr ClaimCheck kEatVersion = kCheckOf<is_version, kVersionPair>;
constexpr ClaimCheck kDbgstat = kCheckOf<is_debug_state, kDebugStates>;
constexpr ClaimCheck kLocation{check_location, kLocationRules};
constexpr ClaimCheck kEatProfile = kCheckOf<is_string_of<is_eat_profile>, kProfileForms>;
constexpr ClaimCheck kUptime = kCheckOf<is_unsigned, kSeconds>;
constexpr ClaimCheck kBootcount = kCheckOf<is_unsigned, kBoots>;
constexpr ClaimCheck kBootseed = kCheckOf<is_string_of<is_octets>, kSeedOctets>;
constexpr ClaimCheck kIntuse = kCheckOf<is_text, kUse>;

}  // namespace signet::jwt
