#include "crypto/rsa_signature.h"

#include <utility>

#include "crypto/signature_streams.h"

namespace signet::crypto {
namespace {

std::size_t modulus_octets(const KeyMaterial& key) noexcept {
  return (key.bits() + 7) / 8;
}

class RsaVerify final : public PreparedVerify {
 public:
  RsaVerify(std::size_t octets, std::unique_ptr<const HashedSignature> key) noexcept
      : octets_(octets), key_(std::move(key)) {}

  bool verify(ByteView input, ByteView signature) const noexcept override { return holds(input, signature); }
  std::unique_ptr<VerificationStream> begin() const override {
    return std::make_unique<StreamedVerify<RsaVerify>>(*this);
  }

  RunningDigest message() const noexcept { return key_->begin(); }
  /// `message` whole, or as its running digest.
  template <class Message>
  bool holds(Message& message, ByteView signature) const noexcept {
    //= rfc8017#8.2.2 a signature that is not k octets long is invalid (so 8.1.2); one not below n, libcrypto refuses
    return signature.size() == octets_ && key_->verify(message, signature);
  }

 private:
  std::size_t octets_;
  std::unique_ptr<const HashedSignature> key_;
};

class RsaSign final : public PreparedSign {
 public:
  RsaSign(std::size_t octets, std::unique_ptr<const HashedSignature> key) noexcept
      : octets_(octets), key_(std::move(key)) {}

  Result<Bytes> sign(ByteView input) const override { return make(input); }
  std::unique_ptr<SigningStream> begin() const override { return std::make_unique<StreamedSign<RsaSign>>(*this); }

  RunningDigest message() const noexcept { return key_->begin(); }
  template <class Message>
  Result<Bytes> make(Message& message) const {
    Bytes signature(octets_);
    if (key_->sign(message, signature).size() != octets_) return fail(Errc::internal, "sign");
    return signature;
  }

 private:
  std::size_t octets_;
  std::unique_ptr<const HashedSignature> key_;
};

bool have_rsa() noexcept {
  const ErrorDrain drain;
  const KeymgmtPtr keys(EVP_KEYMGMT_fetch(nullptr, "RSA", nullptr));
  const SignaturePtr signatures(EVP_SIGNATURE_fetch(nullptr, "RSA", nullptr));
  return keys && signatures;
}

}  // namespace

bool rsa_available(Hash hash) noexcept {
  static const bool have = have_rsa();
  return have && fetched(hash) != nullptr;
}

Result<std::unique_ptr<const PreparedVerify>> prepare_rsa_verify(const SignatureAlgorithm& row, const KeyMaterial& key,
                                                                 HashedSignature::Setup setup) {
  const std::size_t octets = modulus_octets(key);
  auto prepared = HashedSignature::make(key, row.hash, HashedSignature::Purpose::verify, setup);
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<RsaVerify>(octets, std::move(prepared));
}

Result<std::unique_ptr<const PreparedSign>> prepare_rsa_sign(const SignatureAlgorithm& row, const KeyMaterial& key,
                                                             HashedSignature::Setup setup) {
  if (!key.is_private()) return fail(Errc::private_key, "d");
  const std::size_t octets = modulus_octets(key);
  auto prepared = HashedSignature::make(key, row.hash, HashedSignature::Purpose::sign, setup);
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<RsaSign>(octets, std::move(prepared));
}

}  // namespace signet::crypto
