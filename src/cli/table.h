// Aligned columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"

namespace signet::cli {

/// Rows of cells, each column as wide as its widest cell. Cells are escaped here.
class Table {
 public:
  explicit Table(std::vector<std::string> head = {}) : head_(std::move(head)) {}
  /// `first` is the style of the first cell, where there is colour.
  void row(std::vector<std::string> cells, Style first = Style::plain);
  bool empty() const noexcept { return rows_.empty(); }
  /// The lines, each with its newline. The head is dim, where there is colour; `indent` stands before each line.
  std::string to_text(const Console& console, std::string_view indent = "") const;

 private:
  std::vector<std::string> head_;
  struct Row {
    std::vector<std::string> cells;
    Style first;
  };
  std::vector<Row> rows_;
};

/// Name and value, line by line: "kid   4fG". Empty values are left out.
class Facts {
 public:
  void add(std::string_view name, std::string_view value);
  std::string to_text(const Console& console, std::string_view indent = "") const;
  /// The same with values wrapped in their column, so that no line is longer than 80.
  std::string to_wrapped_text(const Console& console) const;

 private:
  std::size_t name_width() const noexcept;
  std::vector<std::pair<std::string, std::string>> facts_;
};

}  // namespace signet::cli
