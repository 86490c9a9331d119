// EdDSA and Ed25519: one algorithm under two names, RFC 8037 section 3.1 and RFC 9864 section 2.2.
#include <algorithm>
#include <new>
#include <utility>

#include "crypto/context_pool.h"
#include "crypto/ed25519_point.h"
#include "crypto/libcrypto.h"
#include "crypto/signature/families.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kHalf = 32;
constexpr std::size_t kSignature = 2 * kHalf;

// L, the order of the base point, little-endian: RFC 8032 section 5.1.
constexpr std::array<std::uint8_t, kHalf> kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                    0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                                    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};

struct EdContext {
  MdCtxPtr md;
  std::unique_ptr<EdContext> copy() const noexcept {
    MdCtxPtr made(EVP_MD_CTX_new());
    if (!made || EVP_MD_CTX_copy_ex(made.get(), md.get()) != 1) return nullptr;
    return std::unique_ptr<EdContext>(new (std::nothrow) EdContext{std::move(made)});
  }
};

using Begin = int (*)(EVP_MD_CTX*, EVP_PKEY_CTX**, const char*, OSSL_LIB_CTX*, const char*, EVP_PKEY*,
                      const OSSL_PARAM*);

/// Null when libcrypto refuses the key.
MdCtxPtr begin(Begin init, EVP_PKEY* key) noexcept {
  MdCtxPtr context(EVP_MD_CTX_new());
  if (!context || init(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) != 1) return nullptr;
  return context;
}

bool sign_once(EVP_MD_CTX* context, ByteView input, std::span<std::uint8_t> signature) noexcept {
  std::size_t size = signature.size();
  return EVP_DigestSign(context, signature.data(), &size, input.data(), input.size()) == 1 && size == kSignature;
}

bool verify_once(EVP_MD_CTX* context, ByteView input, ByteView signature) noexcept {
  return EVP_DigestVerify(context, signature.data(), signature.size(), input.data(), input.size()) == 1;
}

/// Whether a context serves a second message: it does in OpenSSL 3.0, and newer releases call it finished after one.
bool probe_reuse() noexcept {
  const ErrorDrain drain;
  constexpr std::array<std::uint8_t, kHalf> kAnyKey = {1};
  const PkeyPtr key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr, kAnyKey.data(), kAnyKey.size()));
  if (!key) return false;
  const MdCtxPtr signing = begin(EVP_DigestSignInit_ex, key.get());
  const MdCtxPtr verifying = begin(EVP_DigestVerifyInit_ex, key.get());
  if (!signing || !verifying) return false;
  for (const std::string_view message : {"first", "second", "third"}) {
    std::array<std::uint8_t, kSignature> signature;
    if (!sign_once(signing.get(), as_bytes(message), signature)) return false;
    if (!verify_once(verifying.get(), as_bytes(message), signature)) return false;
    signature[0] ^= 1;
    if (verify_once(verifying.get(), as_bytes(message), signature)) return false;
  }
  return true;
}

bool contexts_are_reusable() noexcept {
  static const bool reusable = probe_reuse();
  return reusable;
}

/// Little-endian numbers, compared from their last octet. Not constant-time: signatures are public.
bool below_order(ByteView scalar) noexcept {
  return std::lexicographical_compare(scalar.rbegin(), scalar.rend(), kOrder.rbegin(), kOrder.rend());
}

class EdVerify final : public PreparedVerify {
 public:
  explicit EdVerify(MdCtxPtr prototype) noexcept : contexts_({std::move(prototype)}, contexts_are_reusable()) {}

  bool verify(ByteView input, ByteView signature) const noexcept override {
    //= rfc8032#5.1.7 S in 0 <= S < L, R a point: said here, because libcrypto takes an R of small order
    if (signature.size() != kSignature || !below_order(signature.subspan(kHalf))) return false;
    if (!acceptable_ed25519_point(signature.first(kHalf))) return false;
    const ErrorDrain drain;
    const auto context = contexts_.borrow();
    return context && verify_once(context->md.get(), input, signature);
  }

 private:
  ContextPool<EdContext> contexts_;
};

class EdSign final : public PreparedSign {
 public:
  explicit EdSign(MdCtxPtr prototype) noexcept : contexts_({std::move(prototype)}, contexts_are_reusable()) {}

  Result<Bytes> sign(ByteView input) const override {
    const ErrorDrain drain;
    const auto context = contexts_.borrow();
    Bytes signature(kSignature);
    if (!context || !sign_once(context->md.get(), input, signature)) return fail(Errc::internal, "sign");
    return signature;
  }

 private:
  ContextPool<EdContext> contexts_;
};

Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  const ErrorDrain drain;
  // Import refuses such keys; a signature by one holds for any message, so it is not left to import alone.
  if (!acceptable_ed25519_point(key->on_curve().x)) return fail(Errc::weak_key, "x");
  MdCtxPtr prototype = begin(EVP_DigestVerifyInit_ex, key->pkey());
  if (!prototype) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<EdVerify>(std::move(prototype));
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  const ErrorDrain drain;
  if (!key->is_private()) return fail(Errc::private_key, "d");
  MdCtxPtr prototype = begin(EVP_DigestSignInit_ex, key->pkey());
  if (!prototype) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<EdSign>(std::move(prototype));
}

bool probe_ed25519() noexcept {
  const ErrorDrain drain;
  const KeymgmtPtr keys(EVP_KEYMGMT_fetch(nullptr, "ED25519", nullptr));
  const SignaturePtr signatures(EVP_SIGNATURE_fetch(nullptr, "ED25519", nullptr));
  return keys && signatures;
}

bool available() noexcept {
  static const bool have = probe_ed25519();
  return have;
}

constexpr SignatureAlgorithm row(std::string_view name, std::string_view also_fits, std::string_view requirement) {
  return {.name = name,
          .kty = KeyType::okp,
          .crv = "Ed25519",
          .hash = Hash::none,
          .signature_octets = kSignature,
          .min_key_octets = 0,
          .generated_octets = 0,
          .also_fits = also_fits,
          .requirement = requirement,
          .spec = "RFC 9864 2.2",
          .available = available,
          .prepare_verify = prepare_verify,
          .prepare_sign = prepare_sign};
}

constexpr SignatureAlgorithm kRows[] = {
    row("EdDSA", "Ed25519", "Deprecated"),
    row("Ed25519", "EdDSA", "Optional"),
};

}  // namespace

std::span<const SignatureAlgorithm> families::eddsa() noexcept {
  return kRows;
}

}  // namespace signet::crypto
