#include <optional>
#include <utility>

#include "codec/pem.h"
#include "crypto/key_content.h"
#include "crypto/key_der.h"
#include "crypto/key_shape.h"
#include "crypto/key_ssh.h"
#include "crypto/pbes2.h"
#include "crypto/pem_encryption.h"
#include "crypto/x509.h"
#include "signet/key.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kMaxBlocks = 16;  // a key and a chain
constexpr std::string_view kCertificate = "CERTIFICATE";
constexpr std::string_view kParameters = "EC PARAMETERS";
constexpr std::string_view kSec1 = "EC PRIVATE KEY";
constexpr std::string_view kEncrypted = "ENCRYPTED PRIVATE KEY";

/// A label, and what its body is when headers say that it is encrypted; nothing where that is not done.
struct LabelRow {
  std::string_view label;
  Result<KeyMaterial::Ptr> (*read)(ByteView der);
  std::optional<KeyShape> encrypted;
};

constexpr LabelRow kLabels[] = {
    {"PUBLIC KEY", &read_spki_der, {}},           {"PRIVATE KEY", &read_pkcs8_der, {}},
    {"RSA PUBLIC KEY", &read_rsa_public_der, {}}, {"RSA PRIVATE KEY", &read_rsa_private_der, KeyShape::rsa_private},
    {kSec1, &read_sec1_der, KeyShape::sec1},      {"OPENSSH PRIVATE KEY", &read_openssh_private, {}},
};

Result<KeyMaterial::Ptr> read_encrypted(const codec::PemBlock& block, const Secret* passphrase) {
  if (!block.headers.empty()) return fail(Errc::malformed_pem, "headers");
  SIGNET_TRY(const Secret plain, open_pkcs8(block.der.expose(), passphrase));
  return read_pkcs8_der(plain.expose());
}

Result<KeyMaterial::Ptr> read_key_block(const codec::PemBlock& block, const Secret* passphrase) {
  if (block.label == kEncrypted) return read_encrypted(block, passphrase);
  for (const LabelRow& row : kLabels) {
    if (row.label != block.label) continue;
    if (block.headers.empty()) return row.read(block.der.expose());
    if (!row.encrypted) return fail(Errc::malformed_pem, "headers");
    SIGNET_TRY(const Secret plain, open_pem_block(block, *row.encrypted, passphrase));
    return row.read(plain.expose());
  }
  return fail(Errc::key_unsupported, "label");
}

Result<> add_certificate(KeyContent& out, const codec::PemBlock& block) {
  const ByteView der = block.der.expose();
  if (!block.headers.empty() || !is_certificate(der)) return fail(Errc::malformed_key, "x5c");
  out.certificates.emplace_back(der.begin(), der.end());
  return {};
}

/// The leaf gives the key, or must belong to the one that is there.
Result<> join_certificates(KeyContent& out) {
  if (out.certificates.empty()) return {};
  SIGNET_TRY(CertificateFacts leaf, read_certificate(out.certificates.front()));
  if (!out.material) {
    out.material = std::move(leaf.key);
    return {};
  }
  if (!same_public_key(*out.material, *leaf.key)) return fail(Errc::certificate_mismatch, "x5c");
  return {};
}

}  // namespace

Result<KeyContent> read_pem(std::string_view pem, const Secret* passphrase) {
  if (pem.size() > kMaxKeyText) return fail(Errc::limit_exceeded, "pem");
  SIGNET_TRY(const auto blocks, codec::parse_pem(pem, kMaxBlocks));
  KeyContent out;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const codec::PemBlock& block = blocks[i];
    if (block.label == kCertificate) {
      SIGNET_CHECK(add_certificate(out, block));
      continue;
    }
    // openssl writes the curve a second time before an EC key.
    if (block.label == kParameters && i + 1 < blocks.size() && blocks[i + 1].label == kSec1) continue;
    SIGNET_TRY(KeyMaterial::Ptr key, read_key_block(block, passphrase));
    if (out.material) return fail(Errc::malformed_pem, "keys");
    out.material = std::move(key);
  }
  SIGNET_CHECK(join_certificates(out));
  return out;
}

}  // namespace signet::crypto
