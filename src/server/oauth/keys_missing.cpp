#include "server/oauth/keys_missing.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMissing = "keys that this needs could not be fetched";

}  // namespace

bool are_keys_missing(const RemoteJwkSet* remote, const Error& error) {
  if (remote == nullptr) return false;
  if (error.code == Errc::keys_unavailable) return true;
  return error.code == Errc::key_not_found && remote->report().refresh_under_way;
}

std::unexpected<Refusal> keys_missing(const Error& error) {
  return std::unexpected(
      Refusal{.what = Refused::temporarily_unavailable, .description = kMissing, .cause = error, .retry_after = 1});
}

bool waits_for_keys(const Refusal& refusal) {
  return refusal.what == Refused::temporarily_unavailable && refusal.description.data() == kMissing.data();
}

}  // namespace signet::server::oauth
