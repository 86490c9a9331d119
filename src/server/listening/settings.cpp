#include "server/listening/settings.h"

#include <charconv>
#include <cstdint>

#include "codec/ascii.h"

namespace signet::server {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
  std::uint16_t port = 0;
  if (!codec::all(text, codec::is_digit)) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

bool is_address(std::string_view text) noexcept {
  return !text.contains('/') && net::IpRange::parse(text).has_value();
}

}  // namespace

std::optional<ListenAt> parse_listen(std::string_view text) {
  constexpr std::string_view kUnix = "unix:";
  if (text == "systemd") return ListenAt{.is_systemd = true};
  if (text.starts_with(kUnix)) {
    text.remove_prefix(kUnix.size());
    return text.empty() ? std::nullopt : std::optional(ListenAt{.path = std::string(text)});
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto port = parse_port(text.substr(colon + 1));
  std::string_view address = text.substr(0, colon);
  const bool in_brackets = address.size() > 2 && address.starts_with('[') && address.ends_with(']');
  if (in_brackets) address = address.substr(1, address.size() - 2);
  // Without brackets nobody sees where an address of version 6 ends.
  if (!port || !is_address(address) || address.contains(':') != in_brackets) return std::nullopt;
  return ListenAt{.address = std::string(address), .port = *port};
}

net::TlsOptions to_tls_options(const TlsFiles& files) {
  net::TlsOptions options{.certificate_file = files.certificate, .key_file = files.key};
  if (!files.client_authorities.empty()) {
    options.client_trust = net::ClientTrust::authorities;
    options.is_client_required = true;
    options.client_authorities_file = files.client_authorities;
  }
  return options;
}

Result<std::shared_ptr<Fetcher>> start_fetcher(const FetchConfig& config) {
  FetcherOptions options;
  options.ca_file = config.ca_file;
  options.allow_loopback = config.allow_loopback;
  return Fetcher::start(options);
}

}  // namespace signet::server
