// The rules for the value of each registered claim: what the documents allow holds, what they forbid is refused, each
// by the rule that it breaks.
#include "signet/claim_registry.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <vector>

#include "support.h"

namespace signet::test {
namespace {

using jwt::ClaimInfo;

/// tests/vectors/claims: registry.json, and more of our own in a file for each family.
std::vector<std::string> vector_files() {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(joined({SIGNET_VECTORS, "/claims"}))) {
    if (file.path().extension() == ".json") files.push_back(joined({"claims/", file.path().filename().string()}));
  }
  std::ranges::sort(files);
  return files;
}

struct Row {
  const ClaimInfo* info;
  std::string name;
  json::Value examples;
};

/// Calls `visit` with each row of a file.
template <class Visit>
void for_each_row_of(const std::string& file, const Visit& visit) {
  const json::Document document = parse_vector(file);
  ASSERT_GT(document.root().size(), 0U) << file;
  for (const json::Value row : document.root().elements()) {
    const auto claim = row.find("claim");
    const std::string name(*(claim ? claim : row.find("confirmation"))->string());
    const ClaimInfo* info = claim ? jwt::find_registered_claim(name) : jwt::find_registered_confirmation(name);
    ASSERT_NE(info, nullptr) << file << ": " << name;
    visit(Row{info, claim ? name : joined({"cnf/", name}), row});
  }
}

/// The same of every file.
template <class Visit>
void for_each_row(const Visit& visit) {
  for (const std::string& file : vector_files()) for_each_row_of(file, visit);
}

TEST(ClaimValues, EveryRowOfTheRegistryHasExamples) {
  std::set<const ClaimInfo*> seen;
  for_each_row([&seen](const Row& row) { seen.insert(row.info); });
  EXPECT_EQ(seen.size(), jwt::registered_claims().size() + jwt::registered_confirmations().size());
}

TEST(ClaimValues, WhatTheDocumentsAllowHolds) {
  std::size_t count = 0;
  for_each_row([&count](const Row& row) {
    for (const json::Value value : row.examples.find("valid")->elements()) {
      EXPECT_EQ(outcome(jwt::check_claim_value(*row.info, value)), "ok") << row.name << ": " << value.source();
      ++count;
    }
  });
  EXPECT_GT(count, 200U);
}

/// "NAME | what is wrong | code | section: rule" for each value of a file that must be refused.
std::vector<std::string> refusals(const std::string& file) {
  std::vector<std::string> lines;
  for_each_row_of(file, [&lines](const Row& row) {
    for (const json::Value example : row.examples.find("invalid")->elements()) {
      const std::string why(*example.find("why")->string());
      const Result<> judged = jwt::check_claim_value(*row.info, *example.find("value"));
      EXPECT_FALSE(judged) << row.name << " takes a value that is wrong: " << why;
      if (judged) continue;
      const Error& error = judged.error();
      EXPECT_EQ(error.subject, row.info->name);
      EXPECT_TRUE(error.code == Errc::claim_type || error.code == Errc::claim_rule) << to_string(error);
      ASSERT_NE(error.rule, nullptr) << row.name;
      lines.push_back(joined(
          {row.name, " | ", why, " | ", name_of(error.code), " | ", error.rule->section, ": ", error.rule->text}));
    }
  });
  return lines;
}

/// tests/snapshots/claims has a text for each file of examples.
std::string snapshot_of(const std::string& file) {
  const std::string name = std::filesystem::path(file).stem().string();
  return joined({SIGNET_SOURCE_DIR, "/tests/snapshots/claims/", name, ".txt"});
}

TEST(ClaimValues, WhatTheyForbidIsRefusedByItsOwnRule) {
  for (const std::string& file : vector_files()) {
    const std::vector<std::string> found = refusals(file);
    if (std::getenv("SIGNET_WRITE_SNAPSHOTS") != nullptr) {
      std::ofstream out(snapshot_of(file));
      for (const std::string& line : found) out << line << '\n';
    }
    std::ifstream in(snapshot_of(file));
    std::vector<std::string> kept;
    for (std::string line; std::getline(in, line);) kept.push_back(line);
    EXPECT_EQ(found, kept) << file << ": SIGNET_WRITE_SNAPSHOTS=1 writes it anew; read the difference";
  }
}

// A rule that no example breaks is a promise that nobody has tried.
TEST(ClaimValues, EveryRuleIsBrokenByAnExample) {
  std::set<std::string_view> broken;
  for_each_row([&broken](const Row& row) {
    for (const json::Value example : row.examples.find("invalid")->elements()) {
      const Result<> judged = jwt::check_claim_value(*row.info, *example.find("value"));
      if (!judged) broken.insert(judged.error().rule->text);
    }
  });
  for (const auto rows : {jwt::registered_claims(), jwt::registered_confirmations()}) {
    for (const ClaimInfo& info : rows) {
      for (const Rule& rule : info.rules()) {
        EXPECT_TRUE(broken.contains(rule.text)) << info.name << ": " << rule.text;
      }
    }
  }
}

// What a check finds is among the rules that `rules()` names, so that the reference is whole.
TEST(ClaimValues, EveryFindingIsANamedRule) {
  for_each_row([](const Row& row) {
    for (const json::Value example : row.examples.find("invalid")->elements()) {
      const Result<> judged = jwt::check_claim_value(*row.info, *example.find("value"));
      if (judged || judged.error().code == Errc::claim_type) continue;
      const auto same = [&judged](const Rule& rule) { return rule.text == judged.error().rule->text; };
      const bool named = std::ranges::any_of(row.info->rules(), same);
      EXPECT_TRUE(named || judged.error().rule->section == "RFC 7519 2")
          << row.name << ": " << judged.error().rule->text;
    }
  });
}

}  // namespace
}  // namespace signet::test
