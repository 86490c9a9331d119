// Text is UTF-8 exactly when its code points encode to it; text for a terminal is UTF-8 and stays what it is.
#include "codec/utf8.h"

#include "fuzz.h"

namespace {

// The text written again from its code points; shorter when there is a place that is not UTF-8.
std::string recode(std::string_view text) {
  std::string out;
  while (const std::size_t length = signet::codec::utf8_sequence(text)) {
    const std::uint32_t code_point = signet::codec::utf8_code_point(text.substr(0, length));
    FUZZ_CHECK(code_point <= 0x10ffff && (code_point < 0xd800 || code_point > 0xdfff));
    signet::codec::append_utf8(out, code_point);
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace signet;
  const fuzz::Exact input(data, size);
  const std::string again = recode(input.view());
  FUZZ_CHECK(input.view().starts_with(again));
  FUZZ_CHECK(codec::is_utf8(input.view()) == (again.size() == size));
  for (const bool keep_newlines : {false, true}) {
    const std::string safe = codec::escape_for_terminal(input.view(), keep_newlines);
    FUZZ_CHECK(codec::is_utf8(safe));
    FUZZ_CHECK(std::ranges::none_of(safe, [&](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return (byte < 0x20 && !(keep_newlines && c == '\n')) || byte == 0x7f;
    }));
    FUZZ_CHECK(codec::escape_for_terminal(safe, keep_newlines) == safe);
  }
  return 0;
}
