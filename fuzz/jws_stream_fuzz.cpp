// A payload in arbitrary pieces: signing and verifying by pieces does what the functions for the whole payload do.
//
// Input: one octet of choices, one that says how the payload is cut, one for what is changed; the rest is the payload.
#include <array>
#include <string>

#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/jws_stream.h"
#include "signet/key.h"

#include "fuzz.h"

namespace {

using namespace signet;

// The keys of RFC 7515 appendix A.1 and RFC 7517 appendix A.2.
constexpr std::string_view kKeys = R"({"keys":[
{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"},
{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}]})";
constexpr std::array<std::string_view, 2> kNames = {"HS256", "ES256"};

const JwkSet& keys() {
  static const JwkSet set = JwkSet::parse_private(kKeys).value();
  return set;
}
const AlgorithmSet& allowed() {
  static const AlgorithmSet set = AlgorithmSet::of(kNames).value();
  return set;
}
const Signer& signer(std::size_t which) {
  static const std::array<std::shared_ptr<const Signer>, kNames.size()> all = {
      keys().entries()[0].key->signer(*find_signature_algorithm(kNames[0])).value(),
      keys().entries()[1].key->signer(*find_signature_algorithm(kNames[1])).value()};
  return *all[which];
}

/// Calls `take` with pieces of 0 to 7 octets, or of 0 to 70, as `seed` and the pieces before decide.
template <class Take>
void in_pieces(ByteView payload, std::uint8_t seed, Take take) {
  const std::size_t most = seed % 2 == 0 ? 8 : 71;
  for (std::size_t state = seed; !payload.empty(); state = state * 5 + 3) {
    const std::size_t size = std::min(state % 256 % most, payload.size());
    const fuzz::Exact exact(payload.data(), size);
    FUZZ_CHECK(take(as_bytes(exact.view())));
    payload = payload.subspan(size);
  }
}

std::string outcome(const Result<jws::VerifiedSignature>& result) {
  return result ? "ok " + json::to_compact(result->header()) : to_string(result.error());
}

std::string verify(const std::string& token, ByteView payload, std::uint8_t seed) {
  auto stream = jws::DetachedVerifier::begin_compact(token, keys(), allowed());
  if (!stream) return to_string(stream.error());
  in_pieces(payload, seed, [&](ByteView piece) { return stream->update_unverified(piece).has_value(); });
  return outcome(stream->finish());
}

void check_equal(const std::string& token, ByteView payload, std::uint8_t seed, bool holds) {
  const std::string whole = outcome(jws::verify_compact_detached(token, payload, keys(), allowed()));
  FUZZ_CHECK(verify(token, payload, seed) == whole);
  FUZZ_CHECK(whole.starts_with("ok") == holds);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::uint8_t choices = data[0];
  const std::uint8_t seed = data[1];
  const std::uint8_t change = data[2];
  Bytes payload(data + 3, data + size);
  const std::size_t which = choices & 1U;
  const jws::HeaderOptions options{.unencoded_payload = (choices & 2U) != 0};

  auto stream = jws::DetachedSigner::begin_compact(signer(which), options);
  FUZZ_CHECK(stream.has_value());
  in_pieces(payload, seed, [&](ByteView piece) { return stream->update(piece).has_value(); });
  const std::string token = stream->finish().value();
  if (which == 0) FUZZ_CHECK(token == jws::sign_compact_detached(payload, signer(which), options).value());
  check_equal(token, payload, seed, true);

  if (change == 0) return 0;
  payload.push_back(change);
  check_equal(token, payload, seed, false);
  payload.pop_back();
  if (payload.empty()) return 0;
  payload[change % payload.size()] ^= change;
  check_equal(token, payload, seed, false);
  payload[change % payload.size()] ^= change;
  payload.pop_back();
  check_equal(token, payload, seed, false);
  return 0;
}
