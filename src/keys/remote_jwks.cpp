#include "signet/remote_jwks.h"

#include <utility>

#include "codec/uri.h"
#include "keys/issuer_metadata.h"
#include "keys/remote_key_state.h"
#include "try.h"

namespace signet {
namespace {

Result<> check_seams(const RemoteSeams& seams) {
  if (!seams.http || !seams.timers || !seams.clock) return fail(Errc::policy_incomplete, "seams");
  return {};
}

}  // namespace

RemoteJwkSet::RemoteJwkSet(std::shared_ptr<RemoteKeyState> state) noexcept : state_(std::move(state)) {}
RemoteJwkSet::~RemoteJwkSet() = default;

Result<std::shared_ptr<RemoteJwkSet>> RemoteJwkSet::of_url(std::string url, RemoteSeams seams,
                                                           RemoteKeyOptions options) {
  SIGNET_CHECK(check_seams(seams));
  SIGNET_CHECK(keys::check_options(options));
  const auto uri = codec::parse_uri(url);
  if (!uri || !keys::is_web(*uri)) return fail(Errc::fetch_refused, "url");
  auto state = std::make_shared<RemoteKeyState>(RemoteKeyState::Origin{.url = std::move(url)}, std::move(seams),
                                                std::move(options));
  return std::shared_ptr<RemoteJwkSet>(new RemoteJwkSet(std::move(state)));
}

Result<std::shared_ptr<RemoteJwkSet>> RemoteJwkSet::of_issuer(std::string issuer, RemoteSeams seams,
                                                              RemoteKeyOptions options) {
  SIGNET_CHECK(check_seams(seams));
  SIGNET_CHECK(keys::check_options(options));
  SIGNET_TRY(std::vector<std::string> places, keys::metadata_urls(issuer));
  auto state = std::make_shared<RemoteKeyState>(
      RemoteKeyState::Origin{.issuer = std::move(issuer), .metadata_urls = std::move(places)}, std::move(seams),
      std::move(options));
  return std::shared_ptr<RemoteJwkSet>(new RemoteJwkSet(std::move(state)));
}

Result<KeyCandidates> RemoteJwkSet::find(const KeyQuery& query) const {
  return state_->find(query);
}

std::optional<std::uint64_t> RemoteJwkSet::version() const noexcept {
  return state_->version();
}

Result<> RemoteJwkSet::load(Duration deadline) const {
  return state_->load(deadline);
}

Result<> RemoteJwkSet::refresh(Duration deadline) const {
  return state_->refresh(deadline);
}

Result<JwkSet> RemoteJwkSet::keys() const {
  return state_->keys();
}

RemoteKeyReport RemoteJwkSet::report() const {
  return state_->report();
}

std::string RemoteJwkSet::why_not_found(std::string_view kid) const {
  return state_->why_not_found(kid);
}

}  // namespace signet
