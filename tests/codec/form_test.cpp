#include "codec/form.h"

#include <gtest/gtest.h>

namespace signet::codec {
namespace {

std::string shown(std::string_view text) {
  const auto fields = parse_form(text);
  if (!fields) return "none";
  std::string out;
  for (const FormField& field : *fields) out.append("[").append(field.name).append("|").append(field.value).append("]");
  return out;
}

TEST(Form, DecodesNamesAndValues) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("policy=orders&scope=read+write"), "[policy|orders][scope|read write]");
  EXPECT_EQ(shown("a%62c=%C3%A9%2B+"), "[abc|\xc3\xa9+ ]");
  EXPECT_EQ(shown("a&b=&=c&a=1=2"), "[a|][b|][|c][a|1=2]");
  EXPECT_EQ(shown("&&a=1&"), "[a|1]");
}

TEST(Form, RefusesWhatIsNotEncoded) {
  for (const std::string_view text : {"a=%", "a=%4", "a=%4g", "%=a", "a=%%41"}) EXPECT_EQ(shown(text), "none") << text;
}

TEST(Form, HasABound) {
  std::string text;
  for (std::size_t i = 0; i < kMaxFormFields; ++i) text += "a&";
  EXPECT_NE(shown(text), "none");
  EXPECT_EQ(shown(text + "a"), "none");
}

TEST(Form, PlusStandsForItselfInPaths) {
  EXPECT_EQ(percent_decoded("a+b%2Fc"), "a+b/c");
  EXPECT_EQ(percent_decoded("%zz"), std::nullopt);
}

TEST(Form, IsWrittenSoThatItIsReadTheSame) {
  EXPECT_EQ(form_encoded("aZ09*-._ ~:+%&=\xc3\xa4"), "aZ09*-._+%7E%3A%2B%25%26%3D%C3%A4");
  std::string every;
  for (int octet = 0; octet < 256; ++octet) every += static_cast<char>(octet);
  std::string form;
  append_form_field(form, "a b", every);
  append_form_field(form, every, "");
  const auto fields = parse_form(form);
  ASSERT_TRUE(fields);
  ASSERT_EQ(fields->size(), 2U);
  EXPECT_EQ(fields->front().name, "a b");
  EXPECT_EQ(fields->front().value, every);
  EXPECT_EQ(fields->back().name, every);
}

}  // namespace
}  // namespace signet::codec
