#include "cli/claim_words.h"

#include <algorithm>
#include <vector>

#include "cli/inspection.h"
#include "cli/keys.h"
#include "cli/registry_view.h"
#include "cli/text.h"
#include "cli/when.h"
#include "signet/claim_registry.h"
#include "signet/claims.h"
#include "signet/key.h"

namespace signet::cli {
namespace {

using jwt::ClaimInfo;

// Numbers that are times, beside all NumericDates, and numbers of seconds.
constexpr std::string_view kTimes[] = {"auth_time", "updated_at"};
constexpr std::string_view kDurations[] = {"exi", "cdniets", "uptime"};

bool is_in(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_time(std::string_view claim) {
  const ClaimInfo* row = jwt::find_registered_claim(claim);
  return row != nullptr && (row->type == jwt::ClaimType::numeric_date || is_in(kTimes, claim));
}

std::string_view title_of(const ClaimInfo* row) {
  return row == nullptr ? std::string_view() : row->title;
}

struct Line {
  std::string name;
  std::string_view title;
  std::string value;
};

std::string value_words(std::string_view claim, const json::Value& value, Timestamp now) {
  const std::string shown = shown_value(value);
  if (const auto time = time_words(claim, value, now, 1)) return text("{}  {}, {}", shown, time->date, time->relative);
  const std::string duration = duration_words(claim, value);
  return duration.empty() ? shown : text("{}  {}", shown, duration);
}

/// The members of cnf, each as what it is: a thumbprint is one of a key or of a certificate.
void add_confirmations(const json::Value& cnf, std::vector<Line>& lines) {
  for (const auto& [name, value] : cnf.members()) {
    const auto key = name == "jwk" ? Key::from_jwk(value) : Result<Key>(fail(Errc::malformed_key));
    lines.push_back({printable(text("cnf {}", name)), title_of(jwt::find_registered_confirmation(name)),
                     key ? kind_of(*key) : printable(shown_value(value))});
    if (key) lines.push_back({"", "its thumbprint", std::string(key->thumbprint())});
  }
}

std::vector<Line> lines_of_claims(const json::Value& claims, Timestamp now) {
  std::vector<Line> lines;
  for (const auto& [name, value] : claims.members()) {
    if (name == "cnf" && value.size() > 0 && value.is_object()) {
      add_confirmations(value, lines);
    } else {
      lines.push_back(
          {printable(name), title_of(jwt::find_registered_claim(name)), printable(value_words(name, value, now))});
    }
  }
  return lines;
}

std::size_t columns_of(std::string_view shown) {
  return static_cast<std::size_t>(
      std::ranges::count_if(shown, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string shown, std::size_t width) {
  const std::size_t columns = columns_of(shown);
  if (columns < width) shown.append(width - columns, ' ');
  return shown;
}

std::string cut(std::string_view title, std::size_t width) {
  return title.size() <= width ? std::string(title) : text("{}...", title.substr(0, width - 3));
}

void write_row(json::Writer& out, std::string_view name, const ClaimInfo* row) {
  if (row == nullptr) return;
  out.key(name).begin_object().member("title", row->title).member("type", jwt::name_of(row->type));
  out.member("document", row->document->name).member("section", row->section).end_object();
}

}  // namespace

std::optional<TimeWords> time_words(std::string_view claim, const json::Value& value, Timestamp now, unsigned units) {
  if (!is_time(claim)) return std::nullopt;
  const auto when = jwt::parse_numeric_date(value, claim);
  if (!when) return std::nullopt;
  return TimeWords{.date = to_date(*when), .relative = to_relative(*when, now, units)};
}

std::string duration_words(std::string_view claim, const json::Value& value) {
  constexpr std::int64_t kLongest = std::int64_t{10'000} * 365 * 86'400;
  const auto seconds = value.integer();
  if (!is_in(kDurations, claim) || !seconds || *seconds < 0 || *seconds > kLongest) return {};
  return to_words(std::chrono::seconds(*seconds));
}

std::string claims_text(const json::Value& claims, Timestamp now, const Console& console) {
  constexpr std::size_t kScreen = 80;
  constexpr std::size_t kLongestName = 24;
  constexpr std::size_t kLongestValue = 48;  // a time with its date
  constexpr std::size_t kShortestTitle = 12;
  const std::vector<Line> lines = lines_of_claims(claims, now);
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const Line& line : lines) {
    if (const std::size_t width = columns_of(line.name); width <= kLongestName)
      name_width = std::max(name_width, width);
    if (const std::size_t width = columns_of(line.value); width <= kLongestValue)
      value_width = std::max(value_width, width);
  }
  const std::size_t title_column = 2 + name_width + 2 + value_width + 2;
  const std::size_t title_width = std::max(kShortestTitle, kScreen - std::min(kScreen, title_column));
  std::string out;
  for (const Line& line : lines) {
    out += "  " + console.out_style(Style::dim, padded(line.name, name_width)) + "  ";
    const std::string title = cut(line.title, title_width);
    if (title.empty()) {
      out += line.value + '\n';
    } else if (columns_of(line.value) <= value_width) {
      out += padded(line.value, value_width) + "  " + console.out_style(Style::dim, title) + '\n';
    } else {
      out += line.value + '\n' + std::string(title_column, ' ') + console.out_style(Style::dim, title) + '\n';
    }
  }
  return out;
}

void write_claim_words(json::Writer& out, const json::Value& claims, Timestamp now) {
  out.key("times").begin_object();
  for (const auto& [name, value] : claims.members())
    if (const auto time = time_words(name, value, now))
      out.key(name).begin_object().member("date", time->date).member("relative", time->relative).end_object();
  out.end_object().key("durations").begin_object();
  for (const auto& [name, value] : claims.members())
    if (const std::string words = duration_words(name, value); !words.empty()) out.member(name, words);
  out.end_object().key("registered").begin_object();
  for (const auto& [name, value] : claims.members()) write_row(out, name, jwt::find_registered_claim(name));
  out.end_object().key("confirmations").begin_object();
  if (const auto cnf = claims.find("cnf"))
    for (const auto& [name, value] : cnf->members()) write_row(out, name, jwt::find_registered_confirmation(name));
  out.end_object();
}

}  // namespace signet::cli
