#include "server/oauth/basic_credentials.h"

#include "codec/ascii.h"
#include "codec/form.h"
#include "codec/pem.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kScheme = "Basic ";
constexpr std::size_t kMaxField = 2'048;

/// "+" is a space, and "%" with two digits an octet.
std::optional<std::string> form_decoded(std::string_view text) {
  std::string spaced(text);
  for (char& c : spaced)
    if (c == '+') c = ' ';
  return codec::percent_decoded(spaced);
}

}  // namespace

bool has_basic(std::string_view field) noexcept {
  return field.size() >= kScheme.size() && codec::equal_ignoring_case(field.substr(0, kScheme.size()), kScheme);
}

std::optional<BasicCredentials> parse_basic(std::string_view field) {
  if (!has_basic(field) || field.size() > kMaxField) return std::nullopt;
  const auto octets = codec::decode_base64(codec::trimmed(field.substr(kScheme.size())), kMaxField);
  if (!octets) return std::nullopt;
  const std::string_view pair = as_text(*octets);
  const std::size_t colon = pair.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  //= rfc6749#2.3.1 both are encoded using application/x-www-form-urlencoded
  auto id = form_decoded(pair.substr(0, colon));
  auto secret = form_decoded(pair.substr(colon + 1));
  if (!id || !secret || id->empty()) return std::nullopt;
  BasicCredentials credentials{.id = *std::move(id), .secret = Secret::copy_of(as_bytes(*secret))};
  wipe(secret->data(), secret->size());
  return credentials;
}

}  // namespace signet::server::oauth
