#include "crypto/key_content.h"

#include <algorithm>
#include <utility>

#include "crypto/key_der.h"
#include "crypto/key_shape.h"
#include "crypto/key_ssh.h"
#include "crypto/pbes2.h"
#include "crypto/x509.h"
#include "signet/key.h"
#include "try.h"

namespace signet::crypto {
namespace {

struct ShapeReader {
  KeyShape shape;
  Result<KeyMaterial::Ptr> (*read)(ByteView der);
};
// The shapes that are one key in the clear.
constexpr ShapeReader kPlainShapes[] = {
    {KeyShape::spki, &read_spki_der},
    {KeyShape::pkcs8, &read_pkcs8_der},
    {KeyShape::rsa_public, &read_rsa_public_der},
    {KeyShape::rsa_private, &read_rsa_private_der},
    {KeyShape::sec1, &read_sec1_der},
};

Result<KeyContent> only_key(Result<KeyMaterial::Ptr> key) {
  if (!key) return std::unexpected(std::move(key).error());
  return KeyContent{std::move(*key), {}};
}

Result<KeyContent> read_encrypted(ByteView der, const Secret* passphrase) {
  SIGNET_TRY(const Secret plain, open_pkcs8(der, passphrase));
  return only_key(read_pkcs8_der(plain.expose()));
}

Result<KeyContent> read_leaf(ByteView der) {
  SIGNET_TRY(CertificateFacts leaf, read_certificate(der));
  return KeyContent{std::move(leaf.key), {Bytes(der.begin(), der.end())}};
}

}  // namespace

Result<KeyContent> read_der(ByteView der, const Secret* passphrase) {
  const auto shape = find_shape(der);
  if (!shape) return fail(Errc::malformed_pem, "der");
  if (shape == KeyShape::pkcs12) return fail(Errc::key_unsupported, "pkcs12");
  if (shape == KeyShape::encrypted_pkcs8) return read_encrypted(der, passphrase);
  if (shape == KeyShape::certificate) return read_leaf(der);
  return only_key(std::ranges::find(kPlainShapes, *shape, &ShapeReader::shape)->read(der));
}

Result<KeyContent> read_key_content(ByteView content, const Secret* passphrase) {
  if (content.size() > kMaxKeyText) return fail(Errc::limit_exceeded, "key");
  if (is_der(content)) return read_der(content, passphrase);
  const std::string_view text = as_text(content);
  if (is_ssh_line(text)) return only_key(read_ssh_line(text));
  if (is_ssh2_text(text)) return only_key(read_ssh2_text(text));
  return read_pem(text, passphrase);
}

}  // namespace signet::crypto
