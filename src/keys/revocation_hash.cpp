#include "keys/revocation_hash.h"

#include <algorithm>
#include <cstring>

#include "keys/keyed_mix.h"
#include "try.h"

namespace signet::keys {
namespace {

constexpr std::size_t kBlock = 16;  // octets

}  // namespace

Result<RevocationHash> RevocationHash::random() {
  Key key{};
  SIGNET_CHECK(fill_random(key));
  RevocationHash hash(key);
  wipe(key.data(), sizeof key);
  return hash;
}

// Two lanes that never meet before the end, each with words of the key of its own.
RevocationDigest RevocationHash::digest(RevocationDigest from, std::string_view text) const noexcept {
  const std::size_t size = text.size();
  while (true) {
    std::array<std::uint64_t, 2> words{};
    if (!text.empty()) std::memcpy(words.data(), text.data(), std::min(text.size(), kBlock));
    from.first = fold(from.first ^ words[0] ^ key_[0], words[1] ^ key_[1]);
    from.second = fold(from.second ^ words[1] ^ key_[2], words[0] ^ key_[3]);
    if (text.size() <= kBlock) break;
    text.remove_prefix(kBlock);
  }
  return {.first = fold(from.first ^ size, key_[4]), .second = fold(from.second ^ size, key_[5])};
}

RevocationDigest RevocationHash::of_issuer(std::string_view issuer) const noexcept {
  return digest({.first = key_[1], .second = key_[2]}, issuer);
}

RevocationDigest RevocationHash::of(const RevocationDigest& issuer, RevokedKind kind,
                                    std::string_view value) const noexcept {
  const auto number = static_cast<std::uint64_t>(kind) + 1;
  return digest({.first = fold(issuer.first ^ number, key_[2]), .second = fold(issuer.second ^ number, key_[1])},
                value);
}

}  // namespace signet::keys
