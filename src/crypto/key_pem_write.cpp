#include <optional>

#include "codec/pem.h"
#include "crypto/key_der.h"
#include "crypto/key_pem.h"
#include "crypto/pbes2.h"
#include "try.h"

namespace signet::crypto {
namespace {

std::string_view name_of(PemForm form) noexcept {
  constexpr std::string_view kNames[] = {"spki", "pkcs8", "pkcs1", "sec1"};
  return kNames[static_cast<std::size_t>(form)];
}

/// A block in the making: nothing when the key has no such form.
struct Block {
  std::string_view label;
  WipedBytes der;
};

std::optional<Block> private_block(const KeyMaterial& key, PemForm form) {
  if (form == PemForm::pkcs8) return Block{"PRIVATE KEY", write_pkcs8_der(key)};
  if (form == PemForm::pkcs1 && key.type() == KeyType::rsa)
    return Block{"RSA PRIVATE KEY", write_rsa_private_der(key.rsa())};
  if (form == PemForm::sec1 && key.type() == KeyType::ec)
    return Block{"EC PRIVATE KEY", write_sec1_der(key.on_curve(), NamedCurve::included)};
  return std::nullopt;
}

std::optional<Block> public_block(const KeyMaterial& key, PemForm form) {
  if (form == PemForm::spki) return Block{"PUBLIC KEY", write_spki_der(key)};
  if (form == PemForm::pkcs1 && key.type() == KeyType::rsa)
    return Block{"RSA PUBLIC KEY", write_rsa_public_der(key.rsa())};
  return std::nullopt;
}

}  // namespace

Result<Secret> write_private_pem(const KeyMaterial& key, PemForm form) {
  if (key.type() == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  if (!key.is_private()) return fail(Errc::private_key, "d");
  const auto block = private_block(key, form);
  if (!block) return fail(Errc::key_unsupported, name_of(form));
  return codec::write_pem(block->label, block->der);
}

Result<Secret> write_encrypted_pem(const KeyMaterial& key, const Secret& passphrase) {
  if (key.type() == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  if (!key.is_private()) return fail(Errc::private_key, "d");
  SIGNET_TRY(const Bytes sealed, seal_pkcs8(write_pkcs8_der(key), passphrase));
  return codec::write_pem("ENCRYPTED PRIVATE KEY", sealed);
}

Result<std::string> write_public_pem(const KeyMaterial& key, PemForm form) {
  if (key.type() == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  const auto block = public_block(key, form);
  if (!block) return fail(Errc::key_unsupported, name_of(form));
  const Secret pem = codec::write_pem(block->label, block->der);
  return std::string(as_text(pem.expose()));
}

Result<Bytes> write_spki(const KeyMaterial& key) {
  if (key.type() == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  const WipedBytes der = write_spki_der(key);
  return Bytes(der.begin(), der.end());
}

}  // namespace signet::crypto
