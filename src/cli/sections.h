// The sections of the list of commands.
#pragma once

#include <string_view>

namespace signet::cli {

inline constexpr std::string_view kKeys = "Keys";
inline constexpr std::string_view kKeySets = "Key sets";
inline constexpr std::string_view kTokens = "Tokens";
inline constexpr std::string_view kProofs = "Proofs of possession";
inline constexpr std::string_view kSignatures = "Signatures over any bytes";
inline constexpr std::string_view kEncryption = "Encryption of any bytes";
inline constexpr std::string_view kRegistry = "Claims and kinds of token";
inline constexpr std::string_view kSidecar = "Sidecar";
inline constexpr std::string_view kServer = "Token server";
inline constexpr std::string_view kReference = "Reference";

}  // namespace signet::cli
