#include "report.h"

#include <cstdio>
#include <fstream>
#include <thread>

#include "signet/json.h"

namespace signet::bench {
namespace {

template <class... Args>
std::string format(const char* pattern, Args... args) {
  char line[160];
  const int size = std::snprintf(line, sizeof line, pattern, args...);
  return {line, static_cast<std::size_t>(std::min<int>(size, sizeof line - 1))};
}

std::string cpu_model() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (!line.starts_with("model name")) continue;
    const std::size_t at = line.find(": ");
    if (at != std::string::npos) return line.substr(at + 2);
  }
  return "unknown CPU";
}

struct Bar {
  const char* alg;
  double ratio;
};
constexpr Bar kBars[] = {{"HS256", 4.0}, {"HS384", 4.0}, {"HS512", 4.0},  {"RS256", 1.3}, {"RS384", 1.3},
                         {"RS512", 1.3}, {"PS256", 1.3}, {"PS384", 1.3},  {"PS512", 1.3}, {"ES256", 1.3},
                         {"ES384", 1.3}, {"ES512", 1.3}, {"ES256K", 1.3}, {"EdDSA", 1.3}, {"Ed448", 1.3}};

}  // namespace

std::string machine_line() {
  return cpu_model() + ", " + std::to_string(std::thread::hardware_concurrency()) + " CPUs; " + libcrypto_version();
}

std::string to_table(const std::vector<Row>& rows) {
  std::string out;
  std::string_view group;
  for (const Row& row : rows) {
    if (row.group != group) {
      group = row.group;
      out += format("\n%-28s %12s %12s %10s %10s\n", row.group.c_str(), "min us", "median us", "min ratio", "paired");
    }
    out += format("  %-26s %12.3f %12.3f", row.name.c_str(), row.min_ns / 1000, row.median_ns / 1000);
    out += row.min_ratio > 0 ? format(" %10.2f %10.2f\n", row.min_ratio, row.paired_ratio) : "\n";
  }
  return out;
}

std::string figure_lines(const std::vector<Figure>& figures) {
  std::string out;
  for (const Figure& figure : figures)
    out += format("%16.1f %-9s %s\n", figure.value, figure.unit.c_str(), figure.name.c_str());
  return out;
}

std::string to_json(const std::vector<Row>& rows, const std::vector<Figure>& figures) {
  json::Writer writer;
  writer.begin_object().member("machine", machine_line()).key("rows").begin_array();
  for (const Row& row : rows) {
    writer.begin_object().member("group", row.group).member("name", row.name);
    writer.key("min_ns").raw(format("%.1f", row.min_ns)).key("median_ns").raw(format("%.1f", row.median_ns));
    if (row.min_ratio > 0) {
      writer.key("min_ratio").raw(format("%.3f", row.min_ratio));
      writer.key("paired_ratio").raw(format("%.3f", row.paired_ratio));
    }
    writer.end_object();
  }
  writer.end_array();
  if (!figures.empty()) {
    writer.key("figures").begin_array();
    for (const Figure& figure : figures) {
      writer.begin_object().member("name", figure.name).member("unit", figure.unit);
      writer.key("value").raw(format("%.1f", figure.value)).end_object();
    }
    writer.end_array();
  }
  writer.end_object();
  return std::string(writer.text()) + '\n';
}

std::size_t resident_octets() {
  std::ifstream status("/proc/self/status");
  std::size_t kibibytes = 0;
  for (std::string word; status >> word;)
    if (word == "VmRSS:") status >> kibibytes;
  return kibibytes * 1024;
}

std::string bar_lines(const std::vector<Row>& rows) {
  std::string out;
  for (const Bar& bar : kBars) {
    for (const Row& row : rows) {
      if (row.name != "signet" || row.group != std::string(bar.alg) + " verify") continue;
      out += format("bar: %s verify %.2f x libcrypto (at most %.1f): %s\n", bar.alg, row.min_ratio, bar.ratio,
                    row.min_ratio <= bar.ratio ? "held" : "NOT held");
    }
  }
  return out;
}

}  // namespace signet::bench
