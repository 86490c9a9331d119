#include "jwt/checks/osc.h"

#include <cstdint>

#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

/// A row of the IANA registry "COSE Algorithms".
struct CoseAlgorithm {
  std::string_view name;
  std::int64_t number;
};
/// RFC 9053 sections 3.1 and 5.1. Whether a HKDF is named by its hash or as a KDF, the documents leave open.
constexpr CoseAlgorithm kHkdfs[] = {{"direct+HKDF-SHA-256", -10}, {"direct+HKDF-SHA-512", -11}, {"HMAC 256/64", 4},
                                    {"HMAC 256/256", 5},          {"HMAC 384/384", 6},          {"HMAC 512/512", 7}};
/// RFC 9053 section 4.
constexpr CoseAlgorithm kAeads[] = {{"A128GCM", 1},
                                    {"A192GCM", 2},
                                    {"A256GCM", 3},
                                    {"AES-CCM-16-64-128", 10},
                                    {"AES-CCM-16-64-256", 11},
                                    {"AES-CCM-64-64-128", 12},
                                    {"AES-CCM-64-64-256", 13},
                                    {"ChaCha20/Poly1305", 24},
                                    {"AES-CCM-16-128-128", 30},
                                    {"AES-CCM-16-128-256", 31},
                                    {"AES-CCM-64-128-128", 32},
                                    {"AES-CCM-64-128-256", 33}};

bool is_one_of(const json::Value& value, std::span<const CoseAlgorithm> rows) noexcept {
  const auto same = [&value](const CoseAlgorithm& row) {
    return value.string() == row.name || value.integer() == row.number;
  };
  return std::ranges::any_of(rows, same);
}

}  // namespace

Breach check_osc(const json::Value& material) noexcept {
  static constexpr MemberType kOctets[] = {{"id", is_string_of<is_octets>},
                                           {"ms", is_string_of<is_octets>},
                                           {"salt", is_string_of<is_octets>},
                                           {"contextId", is_string_of<is_octets>}};
  static constexpr MemberType kVersion[] = {{"version", is_unsigned}};
  SIGNET_HOLDS(check_members(material, kOctets, kOscRules[0]));
  SIGNET_HOLDS(check_members(material, kVersion, kOscRules[1]));
  const auto hkdf = material.find("hkdf");
  SIGNET_HOLDS(must(!hkdf || is_one_of(*hkdf, kHkdfs), kOscRules[2]));
  const auto alg = material.find("alg");
  return must(!alg || is_one_of(*alg, kAeads), kOscRules[3]);
}

}  // namespace signet::jwt
