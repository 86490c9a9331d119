// Encrypted keys with the passphrase of the corpus. The work that a file may ask for is bounded by tight limits, so
// that a run stays quick. What opens is a whole structure; a passphrase that is missing or wrong has its own error
// alone. A text that begins with '-' is PEM, everything else the DER of encrypted PKCS#8.
#include "codec/pem.h"
#include "crypto/key_shape.h"
#include "crypto/pbes2.h"
#include "crypto/pem_encryption.h"

#include "fuzz.h"

namespace {

using namespace signet;
using crypto::KeyShape;

constexpr crypto::KdfLimits kLimits{.pbkdf2_iterations = 64, .scrypt_work = 256};

Secret secret(std::string_view text) {
  return Secret::copy_of(as_bytes(text));
}

/// `open` with the right, a wrong and no passphrase.
void check_all(KeyShape shape, auto open) {
  const Secret right = secret("correct horse"), wrong = secret("wrong");
  const Result<Secret> none = open(nullptr), opened = open(&right), other = open(&wrong);
  FUZZ_CHECK(!none);
  const bool is_asked = none.error().code == Errc::passphrase_missing;
  for (const Result<Secret>* result : {&opened, &other}) {
    if (*result) {
      FUZZ_CHECK(is_asked && crypto::find_shape((*result)->expose()) == shape);
      continue;
    }
    // Once a passphrase is asked for, only it can be wrong; or libcrypto does not have what is wanted.
    const Errc code = result->error().code;
    FUZZ_CHECK(is_asked ? code == Errc::decryption_failed || code == Errc::key_unsupported
                        : to_string(result->error()) == to_string(none.error()));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  if (!input.view().starts_with('-')) {
    check_all(KeyShape::pkcs8, [&](const Secret* passphrase) {
      return crypto::open_pkcs8(as_bytes(input.view()), passphrase, kLimits);
    });
    return 0;
  }
  const auto blocks = codec::parse_pem(input.view());
  if (!blocks) return 0;
  for (const codec::PemBlock& block : *blocks)
    check_all(KeyShape::rsa_private, [&](const Secret* passphrase) {
      return crypto::open_pem_block(block, KeyShape::rsa_private, passphrase);
    });
  return 0;
}
