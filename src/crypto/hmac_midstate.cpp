// The functions are deprecated in favour of the provider API, without an end being named.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hmac_midstate.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <openssl/crypto.h>

namespace signet::crypto {
namespace {

constexpr std::size_t kMaxBlock = SHA512_CBLOCK;
using Block = std::array<std::uint8_t, kMaxBlock>;

// RFC 2104 section 2: ipad and opad.
constexpr std::uint8_t kInnerPad = 0x36;
constexpr std::uint8_t kOuterPad = 0x5c;

std::size_t block_size(Hash hash) noexcept {
  return hash == Hash::sha256 ? SHA256_CBLOCK : SHA512_CBLOCK;
}

template <class State>
void begin(Hash hash, State& state) noexcept {
  if (hash == Hash::sha256) {
    SHA256_Init(&state.sha256);
  } else if (hash == Hash::sha384) {
    SHA384_Init(&state.sha512);
  } else {
    SHA512_Init(&state.sha512);
  }
}

template <class State>
void add(Hash hash, State& state, ByteView bytes) noexcept {
  if (hash == Hash::sha256) {
    SHA256_Update(&state.sha256, bytes.data(), bytes.size());
  } else {
    SHA512_Update(&state.sha512, bytes.data(), bytes.size());
  }
}

template <class State>
void finish(Hash hash, State& state, std::uint8_t* out) noexcept {
  if (hash == Hash::sha256) {
    SHA256_Final(out, &state.sha256);
  } else {
    SHA512_Final(out, &state.sha512);  // writes 48 octets for a state that SHA-384 began
  }
  OPENSSL_cleanse(&state, sizeof(State));
}

template <class State>
void begin_padded(Hash hash, State& state, const Block& key, std::uint8_t pad) noexcept {
  Block block;
  std::transform(key.begin(), key.end(), block.begin(), [pad](std::uint8_t octet) { return octet ^ pad; });
  begin(hash, state);
  add(hash, state, ByteView(block).first(block_size(hash)));
  OPENSSL_cleanse(block.data(), block.size());
}

}  // namespace

HmacKey::HmacKey(Hash hash, ByteView key) noexcept : hash_(hash) {
  Block block{};
  if (key.size() > block_size(hash)) {
    State state;
    begin(hash, state);
    add(hash, state, key);
    finish(hash, state, block.data());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  begin_padded(hash, inner_, block, kInnerPad);
  begin_padded(hash, outer_, block, kOuterPad);
  OPENSSL_cleanse(block.data(), block.size());
}

HmacKey::~HmacKey() {
  OPENSSL_cleanse(&inner_, sizeof inner_);
  OPENSSL_cleanse(&outer_, sizeof outer_);
}

ByteView HmacKey::mac(ByteView input, std::span<std::uint8_t, kMaxDigest> out) const noexcept {
  State inner = inner_;
  add(hash_, inner, input);
  return close(inner, out);
}

ByteView HmacKey::close(State& inner, std::span<std::uint8_t, kMaxDigest> out) const noexcept {
  const ByteView result = out.first(digest_size(hash_));
  finish(hash_, inner, out.data());
  State outer = outer_;
  add(hash_, outer, result);
  finish(hash_, outer, out.data());
  return result;
}

RunningMac::~RunningMac() {
  OPENSSL_cleanse(&inner_, sizeof inner_);
}

void RunningMac::update(ByteView piece) noexcept {
  if (key_ != nullptr) add(key_->hash_, inner_, piece);
}

ByteView RunningMac::finish(std::span<std::uint8_t, kMaxDigest> out) noexcept {
  if (key_ == nullptr) return {};
  return std::exchange(key_, nullptr)->close(inner_, out);
}

}  // namespace signet::crypto
