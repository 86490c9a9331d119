// The best plain call of libcrypto for each algorithm: key, context and digest are there before, the signature is
// decoded before. What is timed is the hash of the signing input and the operation itself, and nothing of JWT.
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>

#include "contender.h"
#include "owners.h"
#include "signet/base64url.h"

namespace signet::bench {
namespace {

using MacPtr = std::unique_ptr<EVP_MAC, Deleter<EVP_MAC_free>>;
using MacCtxPtr = std::unique_ptr<EVP_MAC_CTX, Deleter<EVP_MAC_CTX_free>>;
using MdPtr = std::unique_ptr<EVP_MD, Deleter<EVP_MD_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free>>;
using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>>;

struct Parts {
  std::string input;
  Bytes signature;
};

Parts split(const std::string& token) {
  const std::size_t dot = token.rfind('.');
  return {token.substr(0, dot), need(base64url::decode(std::string_view(token).substr(dot + 1)), "signature")};
}

PkeyPtr read_private(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  PkeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!key) give_up("libcrypto does not read the private key");
  return key;
}

PkeyPtr read_public(const std::string& pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  PkeyPtr key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  if (!key) give_up("libcrypto does not read the public key");
  return key;
}

/// "SHA256" for ES256 and its like.
std::string digest_of(std::string_view alg) {
  return "SHA" + std::string(alg.substr(2, 3));
}

/// Octets of a scalar of the curve; 0 for what is no ECDSA.
int coordinate_of(std::string_view alg) {
  if (!alg.starts_with("ES")) return 0;
  return alg == "ES384" ? 48 : alg == "ES512" ? 66 : 32;
}

Bytes ecdsa_to_der(ByteView raw, int coordinate) {
  const EcdsaSigPtr parsed(ECDSA_SIG_new());
  ECDSA_SIG_set0(parsed.get(), BN_bin2bn(raw.data(), coordinate, nullptr),
                 BN_bin2bn(raw.data() + coordinate, coordinate, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(parsed.get(), &der);
  Bytes out(der, der + size);
  OPENSSL_free(der);
  return out;
}

Bytes ecdsa_from_der(ByteView der, int coordinate) {
  const unsigned char* at = der.data();
  const EcdsaSigPtr parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  Bytes raw(2 * static_cast<std::size_t>(coordinate));
  BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), raw.data(), coordinate);
  BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), raw.data() + coordinate, coordinate);
  return raw;
}

class Raw : public Contender {
 public:
  explicit Raw(const Material& material) : input_(material.signing_input()) {}
  std::string_view name() const final { return kRaw; }
  std::string signed_token() const override { return input_ + '.' + base64url::encode({made_.data(), made_size_}); }

 protected:
  std::string input_;
  std::array<std::uint8_t, 512> made_{};
  std::size_t made_size_ = 0;
};

/// EVP_MAC, re-initialised with the key that its context holds.
class Hmac final : public Raw {
 public:
  explicit Hmac(const Material& material)
      : Raw(material), mac_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)), ctx_(EVP_MAC_CTX_new(mac_.get())) {
    std::string digest = digest_of(material.alg);
    const std::array<OSSL_PARAM, 2> params = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                              OSSL_PARAM_construct_end()};
    const ByteView key = as_bytes(material.secret);
    if (EVP_MAC_init(ctx_.get(), key.data(), key.size(), params.data()) != 1) give_up("EVP_MAC_init");
  }
  Job verify_job(const std::string& token) override {
    return [this, parts = split(token)] {
      return mac(parts.input) && made_size_ == parts.signature.size() &&
             CRYPTO_memcmp(made_.data(), parts.signature.data(), made_size_) == 0;
    };
  }
  Job sign_job() override {
    return [this] { return mac(input_); };
  }

 private:
  bool mac(std::string_view text) {
    const ByteView input = as_bytes(text);
    return EVP_MAC_init(ctx_.get(), nullptr, 0, nullptr) == 1 &&
           EVP_MAC_update(ctx_.get(), input.data(), input.size()) == 1 &&
           EVP_MAC_final(ctx_.get(), made_.data(), &made_size_, made_.size()) == 1;
  }
  MacPtr mac_;
  MacCtxPtr ctx_;
};

