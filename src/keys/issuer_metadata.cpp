#include "keys/issuer_metadata.h"

#include <algorithm>
#include <iterator>

#include "signet/json.h"
#include "try.h"

namespace signet::keys {
namespace {

constexpr std::string_view kWellKnown = "/.well-known/";

/// The URL that a member of the metadata holds.
Result<std::string> parse_place(std::string_view metadata, std::string_view issuer, std::string_view name) {
  const auto document = json::Document::parse(metadata);
  if (!document) {
    if (document.error().code != Errc::malformed_json) return std::unexpected(document.error());
    return fail(Errc::malformed_json, "metadata");
  }
  const auto named = document->root().find("issuer");
  //= rfc8414#3.3 the "issuer" value returned MUST be identical to the issuer identifier that was asked about
  if (!named || named->string() != issuer) return fail(Errc::response_unusable, "issuer");
  const auto member = document->root().find(name);
  if (!member || !member->string()) return fail(Errc::response_unusable, name);
  const std::string_view text = *member->string();
  const auto uri = codec::parse_uri(text);
  const bool is_usable = uri && text.size() <= kMaxKeysUrl && is_web(*uri) && !uri->fragment && !uri->userinfo;
  if (!is_usable) return fail(Errc::response_unusable, name);
  // Nothing goes by a weaker way than the metadata that name it.
  const auto issuer_uri = codec::parse_uri(issuer);
  const bool may_be_http = issuer_uri && codec::has_scheme(*issuer_uri, "http");
  if (!codec::has_scheme(*uri, "https") && !may_be_http) return fail(Errc::response_unusable, name);
  return std::string(text);
}

}  // namespace

bool is_web(const codec::Uri& uri) noexcept {
  const bool is_http = codec::has_scheme(uri, "https") || codec::has_scheme(uri, "http");
  return is_http && uri.authority && !uri.host.empty();
}

Result<std::vector<std::string>> metadata_urls(std::string_view issuer) {
  const auto uri = codec::parse_uri(issuer);
  //= rfc8414#2 the issuer is a URL that uses the "https" scheme and has no query or fragment components
  if (!uri || !is_web(*uri) || uri->query || uri->fragment || uri->userinfo) return fail(Errc::fetch_refused, "issuer");
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
  constexpr int kComeAgain[] = {408, 425, 429};  // RFC 9110 section 15.5.9, RFC 8470 section 5.2, RFC 6585 section 4
  if (response.status < kFirst || response.status > kLast) return false;
  return std::ranges::find(kComeAgain, response.status) == std::end(kComeAgain);
}

Result<std::string> parse_jwks_uri(std::string_view metadata, std::string_view issuer) {
  return parse_place(metadata, issuer, "jwks_uri");
}

Result<std::string> parse_token_endpoint(std::string_view metadata, std::string_view issuer) {
  return parse_place(metadata, issuer, "token_endpoint");
}

}  // namespace signet::keys
