#include <algorithm>

#include "support.h"

namespace signet {
namespace {

using json::Document;
using json::Kind;
using json::Value;

constexpr std::string_view kText =
    R"({"s":"\u0041","i":-12,"f":1.0,"t":true,"n":null,"a":[1,[2,3],{"x":[]},"end"],"o":{"p":{"q":"r"}},"":0})";

TEST(JsonValue, Kinds) {
  const auto document = Document::parse(kText);
  const Value root = document->root();
  const std::pair<std::string_view, std::string_view> kinds[] = {{"s", "string"}, {"i", "number"}, {"t", "boolean"},
                                                                 {"n", "null"},   {"a", "array"},  {"o", "object"}};
  for (const auto& [name, kind] : kinds) EXPECT_EQ(name_of(root.find(name)->kind()), kind);
  EXPECT_EQ(root.find("s")->string(), "A");
  EXPECT_EQ(root.find("t")->boolean(), true);
  EXPECT_EQ(root.find("i")->integer(), -12);
  EXPECT_EQ(root.find("f")->number_text(), "1.0");
  EXPECT_EQ(root.find("a")->source(), R"([1,[2,3],{"x":[]},"end"])");
  EXPECT_EQ(root.source(), kText);
}

TEST(JsonValue, NothingForAnotherType) {
  const auto document = Document::parse(kText);
  for (const auto& [name, value] : document->root().members()) {
    EXPECT_EQ(value.string().has_value(), value.is_string()) << name;
    EXPECT_EQ(value.boolean().has_value(), value.is_boolean()) << name;
    EXPECT_EQ(value.number_text().has_value(), value.is_number()) << name;
    EXPECT_EQ(value.elements().begin() != value.elements().end(), value.is_array()) << name;
    EXPECT_EQ(value.members().begin() != value.members().end(), value.is_object()) << name;
    EXPECT_EQ(value.size() != 0, value.is_array() || value.is_object()) << name;
    EXPECT_EQ(value.find("p").has_value(), value.is_object()) << name;
  }
}

TEST(JsonValue, Integers) {
  const auto integer = [](std::string_view text) { return Document::parse(text)->root().integer(); };
  EXPECT_EQ(integer("0"), 0);
  EXPECT_EQ(integer("-0"), 0);
  EXPECT_EQ(integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(integer("-9223372036854775808"), INT64_MIN);
  for (const std::string_view text :
       {"9223372036854775808", "-9223372036854775809", "18446744073709551616", "1.0", "1e2", "0e0", "\"1\"", "1E400"})
    EXPECT_EQ(integer(text), std::nullopt) << text;
}

TEST(JsonValue, WalksInTheOrderOfTheText) {
  const auto document = Document::parse(R"({"b":[10,[],{"c":[[1]]},20],"a":{},"c":[]})");
  std::string names;
  for (const auto& [name, value] : document->root().members()) names += std::string(name) + value.source().front();
  EXPECT_EQ(names, "b[a{c[");
  std::string elements;
  for (const Value element : document->root().find("b")->elements()) elements.append(element.source()).append(";");
  EXPECT_EQ(elements, R"(10;[];{"c":[[1]]};20;)");
  EXPECT_EQ(document->root().size(), 3u);
  EXPECT_EQ(document->root().find("b")->size(), 4u);
  EXPECT_EQ(document->root().find("a")->size(), 0u);
}

//= rfc6901#5 the example
TEST(JsonValue, PointersOfRfc6901) {
  const auto document =
      Document::parse(R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8})");
  const std::pair<std::string_view, std::string_view> cases[] = {{"/foo", R"(["bar","baz"])"},
                                                                 {"/foo/0", R"("bar")"},
                                                                 {"/", "0"},
                                                                 {"/a~1b", "1"},
                                                                 {"/c%d", "2"},
                                                                 {"/e^f", "3"},
                                                                 {"/g|h", "4"},
                                                                 {"/i\\j", "5"},
                                                                 {"/k\"l", "6"},
                                                                 {"/ ", "7"},
                                                                 {"/m~0n", "8"}};
  EXPECT_EQ(document->root().at_pointer("")->source(), document->text());
  for (const auto& [pointer, source] : cases) EXPECT_EQ(document->root().at_pointer(pointer)->source(), source);
}

TEST(JsonValue, PointersThatLeadNowhere) {
  const auto document = Document::parse(R"({"a":[0,[1]],"~":1,"~2":1,"m~n":1,"":{"":2}})");
  EXPECT_EQ(document->root().at_pointer("/a/1/0")->integer(), 1);
  EXPECT_EQ(document->root().at_pointer("//")->integer(), 2);
  EXPECT_EQ(document->root().at_pointer("/~0")->integer(), 1);
  EXPECT_EQ(document->root().at_pointer("/~02")->integer(), 1);
  for (const std::string_view pointer :
       {"a", "/b", "/a/", "/a/2", "/a/-", "/a/-1", "/a/00", "/a/01", "/a/1/0/0", "/a/+1", "/a/1e0", "/~", "/~2", "/m~n",
        "/a/4294967296", "/a/99999999999999999999", "/a/ 0", "///"})
    EXPECT_FALSE(document->root().at_pointer(pointer)) << pointer;
}

TEST(JsonValue, MovingADocumentKeepsItsValues) {
  auto first = *Document::parse(R"({"a":"short","b":"\u0041 with an escape"})");
  const Value root = first.root();
  const Value a = *root.find("a");
  Document second = std::move(first);
  std::vector<Document> documents;
  documents.push_back(std::move(second));
  documents.emplace_back();
  documents.reserve(100);
  EXPECT_EQ(a.string(), "short");
  EXPECT_EQ(root.find("b")->string(), "A with an escape");
  EXPECT_EQ(documents[0].text(), root.source());
}

TEST(JsonValue, ADocumentThatWasNeverParsedIsNull) {
  Document document;
  EXPECT_TRUE(document.root().is_null());
  EXPECT_EQ(document.text(), "");
  EXPECT_EQ(json::to_compact(document.root()), "null");
  auto parsed = *Document::parse("[1]");
  document = std::move(parsed);
  EXPECT_EQ(document.root().size(), 1u);
  EXPECT_TRUE(parsed.root().is_null());  // NOLINT(bugprone-use-after-move): this is what is promised
  std::ranges::copy(std::string_view("[2]"), parsed.prepare(3).begin());
  EXPECT_EQ(test::outcome(parsed.parse_prepared(3)), "ok");
  EXPECT_EQ(parsed.root().source(), "[2]");
}

}  // namespace
}  // namespace signet
