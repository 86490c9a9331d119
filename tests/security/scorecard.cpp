#include "scorecard.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>

#include "signet/json.h"

namespace signet::test {
namespace {

constexpr std::array<std::string_view, 11> kNames = {"compact", "flattened", "general", "detached", "key",   "set",
                                                     "proof",   "vector",    "policy",  "address",  "answer"};

struct Lines {
  std::string text;
  std::size_t targets = 0;
};

// Of the test that runs; one test runs at a time.
Lines& lines() {
  static Lines of_test;
  return of_test;
}

std::string name_of(const testing::TestInfo& test) {
  return std::string(test.test_suite_name()) + "." + test.name();
}

std::filesystem::path file_of(const testing::TestInfo& test) {
  return std::filesystem::path(SIGNET_SCORECARD) / (name_of(test) + ".jsonl");
}

// "Attack07" is 7.
int row_of(const testing::TestInfo& test) {
  const std::string_view suite = test.test_suite_name();
  const bool named = suite.size() == 8 && suite.starts_with("Attack");
  return named ? std::stoi(std::string(suite.substr(6))) : -1;
}

class Keeper final : public testing::EmptyTestEventListener {
  void OnTestStart(const testing::TestInfo& test) override {
    lines() = {};
    std::filesystem::remove(file_of(test));
  }
  void OnTestEnd(const testing::TestInfo& test) override {
    if (test.result()->Failed()) return;
    std::filesystem::create_directories(SIGNET_SCORECARD);
    std::ofstream(file_of(test), std::ios::binary) << lines().text;
  }
};

// What can be shown of an input when a test fails.
std::string shown(std::string_view input) {
  constexpr std::size_t kShown = 300;
  std::string out;
  for (const char c : input.substr(0, kShown)) out += c >= ' ' && c <= '~' ? c : '?';
  return input.size() > kShown ? out + "... of " + std::to_string(input.size()) + " octets" : out;
}

}  // namespace

std::string_view name_of(Form form) noexcept {
  return kNames[static_cast<std::size_t>(form)];
}

void record(const Refusal& refusal) {
  const int row = row_of(*testing::UnitTest::GetInstance()->current_test_info());
  EXPECT_GE(row, 0) << "a refusal counts for the attack that the test's name has";
  json::Writer out;
  out.begin_object().key("row").integer(row).member("form", name_of(refusal.form)).member("alg", refusal.alg);
  out.member("said", refusal.said);
  std::string line = out.end_object().take_string();
  if (!refusal.command.empty()) {
    line.pop_back();
    line.append(R"(,"command":")").append(refusal.command).append("\",").append(refusal.input).append("}");
  }
  lines().text.append(line).append("\n");
}

std::size_t record_target(std::string_view members) {
  lines().text.append(R"({"target":{)").append(members).append("}}\n");
  return lines().targets++;
}

bool expect_refusal(std::string_view said, std::string_view expected, std::string_view input,
                    const std::source_location& where) {
  for (std::string_view rest = expected; !rest.empty();) {
    const std::size_t end = std::min(rest.find('|'), rest.size());
    if (said == rest.substr(0, end)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
      << "said " << said << ", not " << expected << ", of " << shown(input);
  return false;
}

void keep_scorecard() {
  testing::UnitTest::GetInstance()->listeners().Append(new Keeper);  // GoogleTest owns it
}

}  // namespace signet::test
