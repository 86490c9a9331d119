// The raw parts of JWE: calls of libcrypto alone, with algorithms fetched, keys parsed and parts decoded before.
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <openssl/x509.h>

#include <array>

#include "contender.h"
#include "jwe_material.h"
#include "owners.h"
#include "signet/base64url.h"
#include "signet/json.h"

namespace signet::bench {
namespace {

using CipherPtr = std::unique_ptr<EVP_CIPHER, Deleter<EVP_CIPHER_free>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using KdfPtr = std::unique_ptr<EVP_KDF, Deleter<EVP_KDF_free>>;
using KdfCtxPtr = std::unique_ptr<EVP_KDF_CTX, Deleter<EVP_KDF_CTX_free>>;

constexpr std::size_t kCek = 32;
constexpr int kTag = 16;
using Cek = std::array<std::uint8_t, kCek>;

struct Parts {
  std::string header;  // as it is authenticated
  Bytes encrypted_key, iv, ciphertext, tag;
  Bytes epk_point;  // 04 x y
};

Bytes decoded(std::string_view text) {
  return need(base64url::decode(text), "part");
}

Parts split(const std::string& token) {
  std::array<std::string_view, 5> parts;
  std::string_view rest = token;
  for (std::string_view& part : parts) {
    part = rest.substr(0, rest.find('.'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  Parts out{std::string(parts[0]), decoded(parts[1]), decoded(parts[2]), decoded(parts[3]), decoded(parts[4]), {}};
  const Bytes header = decoded(parts[0]);
  const auto document = need(json::Document::parse(as_text(header)), "header");
  const auto epk = document.root().find("epk");
  if (!epk) return out;
  out.epk_point.push_back(4);
  for (const char* name : {"x", "y"})
    for (const std::uint8_t octet : decoded(*epk->find(name)->string())) out.epk_point.push_back(octet);
  return out;
}

PkeyPtr read_private(const Key& key) {
  const Secret pem = need(key.to_private_pem(PemForm::pkcs8), "PEM");
  const std::unique_ptr<BIO, Deleter<BIO_free>> bio(BIO_new_mem_buf(pem.expose().data(), static_cast<int>(pem.size())));
  PkeyPtr read(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!read) give_up("libcrypto does not read the private key");
  return read;
}

/// AES-256-GCM with a context that may keep its key.
struct Gcm {
  CipherPtr cipher{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};

  CipherCtxPtr start(const std::uint8_t* key) const {
    CipherCtxPtr context(EVP_CIPHER_CTX_new());
    if (EVP_EncryptInit_ex2(context.get(), cipher.get(), key, nullptr, nullptr) != 1) give_up("AES-256-GCM");
    return context;
  }
  static bool decrypt(EVP_CIPHER_CTX* context, const Parts& parts, std::uint8_t* out) {
    int size = 0;
    return EVP_DecryptInit_ex2(context, nullptr, nullptr, parts.iv.data(), nullptr) == 1 &&
           EVP_DecryptUpdate(context, nullptr, &size, as_bytes(parts.header).data(),
                             static_cast<int>(parts.header.size())) == 1 &&
           EVP_DecryptUpdate(context, out, &size, parts.ciphertext.data(), static_cast<int>(parts.ciphertext.size())) ==
               1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTag, const_cast<std::uint8_t*>(parts.tag.data())) ==
               1 &&
           EVP_DecryptFinal_ex(context, out, &size) == 1;
  }
  static bool encrypt(EVP_CIPHER_CTX* context, const Parts& parts, const std::string& text, std::uint8_t* out) {
    int size = 0;
    std::uint8_t iv[12];
    std::uint8_t tag[kTag];
    return RAND_bytes(iv, sizeof iv) == 1 && EVP_EncryptInit_ex2(context, nullptr, nullptr, iv, nullptr) == 1 &&
           EVP_EncryptUpdate(context, nullptr, &size, as_bytes(parts.header).data(),
                             static_cast<int>(parts.header.size())) == 1 &&
           EVP_EncryptUpdate(context, out, &size, as_bytes(text).data(), static_cast<int>(text.size())) == 1 &&
           EVP_EncryptFinal_ex(context, out, &size) == 1 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTag, tag) == 1;
  }
};

/// What all jobs of one case share.
struct Shared {
  explicit Shared(const JweMaterial& material) : parts(split(material.token)), text(material.payload) {
    buffer.resize(text.size() + 64);
    if (!material.key.is_symmetric()) pkey = read_private(material.key);
  }
  Parts parts;
  std::string text;
  Bytes buffer;
  Gcm gcm;
  PkeyPtr pkey;
  CipherPtr wrap{EVP_CIPHER_fetch(nullptr, "AES-256-WRAP", nullptr)};
  KdfPtr kdf{EVP_KDF_fetch(nullptr, "SSKDF", nullptr)};
};
using SharedPtr = std::shared_ptr<Shared>;

PkeyPtr public_of(const Bytes& point) {
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  char group[] = "P-256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, const_cast<std::uint8_t*>(point.data()), point.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(params)) != 1) {
    give_up("libcrypto does not read the point");
  }
  return PkeyPtr(made);
}

/// The key that wraps, agreed on by ECDH and derived from it.
Cek agree(const Shared& shared, EVP_PKEY* own, EVP_PKEY* peer) {
  Cek secret{};
  Cek key{};
  std::size_t size = secret.size();
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, own, nullptr));
  if (EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer(context.get(), peer) != 1 ||
      EVP_PKEY_derive(context.get(), secret.data(), &size) != 1) {
    give_up("ECDH");
  }
  std::uint8_t info[] =
      "\0\0\0\x0e"
      "ECDH-ES+A256KW"
      "\0\0\0\0\0\0\0\0\0\0\1";
  char hash[] = "SHA2-256";
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash, 0),
                               OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
                               OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info, sizeof info),
                               OSSL_PARAM_construct_end()};
  const KdfCtxPtr kdf(EVP_KDF_CTX_new(shared.kdf.get()));
  if (EVP_KDF_derive(kdf.get(), key.data(), key.size(), params) != 1) give_up("SSKDF");
  return key;
}

