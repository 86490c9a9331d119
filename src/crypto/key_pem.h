// Key material to PEM and DER.
#pragma once

#include <string>

#include "crypto/key_material.h"
#include "signet/bytes.h"
#include "signet/key.h"
#include "signet/result.h"

namespace signet::crypto {

Result<Secret> write_private_pem(const KeyMaterial& key, PemForm form);
/// PKCS#8, encrypted as seal_pkcs8() does.
Result<Secret> write_encrypted_pem(const KeyMaterial& key, const Secret& passphrase);
Result<std::string> write_public_pem(const KeyMaterial& key, PemForm form);
Result<Bytes> write_spki(const KeyMaterial& key);

}  // namespace signet::crypto
