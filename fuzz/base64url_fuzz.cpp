// What is decoded encodes to the same text, all ways to decode agree, and whatever is encoded is decoded.
#include "signet/base64url.h"

#include "fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const fuzz::Exact input(data, size);
  const auto octets = base64url::decode(input.view());

  const std::size_t room = base64url::decoded_size(size);
  const auto out = std::make_unique<std::uint8_t[]>(room);
  const auto written = base64url::decode_into(input.view(), {out.get(), room});
  FUZZ_CHECK(written.has_value() == octets.has_value());
  if (octets) {
    FUZZ_CHECK(base64url::encode(*octets) == input.view());
    FUZZ_CHECK(octets->size() == room && *written == room);
    FUZZ_CHECK(std::equal(octets->begin(), octets->end(), out.get()));
  } else {
    FUZZ_CHECK(octets.error().code == Errc::malformed_base64url);
    FUZZ_CHECK(!base64url::decode_secret(input.view()));
  }

  const std::string text = base64url::encode({data, size});
  FUZZ_CHECK(text.size() == base64url::encoded_size(size));
  const auto again = base64url::decode_secret(text);
  FUZZ_CHECK(again && std::ranges::equal(again->expose(), std::span(data, size)));
  return 0;
}
