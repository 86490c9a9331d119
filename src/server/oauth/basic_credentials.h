// The field Authorization with the scheme Basic: RFC 7617, with both halves encoded as RFC 6749 section 2.3.1 says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signet/bytes.h"

namespace signet::server::oauth {

struct BasicCredentials {
  std::string id;
  Secret secret;
};

/// Whether the scheme is Basic.
bool has_basic(std::string_view field) noexcept;
/// Nothing for what cannot be read.
std::optional<BasicCredentials> parse_basic(std::string_view field);

}  // namespace signet::server::oauth
