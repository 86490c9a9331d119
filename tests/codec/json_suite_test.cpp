// JSONTestSuite: what must be accepted, what must be refused, and what we decided where RFC 8259 leaves it open
// (docs/decisions/0001-json-strictness.md).
#include <filesystem>
#include <map>
#include <set>

#include "support.h"

namespace signet {
namespace {

const std::map<std::string, std::string> kDecisions = {
    // Numbers keep their text; whether they fit a type is the question of whoever reads them.
    {"i_number_double_huge_neg_exp", "ok"},
    {"i_number_huge_exp", "ok"},
    {"i_number_neg_int_huge_exp", "ok"},
    {"i_number_pos_double_huge_exp", "ok"},
    {"i_number_real_neg_overflow", "ok"},
    {"i_number_real_pos_overflow", "ok"},
    {"i_number_real_underflow", "ok"},
    {"i_number_too_big_neg_int", "ok"},
    {"i_number_too_big_pos_int", "ok"},
    {"i_number_very_big_negative_int", "ok"},
    // Lone surrogates, escaped.
    {"i_object_key_lone_2nd_surrogate", "malformed_json"},
    {"i_string_1st_surrogate_but_2nd_missing", "malformed_json"},
    {"i_string_1st_valid_surrogate_2nd_invalid", "malformed_json"},
    {"i_string_incomplete_surrogate_and_escape_valid", "malformed_json"},
    {"i_string_incomplete_surrogate_pair", "malformed_json"},
    {"i_string_incomplete_surrogates_escape_valid", "malformed_json"},
    {"i_string_invalid_lonely_surrogate", "malformed_json"},
    {"i_string_invalid_surrogate", "malformed_json"},
    {"i_string_inverted_surrogates_U+1D11E", "malformed_json"},
    {"i_string_lone_second_surrogate", "malformed_json"},
    // Bytes that are not UTF-8.
    {"i_string_UTF-8_invalid_sequence", "malformed_json"},
    {"i_string_UTF8_surrogate_U+D800", "malformed_json"},
    {"i_string_invalid_utf-8", "malformed_json"},
    {"i_string_iso_latin_1", "malformed_json"},
    {"i_string_lone_utf8_continuation_byte", "malformed_json"},
    {"i_string_not_in_unicode_range", "malformed_json"},
    {"i_string_overlong_sequence_2_bytes", "malformed_json"},
    {"i_string_overlong_sequence_6_bytes", "malformed_json"},
    {"i_string_overlong_sequence_6_bytes_null", "malformed_json"},
    {"i_string_truncated-utf-8", "malformed_json"},
    // Other encodings, and a byte order mark.
    {"i_string_UTF-16LE_with_BOM", "malformed_json"},
    {"i_string_utf16BE_no_BOM", "malformed_json"},
    {"i_string_utf16LE_no_BOM", "malformed_json"},
    {"i_structure_UTF-8_BOM_empty_object", "malformed_json"},
    // Depth.
    {"i_structure_500_nested_arrays", "limit_exceeded(depth)"},
};

// The two texts that the suite accepts and we do not.
const std::set<std::string> kDuplicates = {"y_object_duplicated_key", "y_object_duplicated_key_and_value"};
// Refused for their depth before their other fault is met.
const std::set<std::string> kDeep = {"n_structure_100000_opening_arrays", "n_structure_open_array_object"};

std::string expectation(const std::string& name) {
  if (name.starts_with("i_")) return kDecisions.contains(name) ? kDecisions.at(name) : "undecided";
  if (kDuplicates.contains(name)) return "duplicate_name(a)";
  if (kDeep.contains(name)) return "limit_exceeded(depth)";
  return name.starts_with("y_") ? "ok" : "malformed_json";
}

TEST(JsonSuite, EveryFile) {
  std::map<char, int> count;
  for (const auto& file : std::filesystem::directory_iterator(SIGNET_VECTORS "/json-testsuite/test_parsing")) {
    const std::string name = file.path().stem();
    ++count[name[0]];
    const std::string text = test::read_vector("json-testsuite/test_parsing/" + name + ".json");
    EXPECT_EQ(test::outcome(json::Document::parse(text)), expectation(name)) << name;
  }
  EXPECT_EQ(count, (std::map<char, int>{{'i', 35}, {'n', 188}, {'y', 95}}));
}

// Whatever is accepted survives being written and read again.
TEST(JsonSuite, WhatIsAcceptedIsWrittenBack) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(SIGNET_VECTORS "/json-testsuite/test_parsing")) {
    const std::string text = test::read_vector("json-testsuite/test_parsing/" + file.path().filename().string());
    const auto document = json::Document::parse(text);
    if (!document) continue;
    ++count;
    const std::string compact = json::to_compact(document->root());
    const auto again = json::Document::parse(json::to_pretty(document->root()));
    ASSERT_TRUE(again) << file.path();
    EXPECT_EQ(json::to_compact(again->root()), compact) << file.path();
  }
  EXPECT_EQ(count, 93 + 10);
}

}  // namespace
}  // namespace signet
