#include "server/config/nesting.h"

#include <gtest/gtest.h>

#include <string>

#include "server/config/document.h"

namespace signet::server::config {
namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Nesting, CountsBracketsAndDots) {
  EXPECT_FALSE(find_too_deep(""));
  EXPECT_FALSE(find_too_deep("x = " + repeated("[", kMaxNesting) + repeated("]", kMaxNesting)));
  EXPECT_EQ(find_too_deep("a = 1\nx = " + repeated("[", kMaxNesting + 1)), 2U);
  EXPECT_FALSE(find_too_deep("a" + repeated(".a", kMaxNesting) + " = 1\nb" + repeated(".b", kMaxNesting) + " = 1"));
  EXPECT_EQ(find_too_deep("a = 1\n\nx" + repeated(" . 'a'", kMaxNesting + 1) + " = 1"), 3U);
  EXPECT_FALSE(find_too_deep(repeated("[[a]]\nb = [{c = 1}]\n", 100)));
}

TEST(Nesting, LooksIntoNoStringAndNoComment) {
  const std::string dots = repeated(".", 100);
  const std::string brackets = repeated("[", 100);
  for (const std::string_view quote : {"\"", "'", "\"\"\"", "'''"}) {
    std::string text = "x = ";
    text += quote;
    text += dots + brackets;
    text += quote;
    EXPECT_FALSE(find_too_deep(text)) << quote;
    text += brackets;  // what follows counts
    EXPECT_EQ(find_too_deep(text), 1U) << quote;
  }
  EXPECT_FALSE(find_too_deep("# " + dots + brackets + "\nx = 1"));
  EXPECT_EQ(find_too_deep("# \" \nx = " + brackets), 2U);
}

TEST(Nesting, FollowsStringsToTheirEnd) {
  const std::string deep = repeated("[", 100);
  EXPECT_FALSE(find_too_deep("x = \"a\\\"" + deep + "\""));
  EXPECT_EQ(find_too_deep("x = 'a\\'" + deep), 1U);                          // a literal string has no escapes
  EXPECT_EQ(find_too_deep("x = \"\"" + deep), 1U);                           // an empty one
  EXPECT_EQ(find_too_deep("x = \"\"\"a\"\"\"\"\"" + deep), 1U);              // two quotes before the end
  EXPECT_EQ(find_too_deep("x = \"\"\"\"\"\"" + deep), 1U);                   // an empty one of several lines
  EXPECT_FALSE(find_too_deep("x = \"\"\"\n'\"\\\"\"\"" + deep + "\"\"\""));  // an escape in one of several lines
  EXPECT_EQ(find_too_deep("x = '''\n\n'''\ny = " + deep), 4U);
}

TEST(Nesting, BoundsWhatIsParsed) {
  // Each of these would be a tree as deep as the text is long, which is taken apart by recursion.
  for (const std::string_view part : {"a.", "\"\".", "[", "{a=", "[{a.a="}) {
    const std::string text = repeated(part, kMaxDocument / part.size() - 10);
    EXPECT_FALSE(parse_document(text + "a = 1")) << part;
    EXPECT_FALSE(parse_document("x = " + text)) << part;
    EXPECT_FALSE(parse_document("[" + text + "a]")) << part;
  }
  EXPECT_TRUE(parse_document("a" + repeated(".a", kMaxNesting) + " = " + repeated("[", kMaxNesting) +
                             repeated("]", kMaxNesting)));
}

TEST(Document, TellsLines) {
  const auto node = parse_document("# remark\na = 1\n\n[t]\nb = [\n  'x',\n  'y']\n");
  ASSERT_TRUE(node);
  const auto& members = std::get<std::vector<Member>>(node->value);
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "a");
  EXPECT_EQ(members[0].node.line, 2U);
  EXPECT_EQ(members[1].node.line, 4U);
  const auto& list = std::get<std::vector<Member>>(members[1].node.value);
  const auto& elements = std::get<std::vector<Node>>(list[0].node.value);
  EXPECT_EQ(elements[1].line, 7U);
  EXPECT_EQ(std::get<std::string>(elements[1].value), "y");
}

TEST(Document, TellsWhatIsNoToml) {
  const auto no_value = parse_document("a = 1\nb =\n");
  ASSERT_FALSE(no_value);
  EXPECT_EQ(no_value.error().line, 2U);
  EXPECT_FALSE(no_value.error().sentence.empty());
  EXPECT_FALSE(parse_document("a = 1\na = 2\n"));
  EXPECT_FALSE(parse_document(std::string(kMaxDocument + 1, ' ')));
  EXPECT_TRUE(parse_document(std::string(kMaxDocument, ' ')));
}

}  // namespace
}  // namespace signet::server::config
