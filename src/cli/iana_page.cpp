// The plain text of the registry's page. A cell that is too wide for its column is wrapped, and each cell of a row is
// centred in the height of the row: of h lines the name stands in line (h-1)/2, rounded down. Rows follow each other
// without a line between them, so from the lines of the names alone each row has one of two heights. What decides is
// that the heights fill the table, that lines are broken only where the next word would not fit, and that a reference
// starts with a bracket. What that leaves open is read as Signet's own table has it: a text that has really changed is
// in neither reading.
#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <span>

#include "cli/help.h"
#include "cli/iana_file.h"
#include "cli/registry_view.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kColumns = 4;
constexpr std::size_t kIndent = 3;
constexpr std::size_t kMaxWidth = 400;  // of a line; more is no page of this kind
constexpr Rule kPage{"IANA registry", "a table of four columns as the plain text of the page has it"};

using Lines = std::span<const std::string_view>;
using Starts = std::array<std::size_t, kColumns>;

char at(std::string_view line, std::size_t column) {
  return column < line.size() ? line[column] : ' ';
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// The lines in which a row has its name.
std::vector<std::size_t> name_lines(Lines lines) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (at(lines[i], kIndent) != ' ') found.push_back(i);
  return found;
}

/// A column starts where every line with a name has a character and no line has one before it: left of its own
/// heading, which is centred, and right of the one before.
std::optional<Starts> column_starts(const RegistryTable& table, std::string_view heading, Lines lines,
                                    std::span<const std::size_t> names) {
  std::size_t width = 0;
  for (const std::string_view line : lines) width = std::max(width, line.size());
  if (width > kMaxWidth) return std::nullopt;
  const auto starts_at = [&](std::size_t column) {
    const auto begins = [&](std::size_t line) { return at(lines[line], column) != ' '; };
    const auto is_gap = [&](std::string_view line) { return at(line, column - 1) == ' '; };
    return std::ranges::all_of(names, begins) && std::ranges::all_of(lines, is_gap);
  };
  Starts starts{};
  std::size_t column = kIndent;
  std::string_view titles = table.csv_head;
  for (std::size_t& start : starts) {
    const std::string_view title = titles.substr(0, titles.find(','));
    titles.remove_prefix(std::min(title.size() + 1, titles.size()));
    const std::size_t place = heading.find(title, column);
    while (column < width && column <= place && !starts_at(column)) ++column;
    if (place == std::string_view::npos || column >= width || column > place) return std::nullopt;
    start = column;
    column = place + title.size() + 1;
  }
  return starts;
}

class Page {
 public:
  Page(Lines lines, const Starts& starts) : lines_(lines), starts_(starts) {}

