#include "jose/crit.h"

#include <algorithm>
#include <string_view>

#include "jose/header_parameters.h"
#include "try.h"

namespace signet::jose {
namespace {

constexpr Rule kRule{"RFC 7515 4.1.11",
                     "crit is a non-empty array of distinct names of extensions that stand in the header"};

std::unexpected<Error> malformed() {
  return fail(Errc::crit_malformed, "crit", &kRule);
}

bool stands_before(const json::Value& crit, std::size_t index, std::string_view name) noexcept {
  for (const json::Value element : crit.elements()) {
    if (index-- == 0) return false;
    if (element.string() == name) return true;
  }
  return false;
}

Result<> check_form(const json::Value& header, const json::Value& crit) {
  //= rfc7515#4.1.11 producers MUST NOT use the empty list as the "crit" value
  if (!crit.is_array() || crit.size() == 0 || crit.size() > kMaxCritNames) return malformed();
  std::size_t index = 0;
  for (const json::Value element : crit.elements()) {
    const auto name = element.string();
    if (!name || stands_before(crit, index++, *name)) return malformed();
    //= rfc7515#4.1.11 MUST NOT include names defined by this specification or by JWA
    const HeaderParameter* row = find_header_parameter(*name);
    if (row != nullptr && row->standard) return malformed();
    //= rfc7515#4.1.11 MUST NOT include names that do not occur as names within the JOSE Header
    if (!header.find(*name)) return malformed();
  }
  return {};
}

}  // namespace

Result<> check_crit(const json::Value& header, Extensions understood) {
  const auto crit = header.find("crit");
  if (!crit) return {};
  SIGNET_CHECK(check_form(header, *crit));
  //= rfc7515#4.1.11 if any of the listed extensions is not understood and supported, the JWS is invalid
  for (const json::Value element : crit->elements()) {
    const std::string_view name = element.string().value_or("");
    if (std::ranges::find(understood, name) == understood.end()) return fail_on_input(Errc::crit_unknown, name, &kRule);
  }
  return {};
}

bool is_critical(const json::Value& header, std::string_view name) noexcept {
  const auto crit = header.find("crit");
  return crit && stands_before(*crit, crit->size(), name);
}

}  // namespace signet::jose
