#include "keys/token_cache_hash.h"

#include <cstring>

#include "keys/keyed_mix.h"
#include "try.h"

namespace signet::jwt {
namespace {

using keys::fold;

std::uint64_t word_at(const char* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

}  // namespace

Result<TokenHash> TokenHash::random() {
  Key key{};
  SIGNET_CHECK(keys::fill_random(key));
  TokenHash hash(key);
  wipe(key.data(), sizeof key);
  return hash;
}

std::uint64_t TokenHash::operator()(std::string_view token) const noexcept {
  if (token.size() >= kOctets) return of_end(token.data() + token.size() - kOctets, token.size());
  // Padded with zeros; a token that ends in zeros has another length.
  std::array<char, kOctets> padded{};
  if (!token.empty()) std::memcpy(padded.data(), token.data(), token.size());
  return of_end(padded.data(), token.size());
}

/// The lanes do not wait for each other, so that a processor multiplies for all of them at once.
std::uint64_t TokenHash::of_end(const char* end_octets, std::size_t length) const noexcept {
  std::uint64_t all = length ^ key_[2 * kLanes];
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    std::uint64_t mixed = key_[lane];
    for (std::size_t at = 16 * lane; at < kOctets; at += 16 * kLanes)
      mixed = fold(mixed ^ word_at(end_octets + at), key_[kLanes + lane] ^ word_at(end_octets + at + 8));
    all ^= mixed;
  }
  return fold(all, key_[2 * kLanes + 1]);
}

}  // namespace signet::jwt
