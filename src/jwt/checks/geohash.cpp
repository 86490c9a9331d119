// geohash: CTA-5009.
#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kGeohashRules[] = {
    {"CTA-5009", "geohash names at least one place"},
    {"CTA-5009", "a geohash has digits and lower-case letters but a, i, l and o"},
};

bool is_geohash(std::string_view text) noexcept {
  const auto allowed = [](char c) { return std::string_view("0123456789bcdefghjkmnpqrstuvwxyz").contains(c); };
  return codec::all(text, allowed);
}

Breach check_geohash(const json::Value& value) noexcept {
  if (value.is_string()) return must(is_string_of<is_geohash>(value), kGeohashRules[1]);
  SIGNET_HOLDS(must(value.size() > 0, kGeohashRules[0]));
  return must(is_array_of<is_string_of<is_geohash>>(value), kGeohashRules[1]);
}

}  // namespace

constexpr ClaimCheck kGeohash{check_geohash, kGeohashRules};

}  // namespace signet::jwt
