#include <utility>

#include "codec/pem.h"
#include "crypto/key_der.h"
#include "crypto/key_pem.h"
#include "crypto/x509.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::size_t kMaxBlocks = 16;  // a key and a chain
constexpr std::string_view kCertificate = "CERTIFICATE";
constexpr std::string_view kParameters = "EC PARAMETERS";
constexpr std::string_view kSec1 = "EC PRIVATE KEY";

struct LabelRow {
  std::string_view label;
  Result<KeyMaterial::Ptr> (*read)(ByteView der);
};

constexpr LabelRow kLabels[] = {
    {"PUBLIC KEY", &read_spki_der},
    {"PRIVATE KEY", &read_pkcs8_der},
    {"RSA PUBLIC KEY", &read_rsa_public_der},
    {"RSA PRIVATE KEY", &read_rsa_private_der},
    {kSec1, &read_sec1_der},
};

/// Encrypted keys are refused before anything of them is read, whatever work they ask for.
Result<KeyMaterial::Ptr> read_key_block(const codec::PemBlock& block) {
  if (block.has_headers || block.label == "ENCRYPTED PRIVATE KEY") return fail(Errc::key_unsupported, "encrypted");
  if (block.label == "OPENSSH PRIVATE KEY") return fail(Errc::key_unsupported, "openssh");
  for (const LabelRow& row : kLabels)
    if (row.label == block.label) return row.read(block.der.expose());
  return fail(Errc::key_unsupported, "label");
}

Result<> add_certificate(PemKey& out, const codec::PemBlock& block) {
  const ByteView der = block.der.expose();
  if (block.has_headers || !is_certificate(der)) return fail(Errc::malformed_key, "x5c");
  out.certificates.emplace_back(der.begin(), der.end());
  return {};
}

/// The leaf gives the key, or must belong to the one that is there.
Result<> join_certificates(PemKey& out) {
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

Result<PemKey> read_pem(std::string_view pem) {
  if (pem.size() > kMaxKeyText) return fail(Errc::limit_exceeded, "pem");
  SIGNET_TRY(const auto blocks, codec::parse_pem(pem, kMaxBlocks));
  PemKey out;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const codec::PemBlock& block = blocks[i];
    if (block.label == kCertificate) {
      SIGNET_CHECK(add_certificate(out, block));
      continue;
    }
    // openssl writes the curve a second time before an EC key.
    if (block.label == kParameters && i + 1 < blocks.size() && blocks[i + 1].label == kSec1) continue;
    SIGNET_TRY(KeyMaterial::Ptr key, read_key_block(block));
    if (out.material) return fail(Errc::malformed_pem, "keys");
    out.material = std::move(key);
  }
  SIGNET_CHECK(join_certificates(out));
  return out;
}

}  // namespace signet::crypto
