// Clients, APIs and trusted issuers with their keys prepared.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/tenancy/claim_map.h"
#include "server/tenancy/records.h"
#include "server/tenancy/vault.h"
#include "signet/jwt.h"
#include "signet/remote_jwks.h"
#include "signet/seams/signer.h"

namespace signet::server {

/// Says when the keys of somebody else came or could not be had.
using OnKeys = std::function<void()>;

/// Told of a party that cannot be prepared: it is left out, and the tenant goes on without it.
using OnUnusable = std::function<void(std::string_view tenant, std::string_view party, const Error& error)>;

/// What prepares parties.
struct PartyNeeds {
  const Vault& vault;
  RemoteSeams seams;
  OnKeys on_keys;
  OnUnusable on_unusable = {};
};

struct Api {
  ApiRecord record;
  ClaimMap claims;
  /// Of an API with an algorithm of HMAC: its own signer, and the key that verifies what that signs. Null for others.
  std::shared_ptr<const Signer> signer;
  std::shared_ptr<const JwkSet> secret_key;
};

/// Verifies assertions until it expires, which is one of two secrets during their rotation.
struct AssertionKey {
  Timestamp expires{};  ///< the zero time: never
  std::shared_ptr<const jwt::Verifier> verifier;
};

struct Client {
  ClientRecord record;
  ClaimMap claims;
  std::shared_ptr<const RemoteJwkSet> remote;  ///< of jwks_uri, or null
  std::vector<AssertionKey> assertions;        ///< of private_key_jwt and client_secret_jwt; empty for others
};

struct TrustedIssuer {
  TrustedIssuerRecord record;
  ClaimMap claims;
  std::shared_ptr<const RemoteJwkSet> remote;
  std::shared_ptr<const jwt::Verifier> assertions;
};

/// `tenant` is its name, `issuer` the identifier that assertions have to be for. Errors: those of Vault::open, of
/// Key::signer and of jwt::Verifier::build.
Result<std::shared_ptr<const Api>> prepare(ApiRecord record, const TenantRecord& tenant, const std::string& issuer,
                                           const PartyNeeds& needs);
Result<std::shared_ptr<const Client>> prepare(ClientRecord record, const TenantRecord& tenant,
                                              const std::string& issuer, const PartyNeeds& needs);
Result<std::shared_ptr<const TrustedIssuer>> prepare(TrustedIssuerRecord record, const TenantRecord& tenant,
                                                     const std::string& issuer, const PartyNeeds& needs);

}  // namespace signet::server