bool run_wrap(const Shared& shared, const Cek& key, bool wrapping, ByteView in, std::uint8_t* out) {
  const CipherCtxPtr context(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  int size = 0;
  return EVP_CipherInit_ex2(context.get(), shared.wrap.get(), key.data(), nullptr, wrapping ? 1 : 0, nullptr) == 1 &&
         EVP_CipherUpdate(context.get(), out, &size, in.data(), static_cast<int>(in.size())) == 1;
}

bool oaep(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1;
}

void add_direct(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const SharedPtr& shared,
                const Key& key) {
  const Secret jwk = need(key.to_private_jwk(), "JWK");
  const auto document = need(json::Document::parse(as_text(jwk.expose())), "JWK");
  const Bytes octets = decoded(*document.root().find("k")->string());
  const std::shared_ptr<EVP_CIPHER_CTX> context = shared->gcm.start(octets.data());
  decrypting.push_back({std::string(kRaw), [shared, context] {
                          return Gcm::decrypt(context.get(), shared->parts, shared->buffer.data());
                        }});
  encrypting.push_back({std::string(kRaw), [shared, context] {
                          return Gcm::encrypt(context.get(), shared->parts, shared->text, shared->buffer.data());
                        }});
}

void add_agreement(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const SharedPtr& shared) {
  decrypting.push_back({std::string(kRaw), [shared] {
                          const PkeyPtr peer = public_of(shared->parts.epk_point);
                          const Cek kek = agree(*shared, shared->pkey.get(), peer.get());
                          Cek cek{};
                          return run_wrap(*shared, kek, false, shared->parts.encrypted_key, cek.data()) &&
                                 Gcm::decrypt(shared->gcm.start(cek.data()).get(), shared->parts,
                                              shared->buffer.data());
                        }});
  encrypting.push_back(
      {std::string(kRaw), [shared] {
         const PkeyPtr own(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
         const Cek kek = agree(*shared, own.get(), shared->pkey.get());
         Cek cek{};
         std::array<std::uint8_t, kCek + 8> wrapped{};
         return RAND_bytes(cek.data(), kCek) == 1 && run_wrap(*shared, kek, true, cek, wrapped.data()) &&
                Gcm::encrypt(shared->gcm.start(cek.data()).get(), shared->parts, shared->text, shared->buffer.data());
       }});
}

void add_rsa(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const SharedPtr& shared) {
  decrypting.push_back({std::string(kRaw), [shared] {
                          const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, shared->pkey.get(), nullptr));
                          std::array<std::uint8_t, 256> cek{};
                          std::size_t size = cek.size();
                          return EVP_PKEY_decrypt_init(context.get()) == 1 && oaep(context.get()) &&
                                 EVP_PKEY_decrypt(context.get(), cek.data(), &size, shared->parts.encrypted_key.data(),
                                                  shared->parts.encrypted_key.size()) == 1 &&
                                 Gcm::decrypt(shared->gcm.start(cek.data()).get(), shared->parts,
                                              shared->buffer.data());
                        }});
  encrypting.push_back(
      {std::string(kRaw), [shared] {
         const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, shared->pkey.get(), nullptr));
         Cek cek{};
         std::array<std::uint8_t, 256> wrapped{};
         std::size_t size = wrapped.size();
         return RAND_bytes(cek.data(), kCek) == 1 && EVP_PKEY_encrypt_init(context.get()) == 1 && oaep(context.get()) &&
                EVP_PKEY_encrypt(context.get(), wrapped.data(), &size, cek.data(), kCek) == 1 &&
                Gcm::encrypt(shared->gcm.start(cek.data()).get(), shared->parts, shared->text, shared->buffer.data());
       }});
}

}  // namespace

void add_jwe_libcrypto(std::vector<Entry>& decrypting, std::vector<Entry>& encrypting, const JweMaterial& material) {
  const auto shared = std::make_shared<Shared>(material);
  if (material.alg == "dir") return add_direct(decrypting, encrypting, shared, material.key);
  if (material.alg.starts_with("ECDH")) return add_agreement(decrypting, encrypting, shared);
  add_rsa(decrypting, encrypting, shared);
}

}  // namespace signet::bench
