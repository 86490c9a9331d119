// What was measured, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "harness.h"

namespace signet::bench {

/// "AMD EPYC, 2 CPUs; OpenSSL 3.0.19 ...".
std::string machine_line();

/// An aligned table, one block a group.
std::string to_table(const std::vector<Row>& rows);

/// {"machine":...,"rows":[{"group","name","min_ns","median_ns","min_ratio","paired_ratio"}]}
std::string to_json(const std::vector<Row>& rows);

/// The bar for verification: each algorithm's ratio to libcrypto and whether it is held.
std::string bar_lines(const std::vector<Row>& rows);

}  // namespace signet::bench
