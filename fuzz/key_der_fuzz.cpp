// The content of a key file in any form but JWK: what is read is one key, and its DER is told by its tags alone.
#include "crypto/key_content.h"
#include "crypto/key_der.h"
#include "crypto/key_shape.h"
#include "crypto/octet_hygiene.h"
#include "crypto/x509.h"

#include "fuzz.h"

namespace {

using namespace signet;
using crypto::KeyMaterial;
using crypto::KeyShape;

void check_der(const WipedBytes& der, KeyShape shape, const KeyMaterial& key) {
  FUZZ_CHECK(crypto::is_der(der) && crypto::find_shape(der) == shape);
  const auto again = crypto::read_key_content(der, nullptr);
  FUZZ_CHECK(again && crypto::same_public_key(*again->material, key));
  FUZZ_CHECK(again->material->is_private() == (shape != KeyShape::spki && shape != KeyShape::rsa_public));
}

void check_key(const KeyMaterial& key) {
  const WipedBytes spki = crypto::write_spki_der(key);
  FUZZ_CHECK(crypto::is_key_text(spki));
  check_der(spki, KeyShape::spki, key);
  const bool rsa = key.type() == KeyType::rsa;
  if (rsa) check_der(crypto::write_rsa_public_der(key.rsa()), KeyShape::rsa_public, key);
  if (!key.is_private()) return;
  check_der(crypto::write_pkcs8_der(key), KeyShape::pkcs8, key);
  if (rsa) check_der(crypto::write_rsa_private_der(key.rsa()), KeyShape::rsa_private, key);
  if (key.type() == KeyType::ec)
    check_der(crypto::write_sec1_der(key.on_curve(), crypto::NamedCurve::included), KeyShape::sec1, key);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const ByteView content = as_bytes(input.view());
  const auto shape = crypto::find_shape(content);
  FUZZ_CHECK(!shape || crypto::is_der(content));
  if (const auto key = crypto::read_key_content(content, nullptr)) {
    FUZZ_CHECK(!crypto::is_der(content) || shape);
    check_key(*key->material);
  }
  return 0;
}
