// RFC 8785: its examples, and its table of numbers.
#include <bit>
#include <cstdio>

#include "support.h"

namespace signet {
namespace {

using json::Document;

std::string canonical(std::string_view text) {
  const auto document = Document::parse(text);
  EXPECT_TRUE(document) << text;
  const auto result = json::to_canonical(document->root());
  return result ? *result : to_string(result.error());
}

//= rfc8785#3.2.2 and 3.2.3: the sample
TEST(JsonCanonical, SampleOfSection3) {
  EXPECT_EQ(canonical(R"({
       "numbers": [333333333.33333329, 1E30, 4.50,
                   2e-3, 0.000000000000000000000000001],
       "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
       "literals": [null, true, false]
     })"),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

//= rfc8785#3.2.3 the order of UTF-16 code units
TEST(JsonCanonical, OrderOfSection323) {
  const std::string text = canonical(R"({
       "\u20ac": "Euro Sign",
       "\r": "Carriage Return",
       "\ufb33": "Hebrew Letter Dalet With Dagesh",
       "1": "One",
       "\ud83d\ude00": "Emoji: Grinning Face",
       "\u0080": "Control",
       "\u00f6": "Latin Small Letter O With Diaeresis"
     })");
  EXPECT_EQ(
      text,
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With "
      "Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\U0001F600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet "
      "With Dagesh\"}");
}

TEST(JsonCanonical, SortsAtEveryDepth) {
  EXPECT_EQ(canonical(R"({"b":[{"d":1,"c":{"z":1,"y":[2,1]}}],"aa":1,"a":{},"":0,"ab":2})"),
            R"({"":0,"a":{},"aa":1,"ab":2,"b":[{"c":{"y":[2,1],"z":1},"d":1}]})");
  // Code points, by their UTF-16 form: U+D7FF, U+10000 (d800 dc00), U+10FFFF (dbff dfff), U+E000, U+FFFF.
  EXPECT_EQ(canonical("{\"\uffff\":5,\"\U0010FFFF\":3,\"\ue000\":4,\"\U00010000\":2,\"\ud7ff\":1}"),
            "{\"\ud7ff\":1,\"\U00010000\":2,\"\U0010FFFF\":3,\"\ue000\":4,\"\uffff\":5}");
}

std::string scientific(std::uint64_t bits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", std::bit_cast<double>(bits));
  return text;
}

//= rfc8785#B the table
TEST(JsonCanonical, NumbersOfAppendixB) {
  const std::pair<std::uint64_t, std::string_view> rows[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, expected] : rows) {
    EXPECT_EQ(canonical(scientific(bits)), expected);
    EXPECT_EQ(canonical(expected), expected);
  }
}

TEST(JsonCanonical, OtherNumbers) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"-0", "0"},
      {"0e99999999999999999999", "0"},
      {"-0.0", "0"},
      {"10", "10"},
      {"1e0", "1"},
      {"100e-2", "1"},
      {"-1.50", "-1.5"},
      {"123456789012345678901", "123456789012345680000"},
      {"1e-6", "0.000001"},
      {"1e-7", "1e-7"},
      {"12e-8", "1.2e-7"},
      {"1e-400", "0"},
      {"-1e-99999999999999999999", "0"},
      {"0.00001e-323", "0"},
      {"4900000e-330", "5e-324"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(canonical(text), expected) << text;
}

TEST(JsonCanonical, RefusesNumbersOutsideTheRangeOfADouble) {
  const std::string zeros(400, '0');
  for (const std::string& text : {std::string("1e400"), std::string("-1e309"), std::string("1.7976931348623159e308"),
                                  "1" + zeros, "0." + zeros + "1e800", std::string("1e99999999999999999999")})
    EXPECT_EQ(canonical("[" + text + "]"), "limit_exceeded(number)") << text;
  EXPECT_EQ(canonical("0." + zeros + "1e401"), "1");
  EXPECT_EQ(canonical("1" + zeros + "e-400"), "1");
  EXPECT_EQ(canonical("0." + zeros + "1"), "0");
}

TEST(JsonCanonical, IsItsOwnCanonicalForm) {
  for (const std::string_view text :
       {R"([1.5,{"b":"\u0001","a":[]}])", R"("\u20ac")", "1e21", "null", R"({"":{"":{}}})"})
    EXPECT_EQ(canonical(canonical(text)), canonical(text));
}

}  // namespace
}  // namespace signet