  std::string_view cell(std::size_t line, std::size_t column) const {
    const std::string_view whole = lines_[line];
    const std::size_t start = std::min(starts_.at(column), whole.size());
    std::string_view text = whole.substr(start, width(column));
    while (text.ends_with(' ') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
  }

  std::string joined(std::size_t begin, std::size_t end, std::size_t column) const {
    std::string out;
    for (std::size_t line = begin; line < end; ++line) out.append(" ").append(cell(line, column));
    return out;
  }

  /// How unlikely it is that these lines are one row: 0 for what looks like one.
  std::size_t oddity(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kTitle = 1;
    constexpr std::size_t kReference = 3;
    std::size_t odd = single_spaced(joined(begin, end, kReference)).starts_with('[') ? 0 : 1;
    for (std::size_t line = begin; line + 1 < end; ++line) {
      const std::string_view here = cell(line, kTitle);
      const std::string_view next = cell(line + 1, kTitle);
      const std::size_t word = std::min(next.find(' '), next.size());
      // Only where neither is empty has the title been broken, and only then had the word to fit.
      if (!here.empty() && !next.empty() && here.size() + 1 + word <= width(kTitle)) ++odd;
    }
    return odd;
  }

  /// The same, and whether the row is one that is known: of less weight than all oddities together.
  std::size_t cost(const RegistryTable& table, std::size_t begin, std::size_t end) const {
    const IanaRow read = row(begin, end);
    const jwt::ClaimInfo* known = table.find(read.name);
    const bool as_known = known != nullptr && single_spaced(known->title) == read.title;
    return oddity(begin, end) * 2 * kMaxIanaRows + (as_known ? 0 : 1);
  }

  IanaRow row(std::size_t begin, std::size_t end) const {
    return make_row(joined(begin, end, 0), joined(begin, end, 1), joined(begin, end, 2), joined(begin, end, 3));
  }

 private:
  std::size_t width(std::size_t column) const {
    return column + 1 < kColumns ? starts_.at(column + 1) - starts_.at(column) - 1 : std::string_view::npos;
  }
  Lines lines_;
  Starts starts_;
};

/// A way to end rows: where the row that begins at `begin` ends, and what it costs up to there.
struct Way {
  std::size_t begin;
  std::size_t end;
  std::size_t cost;
  std::size_t before;  // place of the way of the row before, in its list
};

/// The likeliest rows that fill all lines. Each row has few ways to begin, since a step more or less for one is one for
/// the next; a page that has more is none.
std::optional<std::vector<IanaRow>> split_rows(const RegistryTable& table, const Page& page, std::size_t line_count,
                                               std::span<const std::size_t> names) {
  constexpr std::size_t kMaxWays = 64;
  std::vector<std::vector<Way>> ways(names.size());
  const auto extend = [&](std::size_t i, std::size_t begin, std::size_t cost, std::size_t before) {
    if (names[i] < begin) return;
    const std::size_t above = names[i] - begin;
    for (const std::size_t height : {2 * above + 1, 2 * above + 2}) {
      const std::size_t end = begin + height;
      const std::size_t limit = i + 1 < names.size() ? names[i + 1] : line_count;
      if (end > limit || (i + 1 == names.size() && end != line_count)) continue;
      const Way way{.begin = begin, .end = end, .cost = cost + page.cost(table, begin, end), .before = before};
      const auto same = std::ranges::find(ways[i], end, &Way::end);
      if (same == ways[i].end()) {
        ways[i].push_back(way);
      } else if (way.cost < same->cost) {
        *same = way;
      }
    }
  };
  extend(0, 0, 0, 0);
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (ways[i - 1].size() > kMaxWays) return std::nullopt;
    for (std::size_t k = 0; k < ways[i - 1].size(); ++k) extend(i, ways[i - 1][k].end, ways[i - 1][k].cost, k);
  }
  if (ways.back().empty()) return std::nullopt;
  std::vector<IanaRow> rows(names.size());
  std::size_t chosen = 0;
  for (std::size_t i = names.size(); i-- > 0;) {
    const Way& way = ways[i][chosen];
    rows[i] = page.row(way.begin, way.end);
    chosen = way.before;
  }
  return rows;
}

Result<IanaTable> read_table(const RegistryTable& table, std::string_view heading, Lines lines) {
  const std::vector<std::size_t> names = name_lines(lines);
  if (names.empty()) return fail(Errc::malformed_registry, table.id, &kPage);
  if (names.size() > kMaxIanaRows) return fail(Errc::limit_exceeded, "rows");
  const std::optional<Starts> starts = column_starts(table, heading, lines, names);
  if (!starts) return fail(Errc::malformed_registry, table.id, &kPage);
  auto rows = split_rows(table, Page(lines, *starts), lines.size(), names);
  if (!rows) return fail(Errc::malformed_registry, table.id, &kPage);
  return IanaTable{.id = table.id, .rows = *std::move(rows)};
}

/// The table whose heading this line is.
const RegistryTable* table_with_heading(std::string_view line) {
  for (const RegistryTable* table : {&claims_table(), &confirmations_table()}) {
    std::string wanted(table->csv_head);
    std::ranges::replace(wanted, ',', ' ');
    if (single_spaced(line) == wanted) return table;
  }
  return nullptr;
}

}  // namespace

Result<std::vector<IanaTable>> parse_iana_page(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  std::vector<IanaTable> tables;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const RegistryTable* table = table_with_heading(lines[i]);
    if (table == nullptr) continue;
    std::size_t end = i + 1;
    while (end < lines.size() && !is_blank(lines[end])) ++end;
    SIGNET_TRY(IanaTable read, read_table(*table, lines[i], Lines(lines).subspan(i + 1, end - i - 1)));
    tables.push_back(std::move(read));
    i = end;
  }
  return tables;
}

}  // namespace signet::cli
