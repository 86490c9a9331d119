// The input as a token, and the input as a header whose signature is good: whatever is accepted is the one spelling
// of what it says.
#include "signet/base64url.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/key.h"

#include "fuzz.h"
#include "jws_keys.h"

namespace {

using namespace signet;

using fuzz::allowed;
using fuzz::keys;

void check_raw(std::string_view token) {
  const auto verified = jws::verify_compact(token, keys(), allowed());
  if (!verified) return;
  const std::string_view rest = token.substr(token.find('.') + 1);
  const std::string_view payload = rest.substr(0, rest.find('.'));
  const bool plain = verified->header().find("b64") && verified->header().find("b64")->boolean() == false;
  FUZZ_CHECK(payload == (plain ? as_text(verified->payload()) : base64url::encode(verified->payload())));
  FUZZ_CHECK(verified->header().find("alg")->string() == verified->algorithm());
}

void check_signed(std::string_view header) {
  static const auto signer = keys().entries().front().key->signer(*find_signature_algorithm("HS256")).value();
  const std::string input = base64url::encode(as_bytes(header)) + ".cGF5bG9hZA";
  const std::string token = input + "." + base64url::encode(signer->sign(as_bytes(input)).value());
  const auto verified = jws::verify_compact(token, keys(), allowed());
  if (!verified) return;
  const bool b64 = !verified->header().find("b64") || verified->header().find("b64")->boolean() == true;
  FUZZ_CHECK(as_text(verified->payload()) == (b64 ? "payload" : "cGF5bG9hZA"));
  FUZZ_CHECK(verified->algorithm() == "HS256");
  // b64 is the only extension that is understood, and nothing without crit (RFC 7797 section 6).
  FUZZ_CHECK(verified->header().find("crit").has_value() == verified->header().find("b64").has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_raw(input.view());
  check_signed(input.view());
  return 0;
}
