// One action of a plan, as one write.
#include <algorithm>
#include <utility>

#include "server/keyring/engine.h"
#include "server/keyring/key_group.h"
#include "server/keyring/make_key.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

/// Kids in the style `date` have four characters that are not told by the day.
constexpr int kMaxKids = 16;

}  // namespace

Result<bool> Engine::execute(const std::string& tenant, const Policy& policy, const Action& action,
                             const Keys& keys) const {
  if (action.act == Act::make || action.act == Act::make_now) {
    KeyInfo info;
    if (action.act == Act::make_now) info.activates = clock_->now();
    return make(tenant, policy, action.alg, std::move(info));
  }
  const auto key = std::ranges::find(keys, action.kid, [](const StoredKey& stored) { return stored.info.kid; });
  if (key == keys.end()) return false;
  if (action.act == Act::remove) return keys_.remove(tenant, *key);
  return change(tenant, policy, action.act, *key, keys);
}

/// `info` says the state, and when it activates.
Result<bool> Engine::make(const std::string& tenant, const Policy& policy, std::string_view alg, KeyInfo info) const {
  for (int tries = 0; tries < kMaxKids; ++tries) {
    SIGNET_TRY(Key key, make_key(policy, alg, clock_->now()));
    // Made before it is published: to make an RSA key takes its time.
    const Timestamp now = clock_->now();
    info.kid = key.info().kid;
    info.alg = alg;
    info.created = info.published = now;
    info.stays = retire_after_of(policy);
    SIGNET_TRY(const bool is_new, keys_.insert(tenant, {.info = info, .key = std::move(key)}));
    if (is_new) return true;
  }
  return fail(Errc::internal, "kid");
}

/// Later than every key of the algorithm that signs, however the clocks of nodes differ: a key is retired only by who
/// knows one that was activated after it, so the last of them is retired by nobody.
Timestamp Engine::signs_from(std::string_view alg, const Keys& keys) const {
  Timestamp from = clock_->now();
  for (const StoredKey& key : keys)
    if (key.info.alg == alg && key.info.state == State::active) from = std::max(from, key.info.activates + Duration(1));
  return from;
}

Result<bool> Engine::change(const std::string& tenant, const Policy& policy, Act act, StoredKey stored,
                            const Keys& keys) const {
  KeyInfo& info = stored.info;
  const Timestamp now = clock_->now();
  info.stays = stays_for(policy, info);
  if (act == Act::activate) {
    info.state = State::active;
    info.activates = signs_from(info.alg, keys);
  } else if (act == Act::retire) {
    info.state = State::retiring;
    info.retires = now;
    info.vanishes = now + info.stays;
    // It will not sign again, so nobody can steal it from here.
    SIGNET_TRY(stored.key, stored.key.public_key());
  } else if (act == Act::certify) {
    SIGNET_TRY(stored.key, certify(stored.key, policy, now));
  }
  return keys_.replace(tenant, stored);
}

}  // namespace signet::server::keyring
