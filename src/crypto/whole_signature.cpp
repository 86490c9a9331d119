#include "crypto/whole_signature.h"

#include <new>
#include <string_view>
#include <utility>

namespace signet::crypto {
namespace {

MdCtxPtr begin(evp_pkey_st* key, WholeSignature::Purpose purpose) noexcept {
  const auto init = purpose == WholeSignature::Purpose::verify ? EVP_DigestVerifyInit_ex : EVP_DigestSignInit_ex;
  MdCtxPtr context(EVP_MD_CTX_new());
  if (!context || init(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) != 1) return nullptr;
  return context;
}

bool sign_once(EVP_MD_CTX* context, ByteView input, std::span<std::uint8_t> signature) noexcept {
  std::size_t size = signature.size();
  return EVP_DigestSign(context, signature.data(), &size, input.data(), input.size()) == 1 && size == signature.size();
}

bool verify_once(EVP_MD_CTX* context, ByteView input, ByteView signature) noexcept {
  return EVP_DigestVerify(context, signature.data(), signature.size(), input.data(), input.size()) == 1;
}

class WholeSign final : public PreparedSign {
 public:
  WholeSign(std::size_t octets, std::unique_ptr<const WholeSignature> key) noexcept
      : octets_(octets), key_(std::move(key)) {}

  Result<Bytes> sign(ByteView input) const override {
    Bytes signature(octets_);
    if (!key_->sign(input, signature)) return fail(Errc::internal, "sign");
    return signature;
  }

 private:
  std::size_t octets_;
  std::unique_ptr<const WholeSignature> key_;
};

}  // namespace

std::unique_ptr<WholeSignatureContext> WholeSignatureContext::copy() const noexcept {
  MdCtxPtr made(EVP_MD_CTX_new());
  if (!made || EVP_MD_CTX_copy_ex(made.get(), md.get()) != 1) return nullptr;
  return std::unique_ptr<WholeSignatureContext>(new (std::nothrow) WholeSignatureContext{std::move(made)});
}

std::unique_ptr<const WholeSignature> WholeSignature::make(evp_pkey_st* key, Purpose purpose,
                                                           Contexts contexts) noexcept {
  const ErrorDrain drain;
  MdCtxPtr prototype = begin(key, purpose);
  if (!prototype) return nullptr;
  return std::unique_ptr<const WholeSignature>(new (std::nothrow) WholeSignature({std::move(prototype)}, contexts));
}

WholeSignature::WholeSignature(WholeSignatureContext prototype, Contexts contexts) noexcept
    : contexts_(std::move(prototype), contexts == Contexts::used_again) {}

bool WholeSignature::verify(ByteView input, ByteView signature) const noexcept {
  const ErrorDrain drain;
  const auto context = contexts_.borrow();
  return context && verify_once(context->md.get(), input, signature);
}

bool WholeSignature::sign(ByteView input, std::span<std::uint8_t> signature) const noexcept {
  const ErrorDrain drain;
  const auto context = contexts_.borrow();
  return context && sign_once(context->md.get(), input, signature);
}

Result<std::unique_ptr<const PreparedSign>> prepare_whole_sign(const SignatureAlgorithm& row, const KeyMaterial& key,
                                                               std::size_t octets, WholeSignature::Contexts contexts) {
  auto prepared = WholeSignature::make(key.pkey(), WholeSignature::Purpose::sign, contexts);
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<WholeSign>(octets, std::move(prepared));
}

bool have_whole_signature(const char* name) noexcept {
  const ErrorDrain drain;
  const KeymgmtPtr keys(EVP_KEYMGMT_fetch(nullptr, name, nullptr));
  const SignaturePtr signatures(EVP_SIGNATURE_fetch(nullptr, name, nullptr));
  return keys && signatures;
}

WholeSignature::Contexts contexts_serve_again(evp_pkey_st* key, std::span<std::uint8_t> signature) noexcept {
  using enum WholeSignature::Contexts;
  const ErrorDrain drain;
  const MdCtxPtr signing = begin(key, WholeSignature::Purpose::sign);
  const MdCtxPtr verifying = begin(key, WholeSignature::Purpose::verify);
  if (!signing || !verifying) return used_once;
  for (const std::string_view message : {"first", "second", "third"}) {
    if (!sign_once(signing.get(), as_bytes(message), signature)) return used_once;
    if (!verify_once(verifying.get(), as_bytes(message), signature)) return used_once;
    signature[0] ^= 1;
    if (verify_once(verifying.get(), as_bytes(message), signature)) return used_once;
  }
  return used_again;
}

}  // namespace signet::crypto
