#include "server/keyring/ring.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "crypto/digest.h"
#include "server/keyring/key_group.h"
#include "server/keyring/public_jwk.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

constexpr std::size_t kTagOctets = 16;

std::vector<const StoredKey*> sorted(const Policy& policy, std::span<const StoredKey> keys) {
  std::vector<KeyInfo> infos;
  std::map<std::string_view, const StoredKey*> by_kid;
  infos.reserve(keys.size());
  for (const StoredKey& key : keys) {
    infos.push_back(key.info);
    by_kid.emplace(key.info.kid, &key);
  }
  std::vector<const StoredKey*> in_place;
  in_place.reserve(keys.size());
  for (const KeyInfo* info : in_order(policy, infos)) in_place.push_back(by_kid.at(info->kid));
  return in_place;
}

Result<std::string> published_text(const Policy& policy, std::span<const StoredKey> keys) {
  std::vector<Key> published;
  published.reserve(keys.size());
  for (const StoredKey& key : keys) published.push_back(key.key);
  return to_published_set(published, policy.certificates ? Certificates::included : Certificates::left_out);
}

/// The set as everybody else reads it.
Result<JwkSet> read_back(const std::string& text) {
  SIGNET_TRY(JwkSet set, JwkSet::parse(text));
  for (const KeySetEntry& entry : set.entries())
    if (entry.problem) return fail(Errc::internal, "key_set");
  return set;
}

Ring::Fingerprint hash_of(std::string_view text) {
  Ring::Fingerprint out{};
  const Bytes hash = crypto::digest(crypto::Hash::sha256, as_bytes(text));
  std::ranges::copy_n(hash.begin(), static_cast<std::ptrdiff_t>(std::min(hash.size(), out.size())), out.begin());
  return out;
}

}  // namespace

Ring::Fingerprint fingerprint_of(const Policy& policy, std::span<const StoredKey> keys) {
  std::vector<std::string> parts;
  parts.reserve(keys.size() + policy.algorithms.size() + 1);
  for (const StoredKey& key : keys) parts.push_back(std::to_string(key.version) + '/' + key.info.kid);
  std::ranges::sort(parts);
  parts.insert(parts.end(), policy.algorithms.begin(), policy.algorithms.end());
  parts.push_back(std::to_string(policy.max_age.count()) + (policy.certificates ? "+" : "-"));
  std::string text;
  for (const std::string& part : parts) text += std::to_string(part.size()) + ':' + part;
  return hash_of(text);
}

Result<std::shared_ptr<const Ring>> Ring::make(const Policy& policy, std::span<const StoredKey> keys,
                                               Timestamp next_change) {
  std::vector<StoredKey> in_place;
  in_place.reserve(keys.size());
  for (const StoredKey* key : sorted(policy, keys)) in_place.push_back(*key);
  SIGNET_TRY(std::string text, published_text(policy, in_place));
  SIGNET_TRY(JwkSet set, read_back(text));
  std::shared_ptr<Ring> ring(new Ring(std::move(set)));
  SIGNET_CHECK(ring->add_signers(in_place));
  const Fingerprint hash = hash_of(text);
  ring->etag_ = '"' + base64url::encode(ByteView(hash).first(kTagOctets)) + '"';
  std::memcpy(&ring->version_, hash.data(), sizeof ring->version_);
  ring->jwks_ = std::make_shared<const std::string>(std::move(text));
  ring->max_age_ = policy.max_age;
  ring->next_change_ = next_change;
  ring->fingerprint_ = fingerprint_of(policy, keys);
  return ring;
}

Result<> Ring::add_signers(std::span<const StoredKey> keys) {
  keys_.reserve(keys.size());
  for (const StoredKey& key : keys) {
    keys_.push_back(key.info);
    // Of two active keys of one algorithm the first in order signs: the one that was activated last.
    if (key.info.state != State::active || signer(key.info.alg) != nullptr) continue;
    SIGNET_TRY(auto signs, key.key.signer());
    signers_.push_back(std::move(signs));
  }
  return {};
}

std::shared_ptr<const Ring> Ring::changing_at(Timestamp next_change) const {
  std::shared_ptr<Ring> other(new Ring(*this));
  other->next_change_ = next_change;
  return other;
}

std::shared_ptr<const Signer> Ring::signer(std::string_view alg) const noexcept {
  const auto found = std::ranges::find(signers_, alg, [](const auto& signer) { return signer->algorithm(); });
  return found == signers_.end() ? nullptr : *found;
}

std::string_view Ring::default_algorithm() const noexcept {
  return signers_.empty() ? std::string_view() : signers_.front()->algorithm();
}

Duration Ring::max_age(Timestamp now) const noexcept {
  const Duration rest = next_change_ > now + kLongestMaxAge ? kLongestMaxAge : next_change_ - now;
  return std::min(std::max(rest, kShortestMaxAge), max_age_);
}

}  // namespace signet::server::keyring
