#include <map>

#include "codec/utf8.h"

#include "support.h"

namespace signet::codec {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, EveryCodePoint) {
  for (std::uint32_t code_point = 0; code_point <= 0x10ffff; ++code_point) {
    std::string text;
    append_utf8(text, code_point);
    const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    ASSERT_EQ(utf8_sequence(text), surrogate ? 0 : text.size()) << code_point;
    if (surrogate) continue;
    ASSERT_EQ(utf8_code_point(text), code_point);
  }
}

// Of all sequences of three bytes, as many are one code point as there are code points of that length.
TEST(Utf8, NoOtherSequences) {
  std::map<std::size_t, int> count;
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b)
      for (int c = 0; c < 256; ++c) {
        const char text[] = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)};
        if (b == 0x80 && c == 0x80) count[utf8_sequence({text, 1})] += 1;
        if (c == 0x80) count[utf8_sequence({text, 2}) == 2 ? 2 : 99] += 1;
        if (utf8_sequence({text, 3}) == 3) count[3] += 1;
      }
  EXPECT_EQ(count[1], 0x80);
  EXPECT_EQ(count[2], 0x800 - 0x80);
  EXPECT_EQ(count[3], 0x10000 - 0x800 - 0x800);
}

TEST(Utf8, WholeTexts) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("a\0\u00e9\u20ac\U0001F600"sv));
  for (const std::string_view text :
       {"\x80", "\xc3", "a\xe2\x82", "\xf0\x9f\x98", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xf8\x88\x80\x80\x80", "\xfe", "\xff", "\xe2\x28\xa1", "\xe2\x82\x28", "\xf0\x28\x8c\xbc"})
    EXPECT_FALSE(is_utf8(text));
}

TEST(Utf8, TerminalsGetNothingThatMovesOrHides) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"plain \u00e9 \u20ac \U0001F600 \"'\\", "plain \u00e9 \u20ac \U0001F600 \"'\\"},
      {"\x1b[31m", "\\u{001b}[31m"},
      {"a\r\n\t\0\x7f"sv, "a\\u{000d}\\u{000a}\\u{0009}\\u{0000}\\u{007f}"},
      {"\u0080\u009b\u009f\u00a0", "\\u{0080}\\u{009b}\\u{009f}\u00a0"},
      {"\u200b\u200d\u200e\u200f", "\\u{200b}\\u{200d}\\u{200e}\\u{200f}"},
      {"\u2028\u2029\u202a\u202b\u202c\u202d\u202e", "\\u{2028}\\u{2029}\\u{202a}\\u{202b}\\u{202c}\\u{202d}\\u{202e}"},
      {"\u2060\u2066\u2067\u2068\u2069\u061c\ufeff", "\\u{2060}\\u{2066}\\u{2067}\\u{2068}\\u{2069}\\u{061c}\\u{feff}"},
      {"\U000E0041", "\\u{e0041}"},
      {"\u3164\uffa0\U0001D173", "\\u{3164}\\u{ffa0}\\u{1d173}"},
      {"a\xff\xc3", "a\\xff\\xc3"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"\u2027\u202f\u2070", "\u2027\u202f\u2070"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(escape_for_terminal(text), expected);
  EXPECT_EQ(escape_for_terminal("a\nb\r\n", true), "a\nb\\u{000d}\n");
}

}  // namespace
}  // namespace signet::codec
