#include "crypto/hashed_signature.h"

#include <new>
#include <utility>

namespace signet::crypto {
namespace {

bool verify_digest(EVP_PKEY_CTX* context, ByteView hashed, ByteView signature) noexcept {
  return EVP_PKEY_verify(context, signature.data(), signature.size(), hashed.data(), hashed.size()) == 1;
}

std::span<std::uint8_t> sign_digest(EVP_PKEY_CTX* context, ByteView hashed, std::span<std::uint8_t> out) noexcept {
  std::size_t size = out.size();
  if (EVP_PKEY_sign(context, out.data(), &size, hashed.data(), hashed.size()) != 1) return {};
  return out.first(size);
}

}  // namespace

std::unique_ptr<HashedSignatureContext> HashedSignatureContext::copy() const noexcept {
  HashedSignatureContext made{MdCtxPtr(EVP_MD_CTX_new()), PkeyCtxPtr(EVP_PKEY_CTX_dup(pkey.get()))};
  if (!made.digest || !made.pkey) return nullptr;
  return std::unique_ptr<HashedSignatureContext>(new (std::nothrow) HashedSignatureContext(std::move(made)));
}

std::unique_ptr<const HashedSignature> HashedSignature::make(const KeyMaterial& key, Hash hash, Purpose purpose,
                                                             Setup setup) noexcept {
  const ErrorDrain drain;
  const EVP_MD* md = fetched(hash);
  PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.pkey(), nullptr));
  if (md == nullptr || !context) return nullptr;
  const int begun =
      purpose == Purpose::verify ? EVP_PKEY_verify_init(context.get()) : EVP_PKEY_sign_init(context.get());
  if (begun != 1 || EVP_PKEY_CTX_set_signature_md(context.get(), md) != 1) return nullptr;
  if (setup != nullptr && !setup(context.get(), md)) return nullptr;
  return std::unique_ptr<const HashedSignature>(new (std::nothrow) HashedSignature(md, {nullptr, std::move(context)}));
}

HashedSignature::HashedSignature(const EVP_MD* md, HashedSignatureContext prototype) noexcept
    : md_(md), contexts_(std::move(prototype)) {}

ByteView HashedSignature::digest(EVP_MD_CTX* context, ByteView input,
                                 std::span<std::uint8_t, kMaxDigest> out) const noexcept {
  unsigned size = 0;
  if (EVP_DigestInit_ex2(context, md_, nullptr) != 1) return {};
  if (EVP_DigestUpdate(context, input.data(), input.size()) != 1) return {};
  if (EVP_DigestFinal_ex(context, out.data(), &size) != 1) return {};
  return out.first(size);
}

bool HashedSignature::verify(ByteView input, ByteView signature) const noexcept {
  const ErrorDrain drain;
  const auto context = contexts_.borrow();
  if (!context) return false;
  std::array<std::uint8_t, kMaxDigest> octets;
  const ByteView hashed = digest(context->digest.get(), input, octets);
  return !hashed.empty() && verify_digest(context->pkey.get(), hashed, signature);
}

std::span<std::uint8_t> HashedSignature::sign(ByteView input, std::span<std::uint8_t> out) const noexcept {
  const ErrorDrain drain;
  const auto context = contexts_.borrow();
  if (!context) return {};
  std::array<std::uint8_t, kMaxDigest> octets;
  const ByteView hashed = digest(context->digest.get(), input, octets);
  if (hashed.empty()) return {};
  return sign_digest(context->pkey.get(), hashed, out);
}

RunningDigest::RunningDigest(const EVP_MD* md) noexcept : context_(EVP_MD_CTX_new()) {
  const ErrorDrain drain;
  if (context_ && EVP_DigestInit_ex2(context_.get(), md, nullptr) != 1) context_.reset();
}

void RunningDigest::update(ByteView piece) noexcept {
  const ErrorDrain drain;
  if (context_ && EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) != 1) context_.reset();
}

ByteView RunningDigest::finish(std::span<std::uint8_t, kMaxDigest> out) noexcept {
  const ErrorDrain drain;
  const MdCtxPtr context = std::move(context_);
  unsigned size = 0;
  if (!context || EVP_DigestFinal_ex(context.get(), out.data(), &size) != 1) return {};
  return out.first(size);
}

bool HashedSignature::verify(RunningDigest& message, ByteView signature) const noexcept {
  const ErrorDrain drain;
  std::array<std::uint8_t, kMaxDigest> octets;
  const ByteView hashed = message.finish(octets);
  if (hashed.empty()) return false;
  const auto context = contexts_.borrow();
  return context && verify_digest(context->pkey.get(), hashed, signature);
}

std::span<std::uint8_t> HashedSignature::sign(RunningDigest& message, std::span<std::uint8_t> out) const noexcept {
  const ErrorDrain drain;
  std::array<std::uint8_t, kMaxDigest> octets;
  const ByteView hashed = message.finish(octets);
  if (hashed.empty()) return {};
  const auto context = contexts_.borrow();
  if (!context) return {};
  return sign_digest(context->pkey.get(), hashed, out);
}

}  // namespace signet::crypto
