// One issuer as a sidecar knows it: its keys, and what it revoked.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "server/sidecar/config.h"
#include "signet/jwt.h"
#include "signet/remote_jwks.h"
#include "signet/revocation.h"
#include "signet/revocation_feed.h"
#include "signet/seams/key_source.h"

namespace signet::server {

/// Keys and revocations of an issuer, kept up to date. It lives through reloads that leave its configuration as it is,
/// so that a reload costs neither keys nor revocations. Used from many threads.
class Issuer {
 public:
  /// Called from any thread when keys or revocations came, or could not be had because of `error`; it must not wait.
  using OnNews = std::function<void(std::string_view name, const Error* error)>;

  /// Begins to fetch. Errors: those of RemoteJwkSet, JwkSet::load, RevocationSet and RevocationFeed.
  static Result<std::shared_ptr<Issuer>> start(IssuerConfig config, const RemoteSeams& seams, const OnNews& on_news);

  const IssuerConfig& config() const noexcept { return config_; }
  const std::shared_ptr<const KeySource>& keys() const noexcept { return keys_; }
  /// Makes a policy refuse what this issuer revoked.
  void add_revocations(jwt::Policy& policy) const;

  /// Waits until there are keys, at most this long.
  void load(Duration deadline) const;
  /// Whether an answer about keys, or the first about revocations, is on its way.
  bool is_fetching() const;
  /// Why its tokens cannot be judged at this moment; nothing when they can.
  std::optional<Error> problem() const;
  /// Of keys from the network.
  std::optional<RemoteKeyReport> key_report() const;
  const RevocationSet* revoked() const noexcept { return revoked_.get(); }
  std::optional<RevocationFeedReport> feed_report() const;

 private:
  explicit Issuer(IssuerConfig config) : config_(std::move(config)) {}
  Result<> open_keys(const RemoteSeams& seams, const OnNews& on_news);
  Result<> open_feed(const RemoteSeams& seams, const OnNews& on_news);

  const IssuerConfig config_;
  std::shared_ptr<const KeySource> keys_;
  std::shared_ptr<RemoteJwkSet> remote_;  // null: keys of a file
  std::shared_ptr<RevocationSet> revoked_;
  std::unique_ptr<RevocationFeed> feed_;
};

}  // namespace signet::server
