#include "server/sidecar/certificate_field.h"

#include <algorithm>

#include "codec/ascii.h"
#include "codec/form.h"
#include "codec/pem.h"
#include "crypto/x509.h"

namespace signet::server {
namespace {

std::optional<Bytes> checked(ByteView der) {
  if (!crypto::is_certificate(der)) return std::nullopt;
  return Bytes(der.begin(), der.end());
}

std::optional<Bytes> from_base64(std::string_view text) {
  const auto der = codec::decode_base64(text, kMaxCertificateField);
  if (!der) return std::nullopt;
  return checked(ByteView(der->data(), der->size()));
}

std::optional<Bytes> from_pem(std::string_view text) {
  const auto blocks = codec::parse_pem(text);
  if (!blocks || blocks->empty() || blocks->front().label != "CERTIFICATE") return std::nullopt;
  return checked(blocks->front().der.expose());
}

/// The end of a "quoted value" that begins at `at`, behind its closing quote.
std::size_t end_of_quoted(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

/// The next part up to `separator`, quotes minded; it is taken away from `text`.
std::string_view next_part(std::string_view& text, char separator) noexcept {
  std::size_t at = 0;
  while (at < text.size() && text[at] != separator) at = text[at] == '"' ? end_of_quoted(text, at) : at + 1;
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return codec::trimmed(part);
}

}  // namespace

std::optional<Bytes> certificate_of(std::string_view value) {
  if (value.empty() || value.size() > kMaxCertificateField) return std::nullopt;
  //= rfc9440#2.1 a byte sequence of structured fields stands between colons
  if (value.size() > 2 && value.front() == ':' && value.back() == ':')
    return from_base64(value.substr(1, value.size() - 2));
  std::string text;
  if (value.contains('%')) {
    auto decoded = codec::percent_decoded(value);
    if (!decoded) return std::nullopt;
    text = *std::move(decoded);
    value = text;
  }
  if (value.starts_with("-----BEGIN")) return from_pem(value);
  return from_base64(value.substr(0, value.find(',')));
}

std::optional<std::string_view> envoy_certificate(std::string_view value) {
  std::string_view last;
  while (!value.empty()) last = next_part(value, ',');
  while (!last.empty()) {
    std::string_view pair = next_part(last, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !codec::equal_ignoring_case(pair.substr(0, equals), "cert")) continue;
    pair.remove_prefix(equals + 1);
    if (pair.size() >= 2 && pair.front() == '"' && pair.back() == '"') pair = pair.substr(1, pair.size() - 2);
    return pair;
  }
  return std::nullopt;
}

}  // namespace signet::server
