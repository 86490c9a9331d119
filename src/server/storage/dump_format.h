// What both sides of a backup agree on.
#pragma once

#include <cstddef>
#include <string_view>

#include "signet/bytes.h"

namespace signet::server::storage::dump_format {

/// The number is that of the form: another one is another form.
inline constexpr std::string_view kMagic = "signet backup 1\n";
inline constexpr std::size_t kMacOctets = 32;

enum class Tag : char { head = 'h', record = 'r', entry = 'e', end = '.' };
inline constexpr char kPlain = '\0';
inline constexpr char kSealed = '\1';

/// What a head of the versions has in the place of the name of its log.
inline constexpr std::string_view kVersions = "version";

inline ByteView mac_key(ByteView key) noexcept {
  return key.empty() ? as_bytes("signet backup") : key;
}

}  // namespace signet::server::storage::dump_format
