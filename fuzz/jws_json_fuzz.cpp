// The JSON forms of a JWS. The input as an object; and the input as what is put into objects whose signature is good:
// no form passes for another, and what a verifier says agrees with what it says in detail.
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

const Signer& signer() {
  static const auto made = keys().entries().front().key->signer(*find_signature_algorithm("HS256")).value();
  return *made;
}

/// What is refused is refused in detail as well, and what holds under the strictest policy holds under every other.
void check_general(std::string_view text) {
  const auto every = jws::verify_general(text, keys(), allowed(), jws::SignaturePolicy::all());
  const auto some = jws::verify_general(text, keys(), allowed(), jws::SignaturePolicy::any());
  const auto two = jws::verify_general(text, keys(), allowed(), jws::SignaturePolicy::at_least(2));
  FUZZ_CHECK(!every || some);
  FUZZ_CHECK(!two || (some && two->distinct_keys() >= 2));
  const auto failures = jws::general_failures(text, keys(), allowed(), jws::SignaturePolicy::all());
  FUZZ_CHECK(every.has_value() == failures.empty());
  if (!some) return;
  FUZZ_CHECK(!some->signatures().empty() && some->distinct_keys() <= some->signatures().size());
  FUZZ_CHECK(some->signatures().size() + some->failures().size() <= jws::kMaxSignatures);
  if (every) FUZZ_CHECK(every->failures().empty() && std::ranges::equal(every->payload(), some->payload()));
}

void check_object(std::string_view text) {
  const auto flattened = jws::verify_flattened(text, keys(), allowed());
  check_general(text);
  const ByteView given = as_bytes("payload");
  const auto detached = jws::verify_flattened_detached(text, given, keys(), allowed());
  const auto detached_general =
      jws::verify_general_detached(text, given, keys(), allowed(), jws::SignaturePolicy::any());
  const auto general = jws::verify_general(text, keys(), allowed(), jws::SignaturePolicy::any());
  const int held = int{flattened.has_value()} + int{detached.has_value()} + int{general.has_value()} +
                   int{detached_general.has_value()};
  FUZZ_CHECK(held <= 1);
  if (flattened) FUZZ_CHECK(flattened->header().find("alg")->string() == flattened->algorithm());
}

/// The input as the header that is proven and as the one that is not.
void check_headers(std::string_view text) {
  const std::string input = base64url::encode(as_bytes(text)) + ".cGF5bG9hZA";
  const std::string signature = base64url::encode(signer().sign(as_bytes(input)).value());
  const std::string start = R"({"payload":"cGF5bG9hZA","signature":")" + signature + R"(","protected":")" +
                            base64url::encode(as_bytes(text)) + "\"";
  if (const auto verified = jws::verify_flattened(start + "}", keys(), allowed())) {
    FUZZ_CHECK(verified->algorithm() == "HS256" && !verified->unproven_header());
    FUZZ_CHECK(!verified->header().find("b64") || verified->header().find("crit"));
  }
  std::string good = R"({"payload":"cGF5bG9hZA","protected":"eyJhbGciOiJIUzI1NiJ9","header":)";
  good.append(text).append(R"(,"signature":")").append("oQnJ5gNwMuD1wWHczoeYmBhu7ixSwvjF-FqirSDexxE").append("\"}");
  // The signature is a good one: whatever "header" holds, or breaks out of, the payload is the signed one.
  if (const auto verified = jws::verify_flattened(good, keys(), allowed()))
    FUZZ_CHECK(as_text(verified->payload()) == "payload" && verified->algorithm() == "HS256");
  const jws::SignatureRequest request{.signer = &signer(), .unprotected_json = text};
  const auto made = jws::sign_flattened(as_bytes("payload"), request);
  if (!made) return;
  const auto verified = jws::verify_flattened(*made, keys(), allowed());
  // A kid that is not protected may name the one key that has a kid, and it is no key of HS256; all else holds.
  const auto header = json::Document::parse(text.empty() ? "{}" : text).value();  // no text: no header
  const auto kid = header.root().find("kid");
  if (kid && kid->string() == "1") {
    FUZZ_CHECK(!verified && verified.error().code == Errc::key_mismatch);
    return;
  }
  FUZZ_CHECK(verified && as_text(verified->payload()) == "payload");
  for (const std::string_view name : {"alg", "crit", "b64"})
    FUZZ_CHECK(!verified->unproven_header() || !verified->unproven_header()->find(name));
}

/// The input as a payload: what is signed comes back, encoded or not, attached or not.
void check_payload(std::string_view text) {
  const ByteView payload = as_bytes(text);
  for (const bool plain : {false, true}) {
    const jws::SignatureRequest request{.signer = &signer(), .header = {.unencoded_payload = plain}};
    if (const auto made = jws::sign_flattened(payload, request)) {
      const auto verified = jws::verify_flattened(*made, keys(), allowed());
      FUZZ_CHECK(verified && std::ranges::equal(verified->payload(), payload));
    }
    const auto detached = jws::sign_compact_detached(payload, signer(), request.header).value();
    FUZZ_CHECK(jws::verify_compact_detached(detached, payload, keys(), allowed()).has_value());
    FUZZ_CHECK(text.empty() || !jws::verify_compact(detached, keys(), allowed()));
    if (const auto token = jws::sign_compact(payload, signer(), request.header)) {
      const auto verified = jws::verify_compact(*token, keys(), allowed());
      FUZZ_CHECK(verified && std::ranges::equal(verified->payload(), payload));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_object(input.view());
  check_headers(input.view());
  check_payload(input.view());
  return 0;
}
