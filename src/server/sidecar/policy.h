// A policy at work: the guard of one API.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/sidecar/config.h"
#include "server/sidecar/identity.h"
#include "server/sidecar/issuer.h"
#include "signet/resource.h"
#include "signet/seams/replay_store.h"
#include "signet/token_cache.h"

namespace signet::server {

/// What outlives a reload, since who presented a proof before it may try again behind it.
struct ProofMemory {
  std::shared_ptr<ReplayStore> replay;
  std::shared_ptr<const resource::Nonces> nonces;  ///< of policies without a nonce_key_file
};

/// Immutable but for the memory of its cache; used from many threads.
class Policy {
 public:
  /// `issuers` are all of the configuration; those that the policy names are used. Errors: those of jwt::Verifier, of
  /// resource::Guard, of dpop::Verifier and of reading nonce_key_file; policy_incomplete(issuer) for two that have the
  /// same identifier.
  static Result<std::shared_ptr<const Policy>> build(PolicyConfig config,
                                                     std::span<const std::shared_ptr<Issuer>> issuers,
                                                     const ProofMemory& memory);

  const PolicyConfig& config() const noexcept { return config_; }
  const resource::Guard& guard() const noexcept { return *guard_; }
  const IdentityRules& identity() const noexcept { return identity_; }
  /// Metadata of the protected resource (RFC 9728 section 2) as JSON; empty where there is no resource.
  const std::string& metadata() const noexcept { return metadata_; }

  /// By the issuer that the token names, and no other. Errors: those of jwt::Verifier::verify; claim_mismatch(iss).
  Result<std::shared_ptr<const jwt::Verified>> verify(std::string_view token, Timestamp now) const;
  /// The issuer of a token that was verified here; null for another one.
  const Issuer* issuer_of(const jwt::Verified& token) const noexcept;
  /// Whether keys of one of its issuers are on their way.
  bool is_fetching() const;

  /// Hits, misses and what is remembered, of all issuers together.
  jwt::TokenCacheReport cache_report() const;

 private:
  struct Trusted {
    std::shared_ptr<Issuer> issuer;
    resource::VerifyToken verify;
    std::optional<jwt::CachingVerifier> cache;
  };

  explicit Policy(PolicyConfig config) : config_(std::move(config)) {}
  Result<> trust(std::span<const std::shared_ptr<Issuer>> issuers);
  Result<> build_guard(const ProofMemory& memory);
  const Trusted* find_issuer(std::string_view identifier) const noexcept;

  const PolicyConfig config_;
  std::vector<Trusted> trusted_;
  std::optional<resource::Guard> guard_;
  IdentityRules identity_;
  std::string metadata_;
};

}  // namespace signet::server
