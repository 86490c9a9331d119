// The claims about a person: OpenID Connect Core 1.0 section 5.1.
#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kWebUrl{"OpenID Connect Core 1.0 5.1", "it is the address of a web page or image: an http or https URL"};
constexpr Rule kAddrSpec{"OpenID Connect Core 1.0 5.1", "email is an addr-spec of RFC 5322: local-part@domain"};
constexpr Rule kDayOrYear{"OpenID Connect Core 1.0 5.1", "birthdate is a day, YYYY-MM-DD, or a year, YYYY"};
constexpr Rule kZoneName{"OpenID Connect Core 1.0 5.1", "zoneinfo is a name of the time zone database: Europe/Paris"};
constexpr Rule kLanguageTag{"OpenID Connect Core 1.0 5.1", "locale is a language tag of BCP 47: en-US, or en_US"};
constexpr Rule kAddressTexts{"OpenID Connect Core 1.0 5.1.1", "the members of an address are strings"};

bool is_birthdate(std::string_view text) noexcept {
  return is_date(text) || (text.size() == 4 && codec::all(text, codec::is_digit));
}

/// As the files of the database may be called: parts of letters, digits, "_", "+" and "-" with "/" between them.
bool is_zone_name(std::string_view text) noexcept {
  const auto allowed = [](char c) { return codec::is_alnum(c) || std::string_view("_+-/").contains(c); };
  return codec::all(text, allowed) && codec::is_alpha(text.front()) && !text.ends_with('/') && !text.contains("//");
}

/// A language tag in which "_" may stand for the first "-".
bool is_locale(std::string_view text) noexcept {
  const std::size_t underscore = text.find('_');
  if (underscore == std::string_view::npos) return is_language_tag(text);
  const std::string_view language = text.substr(0, underscore);
  const std::string_view region = text.substr(underscore + 1);
  const auto is_region = [](std::string_view part) {
    return (part.size() == 2 && codec::all(part, codec::is_alpha)) ||
           (part.size() == 3 && codec::all(part, codec::is_digit));
  };
  return is_language_tag(language) && is_region(region);
}

constexpr MemberType kAddressMembers[] = {
    {"formatted", is_string},   {"street_address", is_string}, {"locality", is_string},    {"region", is_string},
    {"postal_code", is_string}, {"country", is_string},        {"country_code", is_string}};

Breach check_address(const json::Value& address) noexcept {
  return check_members(address, kAddressMembers, kAddressTexts);
}

}  // namespace

constexpr ClaimCheck kWebPage = kCheckOf<is_string_of<is_web_url>, kWebUrl>;
constexpr ClaimCheck kEmail = kCheckOf<is_string_of<is_email>, kAddrSpec>;
constexpr ClaimCheck kBirthdate = kCheckOf<is_string_of<is_birthdate>, kDayOrYear>;
constexpr ClaimCheck kZoneinfo = kCheckOf<is_string_of<is_zone_name>, kZoneName>;
constexpr ClaimCheck kLocale = kCheckOf<is_string_of<is_locale>, kLanguageTag>;
constexpr ClaimCheck kAddress{check_address, {&kAddressTexts, 1}};

}  // namespace signet::jwt
