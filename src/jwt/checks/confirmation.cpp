// cnf and the methods of confirmation: RFC 7800, RFC 8705 section 3.1, RFC 9449 section 6.1; osc has a file of its own.
#include <array>

#include "jwt/checks/checks.h"
#include "jwt/checks/osc.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kPublicKey[] = {
    {"RFC 7800 3.2", "jwk is a whole JWK, without what is private to a key pair"},
};
constexpr Rule kEncryptedKey[] = {{"RFC 7800 3.3", "jwe is a JWE in compact form"}};
constexpr Rule kKeySetAddress[] = {{"RFC 7800 3.5", "jku is an https URL"}};
constexpr Rule kCertificateHash[] = {
    {"RFC 8705 3.1", "x5t#S256 is the base64url of a SHA-256 value: 43 characters, the last with no spare bits"}};
constexpr Rule kKeyHash[] = {{"RFC 9449 6.1", "jkt is the base64url of a SHA-256 thumbprint: 43 characters"}};

/// A public JWK, or a symmetric one, which only an encrypted token may carry (section 3.2).
bool is_confirmation_key(const json::Value& key) noexcept {
  const auto kty = key.find("kty");
  if (!kty || kty->string() != "oct") return is_public_jwk(key);
  const auto octets = key.find("k");
  return octets && is_string_of<is_octets>(*octets);
}

struct Method {
  std::string_view name;
  Predicate has_type;
  Breach (*check)(const json::Value& value) noexcept;
};
Breach check_key(const json::Value& key) noexcept {
  return must(is_confirmation_key(key), kPublicKey[0]);
}
Breach check_encrypted_key(const json::Value& value) noexcept {
  return must(is_string_of<is_compact_jwe>(value), kEncryptedKey[0]);
}
Breach check_kid(const json::Value&) noexcept {
  return kHolds;
}
Breach check_address(const json::Value& value) noexcept {
  return must(is_string_of<is_https_url>(value), kKeySetAddress[0]);
}
Breach check_certificate_hash(const json::Value& value) noexcept {
  return must(is_string_of<is_sha256_value>(value), kCertificateHash[0]);
}
Breach check_key_hash(const json::Value& value) noexcept {
  return must(is_string_of<is_sha256_value>(value), kKeyHash[0]);
}
constexpr Method kMethods[] = {{"jwk", is_object, check_key},     {"jwe", is_string, check_encrypted_key},
                               {"kid", is_string, check_kid},     {"jku", is_string, check_address},
                               {"osc", is_object, check_osc},     {"x5t#S256", is_string, check_certificate_hash},
                               {"jkt", is_string, check_key_hash}};

constexpr Rule kCnfOwn[] = {
    {"RFC 7800 3.1", "cnf is about one key: at most one of jwk, jwe and jku is there"},
    {"RFC 7800 3.1", "each member of cnf has the type of its method"},
};
constexpr auto kCnfRules =
    join_rules(kCnfOwn, kPublicKey, kEncryptedKey, kKeySetAddress, kOscRules, kCertificateHash, kKeyHash);

Breach check_cnf(const json::Value& cnf) noexcept {
  constexpr std::string_view kKeys[] = {"jwk", "jwe", "jku"};
  //= rfc7800#3.1 at most one of "jwk", "jwe" and "jku"; members that are not understood MUST be ignored
  const auto count = std::ranges::count_if(kKeys, [&cnf](std::string_view name) { return cnf.find(name).has_value(); });
  SIGNET_HOLDS(must(count <= 1, kCnfRules[0]));
  for (const Method& method : kMethods) {
    const auto member = cnf.find(method.name);
    if (!member) continue;
    SIGNET_HOLDS(must(method.has_type(*member), kCnfRules[1]));
    SIGNET_HOLDS(method.check(*member));
  }
  return kHolds;
}

}  // namespace

constexpr ClaimCheck kCnf{check_cnf, kCnfRules};
constexpr ClaimCheck kCnfJwk{check_key, kPublicKey};
constexpr ClaimCheck kCnfJwe{check_encrypted_key, kEncryptedKey};
constexpr ClaimCheck kCnfJku{check_address, kKeySetAddress};
constexpr ClaimCheck kCnfOsc{check_osc, kOscRules};
constexpr ClaimCheck kCnfX5t{check_certificate_hash, kCertificateHash};
constexpr ClaimCheck kCnfJkt{check_key_hash, kKeyHash};

}  // namespace signet::jwt
