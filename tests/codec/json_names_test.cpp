// Attack row 31: duplicate names, at every depth, in every spelling, and never at quadratic cost.
#include "support.h"

namespace signet {
namespace {

using json::Document;
using test::outcome;

TEST(JsonNames, DuplicatesAreRefusedAtEveryDepth) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"({"a":1,"a":1})", "duplicate_name(a)"},
      {R"({"a":1,"b":2,"a":3})", "duplicate_name(a)"},
      {R"({"":1,"":2})", "duplicate_name"},
      {R"({"x":{"y":[1,{"z":1,"q":2,"z":3}]}})", "duplicate_name(z)"},
      {R"([[[{"a":{},"a":[]}]]])", "duplicate_name(a)"},
      {R"({"alg":"HS256","al\u0067":"none"})", "duplicate_name(alg)"},
      {R"({"\u0061lg":1,"\u0061\u006c\u0067":1})", "duplicate_name(alg)"},
      {R"({"a\/b":1,"a/b":1})", "duplicate_name(a/b)"},
      {R"({"\ud83d\ude00":1,"😀":2})", R"(duplicate_name(\xf0\x9f\x98\x80))"},
      {R"({"a\u0000":1,"b":2,"\u0061\u0000":3})", R"(duplicate_name(a\x00))"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(outcome(Document::parse(text)), expected) << text;
}

TEST(JsonNames, NamesThatDifferAreNoDuplicates) {
  for (const std::string_view text :
       {R"({"a":1,"A":2})", R"({"a":{"a":{"a":1}}})", R"([{"a":1},{"a":1}])", R"({"a":1,"a\u0000":2,"":3})",
        R"({"é":1,"e\u0301":2})", R"({"a":"b","b":"a"})", R"({"ab":1,"ba":2,"aab":3,"abb":4})"})
    EXPECT_EQ(outcome(Document::parse(text)), "ok") << text;
}

TEST(JsonNames, TheSubjectIsSafeToPrint) {
  const std::string name(100, 'n');
  EXPECT_EQ(outcome(Document::parse("{\"" + name + "\":1,\"" + name + "\":2}")),
            "duplicate_name(" + name.substr(0, 64) + "...)");
  EXPECT_EQ(outcome(Document::parse(R"({"\u001b[2J":1,"\u001b[2J":2})")), R"(duplicate_name(\x1b[2J))");
}

// At each size, around the one where names are sorted instead of compared in pairs: every pair of places is seen.
TEST(JsonNames, EveryPairOfPlaces) {
  for (const std::size_t size : {2u, 23u, 24u, 25u, 26u, 40u}) {
    const auto text_with = [&](std::size_t first, std::size_t second) {
      std::string text = "{";
      for (std::size_t i = 0; i < size; ++i)
        text += (i == 0 ? "\"n" : ",\"n") + std::to_string(i == second ? first : i) + "\":[]";
      return text + "}";
    };
    ASSERT_EQ(outcome(Document::parse(text_with(0, 0))), "ok");
    for (std::size_t second = 1; second < size; ++second)
      for (std::size_t first = 0; first < second; ++first)
        ASSERT_EQ(outcome(Document::parse(text_with(first, second))), "duplicate_name(n" + std::to_string(first) + ")");
  }
}

std::string object_of(std::size_t count, const std::string& prefix) {
  std::string text = "{";
  for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "\"" : ",\"") + prefix + std::to_string(i) + "\":0";
  return text + "}";
}

// With a check of quadratic cost these would not end in the time of a test.
TEST(JsonNames, LargeObjects) {
  const std::string text = object_of(100'000, "");
  EXPECT_EQ(outcome(Document::parse(text)), "ok");
  EXPECT_EQ(outcome(Document::parse(text.substr(0, text.size() - 1) + ",\"50000\":0}")), "duplicate_name(50000)");
  EXPECT_EQ(outcome(Document::parse(object_of(30'000, std::string(100, 'p')))), "ok");
  std::string inner = "1";
  for (int depth = 0; depth < 60; ++depth) {
    std::string outer = object_of(1000, "k");
    outer.pop_back();
    inner = outer.append(",\"in\":").append(inner).append("}");
  }
  EXPECT_EQ(outcome(Document::parse(inner)), "ok");
}

}  // namespace
}  // namespace signet
