// A JWK that is accepted is written and read again as the same key, and its public half holds nothing private.
#include "signet/algorithm.h"
#include "signet/key.h"

#include "fuzz.h"

namespace {

using namespace signet;

void check_public(const Key& key) {
  const auto half = key.public_key();
  FUZZ_CHECK(half && !half->is_private() && half->thumbprint() == key.thumbprint());
  const auto text = key.to_public_jwk();
  FUZZ_CHECK(text && half->to_public_jwk().value() == *text);
  const auto again = Key::from_jwk(*text);
  FUZZ_CHECK(again && !again->is_private() && again->to_public_jwk().value() == *text);
  FUZZ_CHECK(Key::from_pem(key.to_public_pem().value())->thumbprint() == key.thumbprint());
}

void check_key(const Key& key) {
  if (key.is_private()) {
    const Secret text = key.to_private_jwk().value();
    const auto again = Key::from_jwk(as_text(text.expose()));
    FUZZ_CHECK(again && std::ranges::equal(again->to_private_jwk()->expose(), text.expose()));
    FUZZ_CHECK(again->thumbprint() == key.thumbprint());
  }
  if (!key.is_symmetric()) check_public(key);
  for (const SignatureAlgorithm* row : signature_algorithms())
    FUZZ_CHECK(key.prepare(*row).has_value() == key.check_fit(*row).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const auto jwk = Key::from_jwk(input.view());
  const auto key = Key::from_content(as_bytes(input.view()));
  FUZZ_CHECK(!jwk || (key && key->thumbprint() == jwk->thumbprint()));
  if (key) check_key(*key);
  return 0;
}
