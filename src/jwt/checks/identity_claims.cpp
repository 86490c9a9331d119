// Claims about a person: OpenID Connect for Identity Assurance Claims Registration 1.0 section 4.
#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kPlaceRules[] = {
    {"IDA Claims Registration 1.0 4.1", "country, region and locality of place_of_birth are strings"},
    {"IDA Claims Registration 1.0 4.1", "country of place_of_birth is a code of ISO 3166: 2 to 4 capital letters"},
};
constexpr Rule kNationality{"IDA Claims Registration 1.0 4.1",
                            "each nationality is a code of ICAO Doc 9303: 1 to 3 capital letters"};
constexpr Rule kNumber{"IDA Claims Registration 1.0 4.1",
                       "msisdn is a number of E.164: up to 15 digits, the first not 0"};

bool is_code(std::string_view text, std::size_t least, std::size_t most) noexcept {
  return text.size() >= least && text.size() <= most && codec::all(text, codec::is_upper);
}
/// ISO 3166-1 has two letters, ISO 3166-3 four; three stand in examples of the documents.
bool is_country(std::string_view text) noexcept {
  return is_code(text, 2, 4);
}
/// "D" is Germany.
bool is_nationality(std::string_view text) noexcept {
  return is_code(text, 1, 3);
}
bool is_msisdn(std::string_view text) noexcept {
  if (text.starts_with('+')) text.remove_prefix(1);
  return text.size() >= 2 && text.size() <= 15 && text.front() != '0' && codec::all(text, codec::is_digit);
}

constexpr MemberType kPlaceMembers[] = {{"country", is_string}, {"region", is_string}, {"locality", is_string}};

Breach check_place(const json::Value& place) noexcept {
  SIGNET_HOLDS(check_members(place, kPlaceMembers, kPlaceRules[0]));
  const auto country = place.find("country");
  return must(!country || is_country(*country->string()), kPlaceRules[1]);
}

}  // namespace

constexpr ClaimCheck kPlaceOfBirth{check_place, kPlaceRules};
constexpr ClaimCheck kNationalities = kCheckOf<is_array_of<is_string_of<is_nationality>>, kNationality>;
constexpr ClaimCheck kMsisdn = kCheckOf<is_string_of<is_msisdn>, kNumber>;

}  // namespace signet::jwt
