#include "server/config/reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "codec/ascii.h"
#include "codec/duration.h"
#include "codec/nearest.h"

namespace signet::server::config {
namespace {

constexpr std::size_t kMaxShown = 60;

/// A part of a dotted key as it stands in a file.
std::string key_part(std::string_view name) {
  const auto is_bare = [](char c) { return codec::is_alnum(c) || c == '-' || c == '_'; };
  if (codec::all(name, is_bare)) return std::string(name);
  return fmt::format("\"{}\"", shown(name));
}

std::string dotted(const std::string& table, std::string_view name) {
  return table.empty() ? key_part(name) : fmt::format("{}.{}", table, key_part(name));
}

bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

std::string listed(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

}  // namespace

void Faults::add(std::uint32_t line, std::string key, std::string sentence) {
  const auto is_same = [&](const Fault& one) { return one.line == line && one.key == key && one.sentence == sentence; };
  if (is_full() || std::ranges::any_of(faults_, is_same)) return;
  faults_.push_back({.line = line, .key = std::move(key), .sentence = std::move(sentence)});
}

std::vector<Fault> Faults::take() {
  std::ranges::stable_sort(faults_, {}, &Fault::line);
  return std::exchange(faults_, {});
}

std::string shown(std::string_view text) {
  if (text.size() <= kMaxShown) return std::string(text);
  std::size_t end = kMaxShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // no character is cut
  return fmt::format("{}...", text.substr(0, end));
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  const auto like = codec::nearest(word, names);
  return like ? fmt::format("did you mean {}? ", *like) : std::string();
}

std::string written(Duration duration) {
  struct Unit {
    std::int64_t seconds;
    char letter;
  };
  constexpr Unit kUnits[] = {{86'400, 'd'}, {3'600, 'h'}, {60, 'm'}, {1, 's'}};
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(duration).count();
  const Unit* unit = std::ranges::find_if(
      kUnits, [&](const Unit& one) { return one.seconds == 1 || (seconds != 0 && seconds % one.seconds == 0); });
  return fmt::format("{}{}", seconds / unit->seconds, unit->letter);
}

void Setting::fault(std::string sentence) const {
  faults_->add(node_->line, key_, std::move(sentence));
}

void Setting::fault_at(std::string_view name, std::string sentence) const {
  const auto setting = find(name);
  faults_->add(setting ? setting->line() : line(), dotted(key_, name), std::move(sentence));
}

template <class T>
const T* Setting::get(std::string_view what) const {
  const T* value = std::get_if<T>(&node_->value);
  if (value == nullptr) fault(fmt::format("write {}", what));
  return value;
}

std::optional<std::string> Setting::text() const {
  const auto* value = get<std::string>("text in quotes");
  if (value == nullptr) return std::nullopt;
  if (value->empty() || std::ranges::any_of(*value, is_control)) {
    fault(value->empty() ? "the text is empty: write one, or leave the key out"
                         : "the text holds a control character: write it without");
    return std::nullopt;
  }
  if (value->size() > kMaxText) {
    fault(fmt::format("the text is longer than {} octets", kMaxText));
    return std::nullopt;
  }
  return *value;
}

std::string Setting::resolved(const std::string& path) const {
  return (*folder_ / path).lexically_normal().string();
}

std::optional<std::string> Setting::file() const {
  const auto name = text();
  return name ? std::optional(resolved(*name)) : std::nullopt;
}

std::optional<bool> Setting::flag() const {
  const auto* value = get<bool>("true or false, without quotes");
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::size_t> Setting::number(std::size_t least, std::size_t most) const {
  const auto* value = get<std::int64_t>("a whole number, without quotes");
  if (value == nullptr) return std::nullopt;
  if (*value < 0 || static_cast<std::size_t>(*value) < least || static_cast<std::size_t>(*value) > most) {
    fault(fmt::format("write a number from {} to {}", least, most));
    return std::nullopt;
  }
  return static_cast<std::size_t>(*value);
}

std::optional<Duration> Setting::duration(Duration least, Duration most) const {
  const auto* value = get<std::string>("a duration in quotes: \"30s\", \"5m\", \"1h\" or \"2d\"");
  if (value == nullptr) return std::nullopt;
  const auto duration = codec::parse_duration(*value);
  if (!duration) {
    fault("write a duration as \"30s\", \"5m\", \"1h\" or \"2d\"");
    return std::nullopt;
  }
  if (*duration < least || *duration > most) {
    fault(fmt::format("write a duration from {} to {}", written(least), written(most)));
    return std::nullopt;
  }
  return duration;
}

std::optional<std::size_t> Setting::choice(std::span<const std::string_view> names) const {
  const auto word = text();
  if (!word) return std::nullopt;
  const auto found = std::ranges::find(names, *word);
  if (found == names.end()) {
    fault(fmt::format("{}write one of {}", did_you_mean(*word, names), listed(names)));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::vector<Setting> Setting::elements(bool may_be_empty) const {
  const auto* nodes = get<std::vector<Node>>("a list in brackets: [\"...\"]");
  if (nodes == nullptr) return {};
  if (nodes->empty() && !may_be_empty) fault("the list is empty: name at least one, or leave the key out");
  std::vector<Setting> elements;
  if (nodes->size() > kMaxElements) {
    fault(fmt::format("the list has more than {} elements", kMaxElements));
    return elements;
  }
  elements.reserve(nodes->size());
  for (const Node& node : *nodes) elements.emplace_back(node, key_, *faults_, *folder_);
  return elements;
}

std::vector<std::string> Setting::texts() const {
  std::vector<std::string> texts;
  for (const Setting& element : elements()) {
    auto text = element.text();
    if (!text) continue;
    if (std::ranges::find(texts, *text) == texts.end())
      texts.push_back(*std::move(text));
    else
      element.fault("this stands in the list twice: leave one out");
    if (faults_->is_full()) break;
  }
  return texts;
}

bool Setting::is_table() const {
  return get<std::vector<Member>>(fmt::format("a table: [{}]", key_)) != nullptr;
}

std::vector<std::pair<std::string_view, Setting>> Setting::members() const {
  std::vector<std::pair<std::string_view, Setting>> out;
  const auto* members = std::get_if<std::vector<Member>>(&node_->value);
  if (members == nullptr) return out;
  out.reserve(members->size());
  for (const Member& member : *members)
    out.emplace_back(member.name, Setting(member.node, dotted(key_, member.name), *faults_, *folder_));
  return out;
}

std::optional<Setting> Setting::find(std::string_view name) const {
  const auto* members = std::get_if<std::vector<Member>>(&node_->value);
  if (members == nullptr) return std::nullopt;
  const auto found = std::ranges::find(*members, name, &Member::name);
  if (found == members->end()) return std::nullopt;
  return Setting(found->node, dotted(key_, name), *faults_, *folder_);
}

void Setting::check_names(std::span<const KeyRow> rows) const {
  const auto* members = std::get_if<std::vector<Member>>(&node_->value);
  if (members == nullptr) return;
  std::vector<std::string_view> names;
  names.reserve(rows.size());
  for (const KeyRow& row : rows) names.push_back(row.name);
  for (const Member& member : *members) {
    if (faults_->is_full()) return;
    if (std::ranges::find(names, member.name) != names.end()) continue;
    const std::string like = did_you_mean(member.name, names);
    faults_->add(member.node.line, dotted(key_, member.name),
                 like.empty() ? fmt::format("there is no such key here; there are {}", listed(names))
                              : fmt::format("there is no such key here: {}", like.substr(0, like.size() - 1)));
  }
  for (const KeyRow& row : rows)
    if (row.standard == kNeeded && !has(row.name)) fault_at(row.name, fmt::format("is missing: {}", row.help));
}

}  // namespace signet::server::config
