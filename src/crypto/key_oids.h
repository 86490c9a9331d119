// Object identifiers of key algorithms, as the contents of their DER. RFC 3279 section 2.3, RFC 4055 section 1.2.
#pragma once

#include <string_view>

namespace signet::crypto::oid {

inline constexpr std::string_view kRsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
inline constexpr std::string_view kEc = "\x2a\x86\x48\xce\x3d\x02\x01";

}  // namespace signet::crypto::oid
