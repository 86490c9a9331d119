#include "server/keyring/master_key.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "crypto/content_encryption.h"
#include "crypto/hmac_midstate.h"
#include "crypto/random.h"
#include "server/keyring/secret_file.h"
#include "signet/algorithm.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kIdOctets = 8;
constexpr std::size_t kPrefix = 1 + kIdOctets;
constexpr std::size_t kNonce = 12;
constexpr std::size_t kTag = 16;
constexpr std::size_t kMaxText = 4096;

constexpr std::string_view kExplanation =
    "# The master key of a Signet server. All private keys and secrets in its database are sealed with it:\n"
    "# keep a copy in a safe place, apart from the backups of the database.\n";

Secret derive_from(const crypto::HmacKey& root, std::string_view purpose) {
  //= rfc5869#2.3 T(1) = HMAC-Hash(PRK, T(0) | info | 0x01), where T(0) is empty
  std::string info = "signet/";
  info += purpose;
  info += '\x01';
  std::array<std::uint8_t, crypto::kMaxDigest> room{};
  Secret key = Secret::copy_of(root.mac(as_bytes(info), room));
  wipe(room.data(), room.size());
  return key;
}

/// The one line that is neither empty nor begins with '#'.
std::optional<std::string_view> key_line(std::string_view text) {
  std::optional<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (found) return std::nullopt;
    found = line;
  }
  return found;
}

/// What the tag covers: the prefix of the sealed text, and what the caller says of it.
Bytes whole_aad(ByteView prefix, std::string_view aad) {
  Bytes whole(prefix.begin(), prefix.end());
  whole.insert(whole.end(), aad.begin(), aad.end());
  return whole;
}

}  // namespace

struct MasterKey::State {
  explicit State(const Secret& octets) : root(crypto::Hash::sha256, octets.expose()) {}
  crypto::HmacKey root;
  std::shared_ptr<const crypto::ContentKey> cipher;
  std::array<std::uint8_t, kPrefix> prefix{};
  std::string id;
};

Result<MasterKey> MasterKey::from_octets(Secret octets) {
  auto state = std::make_shared<State>(octets);
  SIGNET_TRY(state->cipher,
             crypto::make_content_key(*find_content_encryption("A256GCM"), derive_from(state->root, "seal")));
  const Secret id = derive_from(state->root, "master key id");
  state->prefix.front() = kVersion;
  std::ranges::copy_n(id.expose().begin(), kIdOctets, state->prefix.begin() + 1);
  state->id = base64url::encode(id.expose().first(kIdOctets));
  return MasterKey(std::move(state));
}

Result<MasterKey> MasterKey::create(const std::string& path) {
  SIGNET_TRY(Secret octets, crypto::random_secret(kOctets));
  WipedBytes text(kExplanation.begin(), kExplanation.end());
  std::string line;
  line.reserve(base64url::encoded_size(kOctets) + 1);
  base64url::append(line, octets.expose());
  line += '\n';
  text.insert(text.end(), line.begin(), line.end());
  wipe(line.data(), line.size());
  SIGNET_CHECK(create_secret_file(path, text));
  return from_octets(std::move(octets));
}

Result<MasterKey> MasterKey::load(const std::string& path) {
  SIGNET_TRY(const Secret text, read_secret_file(path, kMaxText));
  return from_text(as_text(text.expose()));
}

Result<MasterKey> MasterKey::from_text(std::string_view text) {
  const auto line = key_line(text);
  if (!line) return fail(Errc::malformed_key, "master_key");
  auto octets = base64url::decode_secret(*line, kOctets);
  if (!octets || octets->size() != kOctets) return fail(Errc::malformed_key, "master_key");
  return from_octets(*std::move(octets));
}

const std::string& MasterKey::id() const noexcept {
  return state_->id;
}

Result<Bytes> MasterKey::seal(ByteView plain, std::string_view aad) const {
  SIGNET_TRY(const Secret nonce, crypto::random_secret(kNonce));
  SIGNET_TRY(const crypto::Sealed sealed,
             state_->cipher->encrypt(nonce.expose(), whole_aad(state_->prefix, aad), plain));
  Bytes out;
  out.reserve(kPrefix + kNonce + sealed.ciphertext.size() + kTag);
  for (const ByteView part :
       {ByteView(state_->prefix), nonce.expose(), ByteView(sealed.ciphertext), ByteView(sealed.tag)})
    out.insert(out.end(), part.begin(), part.end());
  return out;
}

bool MasterKey::has_sealed(ByteView sealed) const noexcept {
  return sealed.size() >= kPrefix && std::ranges::equal(sealed.first(kPrefix), state_->prefix);
}

Result<Secret> MasterKey::open(ByteView sealed, std::string_view aad) const {
  const auto failed = [] { return fail(Errc::decryption_failed, "sealed"); };
  if (sealed.size() < kPrefix + kNonce + kTag || sealed.front() != kVersion) return failed();
  if (!has_sealed(sealed)) return fail(Errc::key_mismatch, "master_key");
  const ByteView rest = sealed.subspan(kPrefix);
  const ByteView text = rest.subspan(kNonce, rest.size() - kNonce - kTag);
  auto plain = state_->cipher->decrypt(rest.first(kNonce), whole_aad(state_->prefix, aad), text, rest.last(kTag));
  if (!plain) return failed();
  return plain;
}

Secret MasterKey::derive(std::string_view purpose) const {
  return derive_from(state_->root, purpose);
}

}  // namespace signet::server::keyring
