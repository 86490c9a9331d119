#include "keys/token_cache_hash.h"

#include <cstring>

#include "crypto/random.h"
#include "try.h"

namespace signet::jwt {
namespace {

constexpr std::size_t kLanes = TokenHash::kLanes;
constexpr std::size_t kBlock = kLanes * 16;  // octets
using Lanes = std::array<std::uint64_t, kLanes>;

__extension__ using Wide = unsigned __int128;

/// Both halves of the product: every bit of it depends on the bits of both factors.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t word_at(const char* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The lanes do not wait for each other, so that a processor multiplies for all of them at once.
void mix(Lanes& lanes, const char* block, const TokenHash::Key& key) noexcept {
  for (std::size_t i = 0; i < kLanes; ++i)
    lanes[i] = fold(lanes[i] ^ word_at(block + 16 * i), key[kLanes + i] ^ word_at(block + 16 * i + 8));
}

}  // namespace

Result<TokenHash> TokenHash::random() {
  Key key{};
  SIGNET_TRY(const Secret octets, crypto::random_secret(sizeof key));
  std::memcpy(key.data(), octets.expose().data(), sizeof key);
  const TokenHash hash(key);
  wipe(key.data(), sizeof key);
  return hash;
}

std::uint64_t TokenHash::operator()(std::string_view text) const noexcept {
  Lanes lanes{};
  std::memcpy(lanes.data(), key_.data(), sizeof lanes);
  std::string_view rest = text;
  for (; rest.size() >= kBlock; rest.remove_prefix(kBlock)) mix(lanes, rest.data(), key_);
  // Padded with zeros; a text that has zeros there has another length.
  std::array<char, kBlock> last{};
  if (!rest.empty()) std::memcpy(last.data(), rest.data(), rest.size());
  mix(lanes, last.data(), key_);
  std::uint64_t all = text.size() ^ key_[2 * kLanes];
  for (std::size_t i = 0; i < kLanes; i += 2) all ^= fold(lanes[i], lanes[i + 1]);
  return fold(all, key_[2 * kLanes + 1]);
}

}  // namespace signet::jwt
