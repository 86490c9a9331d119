#include "cli/table.h"

#include <algorithm>
#include <cstddef>

#include "cli/help.h"

namespace signet::cli {
namespace {

// Columns that UTF-8 text takes, each code point counted as one.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t used = width_of(text);
  return used < width ? text + std::string(width - used, ' ') : text;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += padded(cells[i], widths[i]) + "  ";
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

void Table::row(std::vector<std::string> cells, Style first) {
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back({std::move(cells), first});
}

std::string Table::to_text(const Console& console, std::string_view indent) const {
  std::vector<std::size_t> widths;
  const auto widen = [&](const std::vector<std::string>& cells) {
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], width_of(cells[i]));
  };
  widen(head_);
  for (const Row& row : rows_) widen(row.cells);
  std::string out;
  if (!head_.empty()) out += std::string(indent) + console.out_style(Style::dim, line_of(head_, widths)) + '\n';
  for (const auto& [cells, first] : rows_) {
    std::string line = line_of(cells, widths);
    if (!cells.empty()) line.replace(0, cells[0].size(), console.out_style(first, cells[0]));
    out += std::string(indent) + line + '\n';
  }
  return out;
}

void Facts::add(std::string_view name, std::string_view value) {
  if (!value.empty()) facts_.emplace_back(printable(name), printable(value));
}

std::size_t Facts::name_width() const noexcept {
  std::size_t width = 0;
  for (const auto& [name, value] : facts_) width = std::max(width, width_of(name));
  return width;
}

std::string Facts::to_wrapped_text(const Console& console) const {
  const std::size_t width = name_width();
  std::string out;
  for (const auto& [name, value] : facts_)
    out += console.out_style(Style::dim, padded(name, width)) + "  " + wrapped(value, width + 2) + '\n';
  return out;
}

std::string Facts::to_text(const Console& console, std::string_view indent) const {
  const std::size_t width = name_width();
  std::string out;
  for (const auto& [name, value] : facts_)
    out += std::string(indent) + console.out_style(Style::dim, padded(name, width)) + "  " + value + '\n';
  return out;
}

}  // namespace signet::cli
