#include "signet/jwk_set.h"

#include <utility>

#include "codec/file.h"
#include "crypto/signature_algorithm.h"
#include "jose/jwk_types.h"
#include "jose/key_set_state.h"
#include "try.h"

namespace signet {
namespace {

enum class Admit : std::uint8_t { public_keys, all_keys };

/// Why a member has no place in a public set, if so. It is asked before the key is read: a private key stays unread,
/// and one that is broken as well is still reported as what matters more.
Result<> check_public(const json::Value& jwk) {
  const auto kty = jwk.find("kty");
  if (kty && kty->string() == name_of(KeyType::oct)) return fail(Errc::symmetric_key, "kty");
  const std::string_view member = jose::find_private_member(jwk);
  if (!member.empty()) return fail(Errc::private_key, member);
  return {};
}

Result<Key> read_member(const json::Value& jwk, Admit admit) {
  if (admit == Admit::public_keys) SIGNET_CHECK(check_public(jwk));
  return Key::from_jwk(jwk);
}

//= rfc7517#5 implementations SHOULD ignore JWKs with unknown kty, missing members, or values out of range
KeySetEntry read_entry(const json::Value& jwk, Admit admit) {
  KeySetEntry entry;
  const auto kid = jwk.find("kid");
  const std::string_view name = kid ? kid->string().value_or("") : "";
  if (name.size() <= kMaxKidBytes) entry.kid = name;
  auto key = read_member(jwk, admit);
  if (key) {
    entry.key = *std::move(key);
  } else {
    entry.problem = std::move(key).error();
  }
  return entry;
}

Result<std::shared_ptr<const KeySetState>> read_set(const json::Value& set, Admit admit) {
  //= rfc7517#5.1 the value of "keys" is an array; it MUST be there
  const auto keys = set.find("keys");
  if (!keys || !keys->is_array()) return fail(Errc::malformed_key_set, "keys");
  if (keys->size() > kMaxKeySetKeys) return fail(Errc::limit_exceeded, "keys");
  std::vector<KeySetEntry> entries;
  entries.reserve(keys->size());
  for (const json::Value jwk : keys->elements()) entries.push_back(read_entry(jwk, admit));
  return std::make_shared<const KeySetState>(std::move(entries));
}

Result<std::shared_ptr<const KeySetState>> read_set(std::string_view text, Admit admit) {
  SIGNET_TRY(const json::Document document, json::Document::parse(text, {.max_bytes = kMaxKeySetText}));
  return read_set(document.root(), admit);
}

std::string name_of_entry(const KeySetEntry& entry, std::size_t index) {
  return entry.kid.empty() ? std::to_string(index) : entry.kid;
}

/// The keys among `keys` that are prepared for the row; an error when there is none, or more than may be tried.
template <class Prepared>
Result<Candidates<Prepared>> choose(std::span<const PreparedKey* const> keys, const auto& row) {
  Candidates<Prepared> chosen;
  for (const PreparedKey* key : keys) {
    const std::shared_ptr<const Prepared>* form = key->find(row);
    if (form == nullptr) continue;
    // The token does not say which of too many keys it means; trying them all would be work of its choosing.
    if (chosen.count == kMaxKeyCandidates) return fail(Errc::key_not_found, "kid");
    chosen.keys[chosen.count++] = *form;
  }
  if (chosen.count > 0) return chosen;
  if (keys.empty()) return fail(Errc::key_not_found, "kid");
  SIGNET_CHECK(keys.front()->why_not(row));
  return fail(Errc::internal, "key");  // it fits and yet could not be prepared
}

template <class Prepared>
Result<Candidates<Prepared>> find_in(const KeySetState& state, std::optional<std::string_view> kid, const auto& row) {
  if (!kid) return choose<Prepared>(state.in_order, row);
  const auto named = state.with_kid(*kid);
  if (!named.empty()) return choose<Prepared>(named, row);
  // No key has the token's kid: only keys without one may still be meant.
  auto unnamed = choose<Prepared>(state.with_kid(""), row);
  return unnamed ? std::move(unnamed) : fail(Errc::key_not_found, "kid");
}

}  // namespace

Result<JwkSet> JwkSet::parse(std::string_view json) {
  SIGNET_TRY(auto state, read_set(json, Admit::public_keys));
  return JwkSet(std::move(state));
}

Result<JwkSet> JwkSet::parse_private(std::string_view json) {
  SIGNET_TRY(auto state, read_set(json, Admit::all_keys));
  return JwkSet(std::move(state));
}

Result<JwkSet> JwkSet::parse_private(const json::Value& set) {
  SIGNET_TRY(auto state, read_set(set, Admit::all_keys));
  return JwkSet(std::move(state));
}

Result<JwkSet> JwkSet::load(const std::string& path) {
  SIGNET_TRY(const Secret text, codec::read_file(path, kMaxKeySetText));
  return parse(as_text(text.expose()));
}

JwkSet JwkSet::of(std::span<const Key> keys) {
  std::vector<KeySetEntry> entries;
  entries.reserve(keys.size());
  for (const Key& key : keys) entries.push_back({.kid = key.info().kid, .key = key, .problem = {}});
  return JwkSet(std::make_shared<const KeySetState>(std::move(entries)));
}

std::span<const KeySetEntry> JwkSet::entries() const noexcept {
  return state_->entries;
}

AlgorithmSet JwkSet::declared_algorithms() const {
  AlgorithmSet declared;
  for (const PreparedKey& prepared : state_->prepared) {
    if (prepared.key->is_symmetric()) continue;
    const SignatureAlgorithm* row = find_signature_algorithm(prepared.key->info().alg);
    if (row != nullptr) declared.add(*row);
  }
  return declared;
}

Result<std::string> JwkSet::to_public_json() const {
  json::Writer out;
  out.begin_object().key("keys").begin_array();
  for (std::size_t i = 0; i < state_->entries.size(); ++i) {
    const KeySetEntry& entry = state_->entries[i];
    if (!entry.key) continue;
    if (entry.key->is_symmetric()) return fail_on_input(Errc::symmetric_key, name_of_entry(entry, i));
    SIGNET_TRY(const std::string jwk, entry.key->to_public_jwk());
    out.raw(jwk);
  }
  out.end_array().end_object();
  return out.take_string();
}

Result<KeyCandidates> JwkSet::find(const KeyQuery& query) const {
  return find_in<VerificationKey>(*state_, query.kid, *query.algorithm);
}

Result<DecryptionCandidates> JwkSet::find(const DecryptionQuery& query) const {
  return find_in<DecryptionKey>(*state_, query.kid, *query.algorithm);
}

}  // namespace signet
