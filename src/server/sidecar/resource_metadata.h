// OAuth 2.0 Protected Resource Metadata: RFC 9728.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/sidecar/config.h"

namespace signet::server {

inline constexpr std::string_view kMetadataPath = "/.well-known/oauth-protected-resource";

/// Where the metadata of a resource are (section 3.1): the well-known part between its host and its path.
std::string metadata_url(std::string_view resource);

/// The document (section 2); empty for a policy without a resource.
std::string resource_metadata(const PolicyConfig& policy, std::span<const std::string_view> authorization_servers);

}  // namespace signet::server
