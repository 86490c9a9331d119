// URI Signing between content delivery networks: RFC 9246 section 2.1.
#include <algorithm>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/extended_regex.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kVersion{"RFC 9246 2.1.8", "cdniv is 1, the version of the claims"};
bool is_version(const json::Value& value) noexcept {
  return value.integer() == 1;
}

// Which names may stand in it depends on the other claims.
constexpr Rule kNames{"RFC 9246 2.1.9", "cdnicrit is names of claims with commas between them, at least one"};
bool is_list_of_names(std::string_view text) noexcept {
  return !text.empty() && !text.starts_with(',') && !text.ends_with(',') && !text.contains(",,");
}

constexpr Rule kEncrypted{"RFC 9246 2.1.10", "an address is personal data: cdniip has it encrypted, not in the clear"};
constexpr Rule kJwe{"RFC 9246 2.1.10", "cdniip is a JWE in compact serialization: five parts with dots between them"};
constexpr Rule kAddressRules[] = {kEncrypted, kJwe};
Breach check_address(const json::Value& address) noexcept {
  SIGNET_HOLDS(must(!is_ip_prefix(*address.string()), kEncrypted));
  return must(is_compact_jwe(*address.string()), kJwe);
}

constexpr Rule kTransport{"RFC 9246 2.1.13", "cdnistt is a registered transport: 0, 1 (cookie) or 2 (query string)"};
bool is_transport(const json::Value& value) noexcept {
  const auto number = value.integer();
  return number && *number >= 0 && *number <= 2;
}

constexpr Rule kDepth{"RFC 9246 2.1.14", "cdnistd, a number of path segments, is not negative"};
bool is_depth(const json::Value& value) noexcept {
  return is_unsigned(value) || value.number_text() == "-0";
}

constexpr Rule kForm{"RFC 9246 2.1.15", "cdniuc begins with hash: or regex:"};
constexpr Rule kHash{"RFC 9246 2.1.15.1", "behind hash: stand a hash algorithm, a semicolon, and a base64url value"};
constexpr Rule kHashSize{"RFC 9246 2.1.15.1", "the value has the octets of its hash algorithm: 32 for sha-256"};
constexpr Rule kRegex{"RFC 9246 2.1.15.2",
                      "behind regex: stands an extended regular expression of POSIX, and it closes what it opens"};
constexpr Rule kContainerRules[] = {kForm, kHash, kHashSize, kRegex};

/// RFC 6920 section 9.4 and what was registered since.
struct HashAlgorithm {
  std::string_view name;
  std::size_t octets;
};
constexpr HashAlgorithm kAlgorithms[] = {
    {"sha-256", 32}, {"sha-256-128", 16}, {"sha-256-120", 15}, {"sha-256-96", 12}, {"sha-256-64", 8}, {"sha-256-32", 4},
    {"sha-384", 48}, {"sha-512", 64},     {"sha3-224", 28},    {"sha3-256", 32},   {"sha3-384", 48},  {"sha3-512", 64}};

/// The alg-val of RFC 6920 section 3.
Breach check_hash(std::string_view text) noexcept {
  const std::size_t semicolon = text.find(';');
  SIGNET_HOLDS(must(semicolon != std::string_view::npos, kHash));
  const std::string_view name = text.substr(0, semicolon);
  const std::string_view value = text.substr(semicolon + 1);
  const auto is_unreserved = [](char c) { return codec::is_alnum(c) || std::string_view("-._~").contains(c); };
  SIGNET_HOLDS(must(codec::all(name, is_unreserved) && is_base64url(value, 1), kHash));
  const auto* const algorithm = std::ranges::find(kAlgorithms, name, &HashAlgorithm::name);
  if (algorithm == std::end(kAlgorithms)) return kHolds;
  return must(is_base64url(value, algorithm->octets, algorithm->octets), kHashSize);
}

Breach check_container(const json::Value& container) noexcept {
  constexpr std::string_view kHashForm = "hash:";
  constexpr std::string_view kRegexForm = "regex:";
  const std::string_view text = *container.string();
  if (text.starts_with(kHashForm)) return check_hash(text.substr(kHashForm.size()));
  SIGNET_HOLDS(must(text.starts_with(kRegexForm), kForm));
  return must(is_extended_regex(text.substr(kRegexForm.size())), kRegex);
}

}  // namespace

constexpr ClaimCheck kCdniVersion = kCheckOf<is_version, kVersion>;
constexpr ClaimCheck kCdniCritical = kCheckOf<is_string_of<is_list_of_names>, kNames>;
constexpr ClaimCheck kCdniAddress{check_address, kAddressRules};
constexpr ClaimCheck kCdniContainer{check_container, kContainerRules};
constexpr ClaimCheck kCdniTransport = kCheckOf<is_transport, kTransport>;
constexpr ClaimCheck kCdniDepth = kCheckOf<is_depth, kDepth>;

}  // namespace signet::jwt
