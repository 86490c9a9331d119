#include "crypto/aes_key_wrap.h"

#include <utility>

#include "crypto/cipher.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kBlock = 8;  // RFC 3394 works on semiblocks
constexpr std::size_t kMinKey = 2 * kBlock;
constexpr std::size_t kMaxKey = 512;  // no CEK is longer

/// False when libcrypto refuses, on unwrapping because of the integrity check.
bool run(const Secret& kek, Direction direction, ByteView in, auto& out) {
  const ErrorDrain drain;
  const CipherCtxPtr context = start_cipher(fetched_aes(CipherMode::key_wrap, kek.size()), kek.expose(), {}, direction);
  int size = 0;
  if (!context || EVP_CipherUpdate(context.get(), out.data(), &size, in.data(), static_cast<int>(in.size())) != 1) {
    return false;
  }
  return size > 0 && static_cast<std::size_t>(size) == out.size();
}

}  // namespace

Result<Bytes> wrap_key(const Secret& kek, const Secret& key) {
  Bytes out(key.size() + kBlock);
  const bool whole = key.size() >= kMinKey && key.size() <= kMaxKey && key.size() % kBlock == 0;
  if (!whole || !run(kek, Direction::encrypt, key.expose(), out)) return fail(Errc::internal, "encrypt");
  return out;
}

Result<Secret> unwrap_key(const Secret& kek, ByteView wrapped) {
  const bool whole =
      wrapped.size() >= kMinKey + kBlock && wrapped.size() <= kMaxKey + kBlock && wrapped.size() % kBlock == 0;
  if (!whole) return fail(Errc::decryption_failed, "token");
  // libcrypto writes whole blocks before it looks at the check value.
  WipedBytes out(wrapped.size() - kBlock);
  if (!run(kek, Direction::decrypt, wrapped, out)) return fail(Errc::decryption_failed, "token");
  return Secret(std::move(out));
}

bool key_wrap_available(std::size_t kek_octets) noexcept {
  return fetched_aes(CipherMode::key_wrap, kek_octets) != nullptr;
}

}  // namespace signet::crypto
