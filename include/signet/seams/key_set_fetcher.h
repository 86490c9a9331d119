// The seam through which a JWK Set is fetched from an address that a token names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "signet/result.h"

namespace signet {

/// Fetches over TLS, with the identity of the server checked (RFC 7800 section 3.5). Who implements it guards it: an
/// address out of a token must never reach what only this machine can reach. Implementations may be used from many
/// threads at once.
class KeySetFetcher {
 public:
  virtual ~KeySetFetcher() = default;
  /// The text behind an https URL whose origin the caller has allowed; redirects are not followed. Errors:
  /// limit_exceeded(bytes) for more than `max_octets`, and what else may fail.
  virtual Result<std::string> fetch(std::string_view url, std::size_t max_octets) = 0;
};

}  // namespace signet
