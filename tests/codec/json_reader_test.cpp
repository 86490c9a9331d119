#include <algorithm>
#include <cstring>

#include "support.h"

namespace signet {
namespace {

using namespace std::string_view_literals;
using json::Document;
using test::outcome;

std::string nested(std::size_t depth, const std::string& open, const std::string& close, const std::string& inner) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += inner;
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(JsonReader, DepthIsBounded) {
  EXPECT_EQ(outcome(Document::parse(nested(64, "[", "]", ""))), "ok");
  EXPECT_EQ(outcome(Document::parse(nested(65, "[", "]", ""))), "limit_exceeded(depth)");
  EXPECT_EQ(outcome(Document::parse(nested(64, "{\"a\":", "}", "1"))), "ok");
  EXPECT_EQ(outcome(Document::parse(nested(65, "{\"a\":", "}", "1"))), "limit_exceeded(depth)");
  EXPECT_EQ(outcome(Document::parse(nested(32, "[{\"a\":", "}]", "1"))), "ok");
  EXPECT_EQ(outcome(Document::parse(nested(32, "[{\"a\":", "}]", "[]"))), "limit_exceeded(depth)");
  EXPECT_EQ(outcome(Document::parse("[[[]]]", {.max_depth = 2})), "limit_exceeded(depth)");
  EXPECT_EQ(outcome(Document::parse("1", {.max_depth = 0})), "ok");
  EXPECT_EQ(outcome(Document::parse("[]", {.max_depth = 0})), "limit_exceeded(depth)");
}

// Nothing anywhere recurses, so a caller may allow any depth.
TEST(JsonReader, NothingRecurses) {
  constexpr std::size_t kDepth = 500'000;
  const std::string text = nested(kDepth, "[", "]", "{}");
  const auto document = Document::parse(text, {.max_depth = kDepth + 1});
  ASSERT_TRUE(document);
  EXPECT_EQ(json::to_compact(document->root()), text);
  EXPECT_EQ(json::to_canonical(document->root()), text);
  std::string pointer;
  for (std::size_t i = 0; i < kDepth; ++i) pointer += "/0";
  EXPECT_TRUE(document->root().at_pointer(pointer)->is_object());
}

TEST(JsonReader, SizeIsBounded) {
  EXPECT_EQ(outcome(Document::parse("[1]", {.max_bytes = 3})), "ok");
  EXPECT_EQ(outcome(Document::parse("[1]", {.max_bytes = 2})), "limit_exceeded(bytes)");
  Document document;
  std::memcpy(document.prepare(3).data(), "[1]", 3);
  EXPECT_EQ(outcome(document.parse_prepared(3, {.max_bytes = 2})), "limit_exceeded(bytes)");
  EXPECT_TRUE(document.root().is_null());
}

// Each text that is cut short is refused, and read from memory that ends where it does.
TEST(JsonReader, RefusesEveryPrefix) {
  const std::string text =
      R"( {"a\u00e9\ud83d\ude00\n":[1,-0.5e+10,true,false,null,"é€😀 long enough for eight"],"b":{"":""}})";
  ASSERT_EQ(outcome(Document::parse(text)), "ok");
  for (std::size_t size = 0; size < text.size(); ++size) {
    Document document;
    const auto memory = document.prepare(size);
    ASSERT_EQ(memory.size(), size);
    std::copy_n(text.begin(), size, memory.begin());
    EXPECT_EQ(outcome(document.parse_prepared(size)), "malformed_json") << text.substr(0, size);
    EXPECT_TRUE(document.root().is_null());
  }
}

TEST(JsonReader, RefusesAnythingBesideTheValue) {
  const std::string_view cases[] = {"",    " ",        "\xef\xbb\xbf{}", "{} {}", "{},", "1 2",        "[]]",
                                    "1 x", "null\0"sv, "{}\0"sv,         "\v1",   "1\f", "\xc2\xa0{}", "/**/1"};
  for (const std::string_view text : cases) EXPECT_EQ(outcome(Document::parse(text)), "malformed_json") << text;
  EXPECT_EQ(outcome(Document::parse(" \t\r\n{ \t\r\n} \t\r\n")), "ok");
}

TEST(JsonReader, NumbersKeepTheirText) {
  for (const std::string_view text :
       {"0", "-0", "0.0", "-0.0e-0", "1.10", "1E+2", "1e400", "1e-400", "9223372036854775807", "-9223372036854775809",
        "18446744073709551616", "123456789012345678901234567890.123456789012345678901234567890e123456789"}) {
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << text;
    EXPECT_EQ(document->root().number_text(), text);
  }
  for (const std::string_view text :
       {"+1",   "01",    "-01", "00",       ".5",        "5.",  "-", "-.5", "1e",    "1e+",   "1.e1",
        "0x10", "1_000", "NaN", "Infinity", "-Infinity", "1,5", "١", "--1", "1.2.3", "1e1.5", "- 1"})
    EXPECT_EQ(outcome(Document::parse(text)), "malformed_json") << text;
}

TEST(JsonReader, StringsAreDecoded) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"("")", ""},
      {R"("plain text of more than eight")", "plain text of more than eight"},
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("a\u0000b")", "a\0b"sv},
      {R"("\u0041\u00E9\u20ac\uFFFF")", "A\u00e9\u20ac\uffff"},
      {R"("\ud83d\uDE00!")", "\U0001F600!"},
      {"\"\x7f\u00e9\u20ac\U0001F600\U0010FFFF\"", "\x7f\u00e9\u20ac\U0001F600\U0010FFFF"},
      {R"("12345678\n12345678")", "12345678\n12345678"},
  };
  for (const auto& [text, decoded] : cases) {
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << text;
    EXPECT_EQ(document->root().string(), decoded);
    EXPECT_EQ(document->root().source(), text);
  }
}

