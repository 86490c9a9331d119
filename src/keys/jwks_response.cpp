#include "keys/jwks_response.h"

#include <algorithm>
#include <string_view>

#include "codec/ascii.h"
#include "try.h"

namespace signet::keys {
namespace {

/// "application/json; charset=utf-8" is JSON, and so is every "+json" (RFC 6839 section 3.1).
bool is_json(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  constexpr std::string_view kSuffix = "+json";
  if (codec::equal_ignoring_case(type, "application/json")) return true;
  return type.size() > kSuffix.size() && codec::equal_ignoring_case(type.substr(type.size() - kSuffix.size()), kSuffix);
}

}  // namespace

Result<> check_json_response(const HttpResponse& response) {
  if (response.status != kStatusOk) return fail(Errc::response_unusable, "status");
  const std::string* const type = response.find("content-type");
  if (type != nullptr && !is_json(*type)) return fail(Errc::response_unusable, "content_type");
  return {};
}

Result<JwkSet> read_jwks(const HttpResponse& response) {
  SIGNET_CHECK(check_json_response(response));
  SIGNET_TRY(JwkSet set, JwkSet::parse(response.body));
  if (count_usable(set) == 0) return fail(Errc::response_unusable, "keys");
  return set;
}

std::size_t count_usable(const JwkSet& set) noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(set.entries(), [](const KeySetEntry& entry) { return entry.key.has_value(); }));
}

}  // namespace signet::keys
