#include "crypto/digest.h"

#include "crypto/libcrypto.h"

namespace signet::crypto {
namespace {

struct HashFacts {
  std::string_view name;
  const char* openssl_name;
  std::size_t octets;
};

// In the order of enum Hash.
constexpr std::array<HashFacts, 5> kHashes = {{
    {"", nullptr, 0},
    {"SHA-1", "SHA1", 20},
    {"SHA-256", "SHA2-256", 32},
    {"SHA-384", "SHA2-384", 48},
    {"SHA-512", "SHA2-512", 64},
}};

const HashFacts& facts(Hash hash) noexcept {
  return kHashes[static_cast<std::size_t>(hash)];
}

using Fetched = std::array<const EVP_MD*, kHashes.size()>;

Fetched fetch_all() noexcept {
  const ErrorDrain drain;
  Fetched fetched{};
  for (std::size_t i = 0; i < kHashes.size(); ++i)
    if (kHashes[i].openssl_name != nullptr) fetched[i] = EVP_MD_fetch(nullptr, kHashes[i].openssl_name, nullptr);
  return fetched;
}

}  // namespace

std::string_view name_of(Hash hash) noexcept {
  return facts(hash).name;
}

std::size_t digest_size(Hash hash) noexcept {
  return facts(hash).octets;
}

const evp_md_st* fetched(Hash hash) noexcept {
  // Kept to the end of the process and never freed: other threads may still verify while statics are destroyed.
  static const Fetched all = fetch_all();
  return all[static_cast<std::size_t>(hash)];
}

bool digest(Hash hash, ByteView input, std::span<std::uint8_t, kMaxDigest> out) noexcept {
  const ErrorDrain drain;
  const EVP_MD* md = fetched(hash);
  return md != nullptr && EVP_Digest(input.data(), input.size(), out.data(), nullptr, md, nullptr) == 1;
}

Bytes digest(Hash hash, ByteView input) {
  std::array<std::uint8_t, kMaxDigest> out;
  if (!digest(hash, input, out)) return {};
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(digest_size(hash))};
}

Bytes shake256(ByteView input, std::size_t octets) {
  const ErrorDrain drain;
  const MdCtxPtr context(EVP_MD_CTX_new());
  Bytes out(octets);
  const bool made = context && EVP_DigestInit_ex2(context.get(), EVP_shake256(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), input.data(), input.size()) == 1 &&
                    EVP_DigestFinalXOF(context.get(), out.data(), out.size()) == 1;
  return made ? out : Bytes{};
}

}  // namespace signet::crypto
