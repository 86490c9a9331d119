// What an operator sets: tenants, their clients and APIs, and who they trust. The same texts of JSON are taken by the
// admin API, kept in the store and exported; docs/reference/admin.md lists every member.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/keyring/policy.h"
#include "signet/timestamp.h"

namespace signet::server {

/// Claims that tokens get beside those of RFC 9068: a name, and JSON, or a text "$source.name" that is looked up when
/// the token is made (claim_map.h).
struct ClaimRule {
  std::string claim;
  std::string json;
  bool operator==(const ClaimRule&) const = default;
};

/// The longest life of a token that any record can ask for, now or before it was changed.
inline constexpr Duration kLongestTokenLifetime = std::chrono::hours(24 * 7);

/// [tenant] keys
struct KeySettings {
  std::vector<std::string> algorithms = {"ES256"};  ///< the first one signs where an API names none
  Duration active_for = std::chrono::hours(24 * 90);
  Duration publish_ahead = std::chrono::hours(24);
  keyring::KidStyle kid_style = keyring::KidStyle::thumbprint;
  bool certificates = false;
  std::size_t rsa_bits = 2048;
  Duration max_age = std::chrono::minutes(10);  ///< of the published set
};

struct TenantRecord {
  std::string name;
  std::string issuer = {};  ///< empty where it is below the base URL
  std::string title = {};
  KeySettings keys = {};
  std::string default_api = {};  ///< audience of the API for requests that name none
  Duration token_lifetime = std::chrono::hours(1);
  Duration max_token_lifetime = std::chrono::hours(24);
  bool dpop_nonces = true;
  Duration leeway = std::chrono::seconds(10);
  std::size_t tokens_per_second = 0;  ///< of each client; 0: no limit
};

/// A resource server that tokens are for.
struct ApiRecord {
  std::string audience;
  std::string title = {};
  std::string algorithm = {};  ///< empty: the tenant's first one
  std::vector<std::string> scopes = {};
  std::optional<Duration> token_lifetime = {};
  bool dpop_required = false;
  std::vector<ClaimRule> claims = {};
  std::string sealed_secret = {};  ///< of an API with HS256, HS384 or HS512: base64url, sealed; never shown
  std::string secret_id = {};      ///< kid of what is signed with it
  bool operator==(const ApiRecord&) const = default;
};

/// What a client proves itself with, at rest.
struct StoredSecret {
  std::string id;
  std::string kept;  ///< base64url: keyed hash, or sealed where it is the key of an HMAC
  Timestamp created{};
  Timestamp expires{};  ///< the zero time: never
};
inline constexpr std::size_t kMaxSecrets = 2;

struct ClientRecord {
  std::string id;
  std::string title = {};
  bool enabled = true;
  std::string auth = "client_secret_basic";
  std::vector<std::string> grants = {};
  std::vector<std::string> scopes = {};
  std::vector<std::string> apis = {};         ///< audiences that it may ask for; empty: the default API alone
  std::vector<std::string> introspects = {};  ///< audiences whose tokens it may ask about: it is their server
  std::vector<std::string> roles = {};        ///< RFC 9068 section 2.2.3.1, as the following two
  std::vector<std::string> groups = {};
  std::vector<std::string> entitlements = {};
  std::vector<std::string> authorization_types =
      {};  ///< "type" of authorization_details that it may ask for (RFC 9396)
  std::vector<ClaimRule> claims = {};
  std::optional<Duration> token_lifetime = {};
  bool dpop_required = false;
  bool legacy_audience = false;  ///< its assertions may name the token endpoint, or several audiences
  std::string jwks = {};         ///< JSON
  std::string jwks_uri = {};
  std::vector<std::string> assertion_algorithms =
      {};                                  ///< of private_key_jwt and client_secret_jwt; empty: those that fit
  std::vector<StoredSecret> secrets = {};  ///< never shown
};

/// Whose assertions the jwt-bearer grant takes (RFC 7523).
struct TrustedIssuerRecord {
  std::string issuer;
  std::string title = {};
  std::string jwks = {};  ///< JSON; or jwks_uri, or a shared secret
  std::string jwks_uri = {};
  std::string sealed_secret = {};  ///< base64url, sealed; never shown
  std::vector<std::string> algorithms = {};
  std::vector<std::string> subjects = {};  ///< patterns: exact, or with "*" as the last character
  std::vector<std::string> scopes = {};
  std::vector<std::string> apis = {};
  std::string aud_array = "refuse";  ///< or "one": an array of exactly the issuer identifier is taken
  Duration max_lifetime = std::chrono::minutes(5);
  bool single_use = true;
  bool client_required = false;  ///< a client has to authenticate with the assertion
  std::string client_id = {};    ///< what tokens say where no client authenticates; the issuer unless set
  std::vector<ClaimRule> claims = {};
  std::optional<Duration> token_lifetime = {};
  bool operator==(const TrustedIssuerRecord&) const = default;
};

}  // namespace signet::server
