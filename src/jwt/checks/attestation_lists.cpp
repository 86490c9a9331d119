// The lists of an Entity Attestation Token: RFC 9711 sections 4.2.14 to 4.2.17.
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kDloasRules[] = {
    {"RFC 9711 4.2.14", "dloas has one or more"},
    {"RFC 9711 4.2.14", "each of dloas has the URI of a registrar, a platform and perhaps an application"},
};
constexpr Rule kManifestsRules[] = {
    {"RFC 9711 4.2.15", "manifests has one or more"},
    {"RFC 9711 4.2.15", "each of manifests is a CoAP Content-Format, 0 to 65535, and a text"},
};
constexpr Rule kMeasurementsRules[] = {
    {"RFC 9711 4.2.16", "measurements has one or more"},
    {"RFC 9711 4.2.16", "each of measurements is a CoAP Content-Format, 0 to 65535, and a text"},
};
constexpr Rule kMeasresRules[] = {
    {"RFC 9711 4.2.17", "measres has one or more"},
    {"RFC 9711 4.2.17", "each of measres is the name of a system and one or more results"},
    {"RFC 9711 4.2.17", "a result is a name, and success, fail, not-run or absent"},
};

bool is_dloa(const json::Value& value) noexcept {
  if (!is_array_of<is_string>(value) || (value.size() != 2 && value.size() != 3)) return false;
  return is_string_of<is_uri>(*value.elements().begin());
}

bool is_content_format(const json::Value& value) noexcept {
  const auto number = value.integer();
  return number && *number >= 0 && *number <= 65535;
}
bool is_content(const json::Value& value) noexcept {
  if (!value.is_array() || value.size() != 2) return false;
  auto element = value.elements().begin();
  const json::Value format = *element;
  const json::Value content = *++element;
  return is_content_format(format) && content.is_string();
}

Breach check_dloas(const json::Value& list) noexcept {
  SIGNET_HOLDS(must(list.size() > 0, kDloasRules[0]));
  return must(is_array_of<is_dloa>(list), kDloasRules[1]);
}
Breach check_manifests(const json::Value& list) noexcept {
  SIGNET_HOLDS(must(list.size() > 0, kManifestsRules[0]));
  return must(is_array_of<is_content>(list), kManifestsRules[1]);
}
Breach check_measurements(const json::Value& list) noexcept {
  SIGNET_HOLDS(must(list.size() > 0, kMeasurementsRules[0]));
  return must(is_array_of<is_content>(list), kMeasurementsRules[1]);
}

bool is_result(const json::Value& value) noexcept {
  constexpr std::string_view kResults[] = {"success", "fail", "not-run", "absent"};
  if (!value.is_array() || value.size() != 2) return false;
  auto element = value.elements().begin();
  const json::Value name = *element;
  const json::Value result = *++element;
  return name.is_string() && is_one_of(result, kResults);
}
Breach check_group(const json::Value& group) noexcept {
  SIGNET_HOLDS(must(group.is_array() && group.size() == 2, kMeasresRules[1]));
  auto element = group.elements().begin();
  const bool named = (*element).is_string();
  const json::Value results = *++element;
  SIGNET_HOLDS(must(named && results.is_array() && results.size() > 0, kMeasresRules[1]));
  return must(is_array_of<is_result>(results), kMeasresRules[2]);
}
Breach check_measres(const json::Value& list) noexcept {
  SIGNET_HOLDS(must(list.size() > 0, kMeasresRules[0]));
  return check_each(list, check_group);
}

}  // namespace

constexpr ClaimCheck kDloas{check_dloas, kDloasRules};
constexpr ClaimCheck kManifests{check_manifests, kManifestsRules};
constexpr ClaimCheck kMeasurements{check_measurements, kMeasurementsRules};
constexpr ClaimCheck kMeasres{check_measres, kMeasresRules};

}  // namespace signet::jwt
