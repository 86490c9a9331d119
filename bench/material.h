// The token that everyone signs and verifies, and the key for it in every form that a library may want.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "signet/key.h"
#include "signet/timestamp.h"

namespace signet::bench {

inline constexpr std::array<std::string_view, 15> kAlgorithms = {"HS256", "HS384", "HS512",  "RS256", "RS384",
                                                                 "RS512", "PS256", "PS384",  "PS512", "ES256",
                                                                 "ES384", "ES512", "ES256K", "EdDSA", "Ed448"};

inline constexpr char kKid[] = "2026-11-access-01";
inline constexpr char kIssuer[] = "https://login.example.com";
inline constexpr char kAudience[] = "https://api.example.com";
inline constexpr std::int64_t kIssuedAt = 1'793'491'200;  // 2026-11-01T00:00:00Z
inline constexpr std::int64_t kExpires = 4'102'444'800;   // 2100-01-01: for libraries that ask the clock themselves
inline constexpr Timestamp kNow{std::chrono::seconds(kIssuedAt + 60)};

/// One claim: a text, or a number when there is no text.
struct Claim {
  const char* name;
  const char* text;
  std::int64_t number;
};

/// An access token as a busy API sees it: twelve claims, about 350 bytes.
inline constexpr std::array<Claim, 12> kClaims = {{
    {"iss", kIssuer, 0},
    {"sub", "auth0|5f7c8ec7c33c6c004bbafe82", 0},
    {"aud", kAudience, 0},
    {"exp", nullptr, kExpires},
    {"nbf", nullptr, kIssuedAt},
    {"iat", nullptr, kIssuedAt},
    {"jti", "01JBK3N6E9QW5T2Y8R4H7D0XZC", 0},
    {"client_id", "s6BhdRkqt3-mobile-application", 0},
    {"scope", "openid profile email orders:read orders:write", 0},
    {"auth_time", nullptr, kIssuedAt - 300},
    {"acr", "urn:mace:incommon:iap:silver", 0},
    {"tenant", "acme-industries-emea", 0},
}};

/// What belongs to one algorithm.
struct Material {
  std::string alg;
  Key key;                    ///< private or symmetric, with alg and kid
  std::string secret{};       ///< the octets of a symmetric key, else empty
  std::string private_pem{};  ///< PKCS#8
  std::string public_pem{};   ///< SPKI
  std::string private_jwk{};
  std::string public_jwk{};  ///< the symmetric key itself for HS256
  std::string payload{};     ///< the claims as JSON
  std::string token{};       ///< signed by Signet

  /// The part that is signed: header "." payload.
  std::string_view signing_input() const { return std::string_view(token).substr(0, token.rfind('.')); }
};

/// Makes a new key and the token. Ends the program with a message when that fails.
Material make_material(std::string_view alg);
/// The same with the key of this PEM, where a new one would be another piece of work each time.
Material make_material(std::string_view alg, const std::string& pem);

/// `token` with one character of its payload changed (and so an honest signature over something else), or of its
/// signature.
std::string with_changed_payload(const std::string& token);
std::string with_changed_signature(const std::string& token);

/// Prints "signet_bench: WHAT" and ends with status 1.
[[noreturn]] void give_up(std::string_view what);

/// The value of a Result, or give_up.
template <class T>
T need(Result<T> result, std::string_view what) {
  if (!result) give_up(std::string(what) + ": " + to_string(result.error()));
  return std::move(*result);
}

}  // namespace signet::bench
