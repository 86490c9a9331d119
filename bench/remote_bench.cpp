// signet_remote_bench [--json FILE] [--rounds N] [--entries N]: what it costs to choose among many issuers, and to ask
// among many revocations, beside containers of the standard library. Docs: docs/performance.md.
#include "remote_bench.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "contender.h"

namespace signet::bench {
namespace {

struct Options {
  std::string json_file;
  std::size_t entries = 10'000'000;
  Plan plan;
};

Options parse_options(int count, char** values) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view flag = values[i];
    if (i + 1 == count) give_up("usage: signet_remote_bench [--json FILE] [--rounds N] [--entries N]");
    const std::string_view value = values[++i];
    if (flag == "--json") {
      options.json_file = value;
    } else if (flag == "--rounds" || flag == "--entries") {
      std::size_t& number = flag == "--rounds" ? options.plan.rounds : options.entries;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc() || number == 0) give_up(std::string(flag) + " wants a positive number");
    } else {
      give_up("unknown flag " + std::string(flag));
    }
  }
  return options;
}

int run(const Options& options) {
  RemoteResults results;
  race_registry(results, options.plan);
  race_revocations(results, options.entries, options.plan);
  std::cout << machine_line() << '\n' << to_table(results.rows) << '\n' << figure_lines(results.figures);
  if (options.json_file.empty()) return 0;
  std::ofstream file(options.json_file);
  file << to_json(results.rows, results.figures);
  file.close();
  if (!file) give_up("cannot write " + options.json_file);
  return 0;
}

}  // namespace
}  // namespace signet::bench

int main(int count, char** values) {
  return signet::bench::run(signet::bench::parse_options(count, values));
}
