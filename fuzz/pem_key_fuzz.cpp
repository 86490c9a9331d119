// Keys in PEM and DER: what is read can be written and read again as the same key, and is no symmetric key.
// A text that begins with '-' is a PEM file; else the first octet chooses a structure and the rest is its DER.
#include "crypto/key_content.h"
#include "crypto/key_der.h"
#include "crypto/key_pem.h"
#include "crypto/octet_hygiene.h"
#include "crypto/x509.h"

#include "fuzz.h"

namespace {

using namespace signet;
using crypto::KeyMaterial;
using Read = Result<KeyMaterial::Ptr> (*)(ByteView);

constexpr Read kReaders[] = {&crypto::read_spki_der, &crypto::read_pkcs8_der, &crypto::read_rsa_public_der,
                             &crypto::read_rsa_private_der, &crypto::read_sec1_der};

void check_private(const KeyMaterial& key) {
  for (const PemForm form : {PemForm::pkcs8, PemForm::pkcs1, PemForm::sec1}) {
    const auto pem = crypto::write_private_pem(key, form);
    if (!pem) continue;
    const auto again = crypto::read_pem(as_text(pem->expose()));
    FUZZ_CHECK(again && again->material->is_private() && crypto::same_public_key(*again->material, key));
    const auto same = crypto::write_private_pem(*again->material, form);
    FUZZ_CHECK(same && std::ranges::equal(same->expose(), pem->expose()));
  }
}

void check_key(const KeyMaterial& key) {
  const auto spki = crypto::write_spki(key);
  FUZZ_CHECK(spki && crypto::is_key_text(*spki));
  const auto half = crypto::read_spki_der(*spki);
  FUZZ_CHECK(half && !(*half)->is_private() && crypto::same_public_key(**half, key));
  const auto pem = crypto::write_public_pem(key, PemForm::spki);
  FUZZ_CHECK(pem && crypto::read_pem(*pem) && crypto::is_key_text(as_bytes(*pem)));
  if (key.is_private()) check_private(key);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool is_text = data[0] == '-';
  const fuzz::Exact input(is_text ? data : data + 1, is_text ? size : size - 1);
  if (is_text) {
    if (const auto key = crypto::read_pem(input.view())) check_key(*key->material);
    return 0;
  }
  const ByteView der = as_bytes(input.view());
  const std::size_t choice = data[0] % (std::size(kReaders) + 1);
  if (choice == std::size(kReaders)) {
    if (const auto facts = crypto::read_certificate(der)) check_key(*facts->key);
    return 0;
  }
  if (const auto key = kReaders[choice](der)) check_key(**key);
  return 0;
}
