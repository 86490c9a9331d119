#include "keys/jwks_response.h"

#include <algorithm>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "signet/json.h"
#include "try.h"

namespace signet::keys {
namespace {

constexpr std::string_view kWellKnown = "/.well-known/";

/// "application/json; charset=utf-8" is JSON, and so is every "+json" (RFC 6839 section 3.1).
bool is_json(std::string_view content_type) {
  std::string_view type = content_type.substr(0, std::min(content_type.find(';'), content_type.size()));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  constexpr std::string_view kSuffix = "+json";
  if (codec::equal_ignoring_case(type, "application/json")) return true;
  return type.size() > kSuffix.size() && codec::equal_ignoring_case(type.substr(type.size() - kSuffix.size()), kSuffix);
}

bool is_web(const codec::Uri& uri) {
  return (codec::has_scheme(uri, "https") || codec::has_scheme(uri, "http")) && uri.authority && !uri.host.empty();
}

}  // namespace

Result<> check_json_response(const HttpResponse& response) {
  if (response.status != kStatusOk) return fail(Errc::response_unusable, "status");
  const std::string* const type = response.find("content-type");
  // What says nothing of itself is judged by what it is.
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

Result<std::vector<std::string>> metadata_urls(std::string_view issuer) {
  const auto uri = codec::parse_uri(issuer);
  //= rfc8414#2 the issuer is a URL that uses the "https" scheme and has no query or fragment components
  if (!uri || !is_web(*uri) || uri->query || uri->fragment) return fail(Errc::fetch_refused, "issuer");
  std::string_view base = issuer;
  if (base.ends_with('/')) base.remove_suffix(1);
  std::string_view path = uri->path;
  if (path.ends_with('/')) path.remove_suffix(1);
  std::vector<std::string> urls;
  urls.reserve(2);
  urls.push_back(std::string(base).append(kWellKnown).append("openid-configuration"));
  //= rfc8414#3.1 any terminating "/" MUST be removed before the well-known string is inserted before the path
  const std::string_view origin = base.substr(0, base.size() - path.size());
  urls.push_back(std::string(origin).append(kWellKnown).append("oauth-authorization-server").append(path));
  return urls;
}

bool is_not_there(const HttpResponse& response) noexcept {
  constexpr int kFirst = 400;
  constexpr int kLast = 499;
  return response.status >= kFirst && response.status <= kLast;
}

Result<std::string> read_jwks_uri(const HttpResponse& response, std::string_view issuer) {
  SIGNET_CHECK(check_json_response(response));
  const auto document = json::Document::parse(response.body);
  if (!document) {
    if (document.error().code != Errc::malformed_json) return std::unexpected(document.error());
    return fail(Errc::malformed_json, "metadata");
  }
  const auto named = document->root().find("issuer");
  //= rfc8414#3.3 the "issuer" value returned MUST be identical to the issuer identifier that was asked about
  if (!named || named->string() != issuer) return fail(Errc::response_unusable, "issuer");
  const auto uri = document->root().find("jwks_uri");
  if (!uri || !uri->string()) return fail(Errc::response_unusable, "jwks_uri");
  const std::string_view text = *uri->string();
  const auto parsed = codec::parse_uri(text);
  if (!parsed || !is_web(*parsed)) return fail(Errc::response_unusable, "jwks_uri");
  // Keys do not come by a weaker way than the metadata that name them.
  const auto issuer_uri = codec::parse_uri(issuer);
  const bool is_weaker = issuer_uri && codec::has_scheme(*issuer_uri, "https") && !codec::has_scheme(*parsed, "https");
  if (is_weaker) return fail(Errc::response_unusable, "jwks_uri");
  return std::string(text);
}

}  // namespace signet::keys
