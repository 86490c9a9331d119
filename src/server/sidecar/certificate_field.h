// The client's certificate as proxies pass it on.
#pragma once

#include <optional>
#include <string_view>

#include "signet/bytes.h"

namespace signet::server {

inline constexpr std::size_t kMaxCertificateField = 32u << 10;

/// DER of the certificate in a field: PEM that is percent-encoded (nginx, Envoy), ":base64 of DER:" (RFC 9440), or
/// base64 of DER alone (Traefik), with or without the percent-encoding; of several the first one, which is the
/// client's own. Nothing for what is none of these, or no certificate.
std::optional<Bytes> certificate_of(std::string_view value);

/// "Cert" of the last element of X-Forwarded-Client-Cert, which the proxy next to us wrote: as Envoy documents the
/// field. Nothing without one.
std::optional<std::string_view> envoy_certificate(std::string_view value);

}  // namespace signet::server