/// RSA and ECDSA: a fetched digest in a kept context, then EVP_PKEY_sign or EVP_PKEY_verify on a context that was
/// initialised once.
class Digested final : public Raw {
 public:
  explicit Digested(const Material& material)
      : Raw(material),
        coordinate_(coordinate_of(material.alg)),
        md_(EVP_MD_fetch(nullptr, digest_of(material.alg).c_str(), nullptr)),
        hashing_(EVP_MD_CTX_new()),
        digest_(static_cast<std::size_t>(EVP_MD_get_size(md_.get()))) {
    const PkeyPtr private_key = read_private(material.private_pem);
    const PkeyPtr public_key = read_public(material.public_pem);
    signing_.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, private_key.get(), nullptr));
    verifying_.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, public_key.get(), nullptr));
    if (EVP_PKEY_sign_init(signing_.get()) != 1 || EVP_PKEY_verify_init(verifying_.get()) != 1) give_up("init");
    configure(signing_.get(), material.alg);
    configure(verifying_.get(), material.alg);
  }
  Job verify_job(const std::string& token) override {
    Parts parts = split(token);
    if (coordinate_ != 0) parts.signature = ecdsa_to_der(parts.signature, coordinate_);
    return [this, parts = std::move(parts)] {
      return hash(parts.input) && EVP_PKEY_verify(verifying_.get(), parts.signature.data(), parts.signature.size(),
                                                  digest_.data(), digest_.size()) == 1;
    };
  }
  Job sign_job() override {
    return [this] {
      made_size_ = made_.size();
      return hash(input_) &&
             EVP_PKEY_sign(signing_.get(), made_.data(), &made_size_, digest_.data(), digest_.size()) == 1;
    };
  }
  std::string signed_token() const override {
    if (coordinate_ == 0) return Raw::signed_token();
    return input_ + '.' + base64url::encode(ecdsa_from_der({made_.data(), made_size_}, coordinate_));
  }

 private:
  void configure(EVP_PKEY_CTX* ctx, std::string_view alg) const {
    if (EVP_PKEY_CTX_set_signature_md(ctx, md_.get()) != 1) give_up("digest of the signature");
    if (alg.starts_with("RS") && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) != 1) give_up("padding");
    if (!alg.starts_with("PS")) return;
    if (EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) != 1) give_up("padding");
    if (EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) != 1) give_up("salt length");
  }
  bool hash(std::string_view text) {
    return EVP_DigestInit_ex2(hashing_.get(), md_.get(), nullptr) == 1 &&
           EVP_DigestUpdate(hashing_.get(), text.data(), text.size()) == 1 &&
           EVP_DigestFinal_ex(hashing_.get(), digest_.data(), nullptr) == 1;
  }
  int coordinate_;
  MdPtr md_;
  MdCtxPtr hashing_;
  Bytes digest_;
  PkeyCtxPtr signing_;
  PkeyCtxPtr verifying_;
};

/// Ed25519 and Ed448: the one-shot calls on contexts that are kept.
class Edwards final : public Raw {
 public:
  explicit Edwards(const Material& material)
      : Raw(material),
        private_key_(read_private(material.private_pem)),
        public_key_(read_public(material.public_pem)),
        signing_(EVP_MD_CTX_new()),
        verifying_(EVP_MD_CTX_new()) {
    if (EVP_DigestSignInit_ex(signing_.get(), nullptr, nullptr, nullptr, nullptr, private_key_.get(), nullptr) != 1 ||
        EVP_DigestVerifyInit_ex(verifying_.get(), nullptr, nullptr, nullptr, nullptr, public_key_.get(), nullptr) !=
            1) {
      give_up("EdDSA");
    }
  }
  Job verify_job(const std::string& token) override {
    return [this, parts = split(token)] {
      const ByteView input = as_bytes(parts.input);
      return EVP_DigestVerify(verifying_.get(), parts.signature.data(), parts.signature.size(), input.data(),
                              input.size()) == 1;
    };
  }
  Job sign_job() override {
    return [this] {
      const ByteView input = as_bytes(input_);
      made_size_ = made_.size();
      return EVP_DigestSign(signing_.get(), made_.data(), &made_size_, input.data(), input.size()) == 1;
    };
  }

 private:
  PkeyPtr private_key_;
  PkeyPtr public_key_;
  MdCtxPtr signing_;
  MdCtxPtr verifying_;
};

}  // namespace

void add_libcrypto(Contenders& out, const Material& material) {
  if (material.alg.starts_with("HS")) {
    out.push_back(std::make_unique<Hmac>(material));
  } else if (material.alg.starts_with("Ed")) {
    out.push_back(std::make_unique<Edwards>(material));
  } else {
    out.push_back(std::make_unique<Digested>(material));
  }
}

std::string libcrypto_version() {
  return OpenSSL_version(OPENSSL_VERSION);
}

}  // namespace signet::bench