TEST(JsonReader, RefusesStringsThatAreNotText) {
  const std::string_view cases[] = {"\"",
                                    "\"\\\"",
                                    R"("\a")",
                                    R"("\u12")",
                                    R"("\u12g4")",
                                    R"("\U0041")",
                                    R"("\x41")",
                                    R"("\ud800")",
                                    R"("\udc00")",
                                    R"("\ud800\ud800")",
                                    R"("\ud800\u0041")",
                                    R"("\ud800x")",
                                    R"("\udc00\ud800")",
                                    R"("\ud800\n")",
                                    "\"\xed\xa0\x80\"",
                                    "\"\xed\xa0\xbd\xed\xb8\x80\"",
                                    "\"\xc0\xaf\"",
                                    "\"\xc1\xbf\"",
                                    "\"\xe0\x80\xaf\"",
                                    "\"\xf0\x80\x80\xaf\"",
                                    "\"\xf4\x90\x80\x80\"",
                                    "\"\xf5\x80\x80\x80\"",
                                    "\"\x80\"",
                                    "\"\xe2\x82\"",
                                    "\"\xff\"",
                                    "'a'",
                                    "\"\n\"",
                                    "\"\t\"",
                                    "\"\0\""sv,
                                    "\"12345678\x1f\"",
                                    "\"1234567\x01\"",
                                    "\"\\"};
  for (const std::string_view text : cases) EXPECT_EQ(outcome(Document::parse(text)), "malformed_json") << text;
}

// A byte at each place of a word of eight is seen.
TEST(JsonReader, ScansEveryByte) {
  for (std::size_t size = 1; size < 26; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = '"' + std::string(size, 'x') + '"';
        text[at + 1] = static_cast<char>(byte);
        const bool good = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
        ASSERT_EQ(Document::parse(text).has_value(), good) << size << ' ' << at << ' ' << byte;
      }
    }
  }
}

TEST(JsonReader, PreparedMemoryIsUsedAgain) {
  Document document;
  const auto parse = [&](std::string_view text, std::size_t room) {
    std::ranges::copy(text, document.prepare(room).begin());
    return outcome(document.parse_prepared(text.size()));
  };
  EXPECT_EQ(parse(R"({"a":"\u0041 long one"})", 100), "ok");
  EXPECT_EQ(document.root().find("a")->string(), "A long one");
  EXPECT_EQ(parse(R"(["\n"])", 6), "ok");
  EXPECT_EQ(document.text(), R"(["\n"])");
  EXPECT_EQ(document.root().elements().begin().operator*().string(), "\n");
  EXPECT_EQ(parse("[1", 10), "malformed_json");
  EXPECT_TRUE(document.root().is_null());
  EXPECT_EQ(parse("[1]", 200), "ok");
  EXPECT_EQ(document.root().size(), 1u);
}

}  // namespace
}  // namespace signet
