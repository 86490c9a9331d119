#include "keys/revocation_hash.h"

#include <cstring>
#include <memory>

#include "keys/keyed_mix.h"
#include "try.h"

namespace signet::keys {
namespace {

constexpr std::size_t kBlock = 16;  // octets

template <class Number>
std::uint64_t number_at(const char* at) noexcept {
  Number number = 0;
  std::memcpy(&number, at, sizeof number);
  return number;
}

/// The last octets of a text, as many as a block has or the text. Some may be there twice, or have been in a block
/// before; together with the length of the text they are what tells it from others. No call copies them.
std::array<std::uint64_t, 2> end_of(std::string_view text) noexcept {
  const char* const begin = std::to_address(text.begin());
  const char* const end = begin + text.size();
  if (text.size() >= kBlock) return {number_at<std::uint64_t>(end - kBlock), number_at<std::uint64_t>(end - 8)};
  if (text.size() >= 8) return {number_at<std::uint64_t>(begin), number_at<std::uint64_t>(end - 8)};
  if (text.size() >= 4) return {number_at<std::uint32_t>(begin), number_at<std::uint32_t>(end - 4)};
  if (text.size() >= 2) return {number_at<std::uint16_t>(begin), number_at<std::uint16_t>(end - 2)};
  return {text.empty() ? 0 : number_at<std::uint8_t>(begin), 0};
}

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
  const auto mix = [&](std::uint64_t one, std::uint64_t other) {
    from.first = fold(from.first ^ one ^ key_[0], other ^ key_[1]);
    from.second = fold(from.second ^ other ^ key_[2], one ^ key_[3]);
  };
  std::size_t left = text.size();
  for (const char* at = text.data(); left > kBlock; at += kBlock, left -= kBlock)
    mix(number_at<std::uint64_t>(at), number_at<std::uint64_t>(at + 8));
  const auto end = end_of(text);
  mix(end[0], end[1]);
  const std::size_t size = text.size();
  return {.first = fold(from.first ^ size, key_[4]), .second = fold(from.second ^ size, key_[5])};
}

RevocationDigest RevocationHash::of_issuer(std::string_view issuer) const noexcept {
  return digest({.first = key_[1], .second = key_[2]}, issuer);
}

RevocationDigest RevocationHash::of(const RevocationDigest& issuer, std::string_view value) const noexcept {
  return digest(issuer, value);
}

}  // namespace signet::keys
