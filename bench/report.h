// What was measured, for people and for programs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness.h"

namespace signet::bench {

/// "AMD EPYC, 2 CPUs; OpenSSL 3.0.19 ...".
std::string machine_line();

/// A number that is no time of a contender: octets, a percentile, updates a second.
struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
};

/// An aligned table, one block a group.
std::string to_table(const std::vector<Row>& rows);

/// "VALUE UNIT  NAME", a line each.
std::string figure_lines(const std::vector<Figure>& figures);

/// {"machine":...,"rows":[{"group","name","min_ns","median_ns","min_ratio","paired_ratio"}]}, and where there are
/// figures "figures":[{"name","value","unit"}].
std::string to_json(const std::vector<Row>& rows, const std::vector<Figure>& figures = {});

/// Octets of memory that this process has in use now, as the kernel counts them.
std::size_t resident_octets();

/// The bar for verification: each algorithm's ratio to libcrypto and whether it is held.
std::string bar_lines(const std::vector<Row>& rows);

}  // namespace signet::bench
