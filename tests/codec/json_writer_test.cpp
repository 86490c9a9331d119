#include "support.h"

namespace signet {
namespace {

using namespace std::string_view_literals;
using json::Document;
using json::Writer;

TEST(JsonWriter, KeepsTheOrderOfItsCalls) {
  Writer writer;
  writer.begin_object().member("typ", "JWT").key("aud").begin_array().string("b").string("a").end_array();
  writer.key("n").integer(INT64_MIN).key("m").integer(INT64_MAX).key("t").boolean(true).key("f").boolean(false);
  writer.key("z").null().key("e").begin_object().end_object().key("l").begin_array().end_array();
  writer.key("r").raw(R"({"x":1.10})").key("").integer(0).end_object();
  EXPECT_EQ(writer.text(), R"({"typ":"JWT","aud":["b","a"],"n":-9223372036854775808,"m":9223372036854775807,"t":true,)"
                           R"("f":false,"z":null,"e":{},"l":[],"r":{"x":1.10},"":0})");
}

TEST(JsonWriter, NestedContainersAreSeparated) {
  Writer writer;
  writer.begin_array()
      .begin_array()
      .end_array()
      .begin_object()
      .key("a")
      .begin_array()
      .integer(1)
      .end_array()
      .end_object();
  writer.begin_array().begin_object().end_object().integer(2).end_array().null().end_array();
  EXPECT_EQ(writer.text(), R"([[],{"a":[1]},[{},2],null])");
}

TEST(JsonWriter, TakingLeavesANewWriter) {
  Writer writer;
  writer.string("a");
  EXPECT_EQ(writer.take_string(), "\"a\"");
  writer.begin_array().integer(1).end_array();
  EXPECT_EQ(as_text(writer.take_secret().expose()), "[1]");
  EXPECT_EQ(writer.integer(7).take_string(), "7");
}

TEST(JsonWriter, EscapesOnlyWhatMustBe) {
  Writer writer;
  writer.string("\"\\/\b\f\n\r\t\0\x01\x1f\x7f\u0080\u2028\u20ac\U0001F600<&'"sv);
  EXPECT_EQ(writer.text(), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u0001\\u001f\x7f\u0080\u2028\u20ac\U0001F600<&'\"");
  const auto document = Document::parse(writer.text());
  EXPECT_EQ(document->root().string(), "\"\\/\b\f\n\r\t\0\x01\x1f\x7f\u0080\u2028\u20ac\U0001F600<&'"sv);
}

TEST(JsonWriter, EveryAsciiCharacterReturns) {
  for (int byte = 0; byte < 128; ++byte) {
    const std::string text = std::string("left") + static_cast<char>(byte) + "right";
    Writer writer;
    writer.begin_object().member(text, text).end_object();
    const auto document = Document::parse(writer.text());
    ASSERT_TRUE(document) << byte;
    EXPECT_EQ(document->root().find(text)->string(), text) << byte;
  }
}

TEST(JsonWriter, CompactKeepsOrderAndNumbers) {
  const auto document =
      Document::parse(" { \"b\" : [ 1.10 , 1E+2 , -0 ] , \"a\\u002f\" : { } , \"\\u00e9\" : \"\\/\" } ");
  EXPECT_EQ(json::to_compact(document->root()), "{\"b\":[1.10,1E+2,-0],\"a/\":{},\"\u00e9\":\"/\"}");
  EXPECT_EQ(json::to_compact(*document->root().find("b")), "[1.10,1E+2,-0]");
}

TEST(JsonWriter, PrettyIsForPeople) {
  const auto document = Document::parse(R"({"b":[1,[],{"c":null}],"a":{},"s":"x"})");
  EXPECT_EQ(json::to_pretty(document->root()), R"({
  "b": [
    1,
    [],
    {
      "c": null
    }
  ],
  "a": {},
  "s": "x"
})");
  EXPECT_EQ(json::to_pretty(*document->root().find("s")), "\"x\"");
}

#ifndef NDEBUG
TEST(JsonWriterDeathTest, MisuseAsserts) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(Writer().begin_object().integer(1), "a value where a key is due");
  EXPECT_DEATH(Writer().begin_object().key("a").integer(1).integer(2), "a value where a key is due");
  EXPECT_DEATH(Writer().integer(1).integer(2), "a value where a key is due");
  EXPECT_DEATH(Writer().begin_array().key("a"), "a key outside an object");
  EXPECT_DEATH(Writer().begin_object().key("a").key("b"), "two in a row");
  EXPECT_DEATH(Writer().begin_array().end_object(), "");
}
#endif

}  // namespace
}  // namespace signet
