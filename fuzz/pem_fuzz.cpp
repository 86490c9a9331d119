// A block that is read, written and read again is the same; base64 has one spelling of each value.
#include "codec/pem.h"

#include "fuzz.h"

namespace {

void check_block(const signet::codec::PemBlock& block) {
  using namespace signet;
  FUZZ_CHECK(!block.der.empty());
  const Secret text = codec::write_pem(block.label, block.der.expose());
  const auto again = codec::parse_pem(as_text(text.expose()));
  FUZZ_CHECK(again && again->size() == 1);
  FUZZ_CHECK(again->front().label == block.label && again->front().headers.empty());
  FUZZ_CHECK(std::ranges::equal(again->front().der.expose(), block.der.expose()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const fuzz::Exact input(data, size);
  if (const auto blocks = codec::parse_pem(input.view())) {
    FUZZ_CHECK(!blocks->empty() && blocks->size() <= 16);
    for (const codec::PemBlock& block : *blocks) check_block(block);
  } else {
    FUZZ_CHECK(blocks.error().code == Errc::malformed_pem || blocks.error().code == Errc::limit_exceeded);
  }
  if (const auto octets = codec::decode_base64(input.view(), size))
    FUZZ_CHECK(codec::encode_base64(*octets) == input.view());
  const auto octets = codec::decode_base64(codec::encode_base64({data, size}), size);
  FUZZ_CHECK(octets && std::ranges::equal(*octets, std::span(data, size)));
  return 0;
}
