// DEFLATE: never more than the limit, nothing behind the end, and what was deflated comes back.
#include "codec/deflate.h"

#include "fuzz.h"

namespace {

using namespace signet;

void check_stream(ByteView stream) {
  constexpr std::size_t kLarge = 64u << 10;
  const auto whole = codec::inflate(stream, kLarge);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{100}, kLarge - 1}) {
    const auto limited = codec::inflate(stream, limit);
    FUZZ_CHECK(!limited || limited->size() <= limit);
    // A limit decides whether there is something, not what it is.
    if (limited) FUZZ_CHECK(whole && std::ranges::equal(limited->expose(), whole->expose()));
    if (whole && whole->size() <= limit) FUZZ_CHECK(limited.has_value());
  }
  if (!whole) return;
  FUZZ_CHECK(whole->size() <= kLarge);
  // It is a whole stream: with more behind it or less of it, it is none.
  Bytes longer(stream.begin(), stream.end());
  longer.push_back(0);
  FUZZ_CHECK(!codec::inflate(longer, kLarge));
  FUZZ_CHECK(!codec::inflate(stream.first(stream.size() - 1), kLarge));
}

void check_text(ByteView text) {
  const auto stream = codec::deflate(text);
  FUZZ_CHECK(stream.has_value());
  const auto back = codec::inflate(stream->expose(), text.size());
  FUZZ_CHECK(back && std::ranges::equal(back->expose(), text));
  if (!text.empty()) FUZZ_CHECK(!codec::inflate(stream->expose(), text.size() - 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_stream(as_bytes(input.view()));
  check_text(as_bytes(input.view()));
  return 0;
}
