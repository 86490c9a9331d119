// Settings of a file become members of structs by tables of rows, which the reference lists as well. All faults are
// collected.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/config/document.h"
#include "signet/timestamp.h"

namespace signet::server::config {

/// No more are told at once.
inline constexpr std::size_t kMaxFaults = 200;
inline constexpr std::size_t kMaxElements = 1'000;  ///< of a list
inline constexpr std::size_t kMaxText = 2'048;      ///< octets

class Faults {
 public:
  /// What is known already is not told twice.
  void add(std::uint32_t line, std::string key, std::string sentence);
  bool empty() const noexcept { return faults_.empty(); }
  std::size_t size() const noexcept { return faults_.size(); }
  bool is_full() const noexcept { return faults_.size() >= kMaxFaults; }
  /// By line, those of the file as a whole first; within a line as they were found.
  std::vector<Fault> take();

 private:
  std::vector<Fault> faults_;
};

/// What is known of a key, for reading and for the reference.
struct KeyRow {
  std::string_view name;
  std::string_view form;      ///< "DURATION", "[TEXT, ...]"; empty: a table, which has a section of its own
  std::string_view help;      ///< one sentence in lower case, without a full stop
  std::string_view standard;  ///< what counts where the key is not set; kNeeded: it has to be; empty: nothing
};
inline constexpr std::string_view kNeeded = "needed";

/// A value with its key and line. What has another type, or is out of range, is told and not given.
class Setting {
 public:
  /// All of them must live longer.
  Setting(const Node& node, std::string key, Faults& faults, const std::filesystem::path& folder)
      : node_(&node), key_(std::move(key)), faults_(&faults), folder_(&folder) {}

  const std::string& key() const noexcept { return key_; }
  std::uint32_t line() const noexcept { return node_->line; }
  const Node& node() const noexcept { return *node_; }
  Faults& faults() const noexcept { return *faults_; }
  /// What to write instead, and why.
  void fault(std::string sentence) const;
  /// The same of a key of this table that may not be there.
  void fault_at(std::string_view name, std::string sentence) const;

  /// Text that is not empty, not longer than kMaxText, and has no control characters.
  std::optional<std::string> text() const;
  /// A file, relative to the folder of the configuration.
  std::optional<std::string> file() const;
  /// `path` as it is taken: relative to that folder.
  std::string resolved(const std::string& path) const;
  std::optional<bool> flag() const;
  std::optional<std::size_t> number(std::size_t least, std::size_t most) const;
  std::optional<Duration> duration(Duration least, Duration most) const;
  /// The place of the text among `names`.
  std::optional<std::size_t> choice(std::span<const std::string_view> names) const;

  /// The elements of an array that is not empty, each with its own line; nothing where it is no array, or empty unless
  /// that is allowed.
  std::vector<Setting> elements(bool may_be_empty = false) const;
  /// Their texts, each once.
  std::vector<std::string> texts() const;

  /// Whether this is a table; otherwise that is told.
  bool is_table() const;
  /// What this table has, with the names.
  std::vector<std::pair<std::string_view, Setting>> members() const;
  std::optional<Setting> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }
  /// Tells the members that no row has, and the rows that are needed and not there.
  void check_names(std::span<const KeyRow> rows) const;

 private:
  template <class T>
  const T* get(std::string_view what) const;

  const Node* node_;
  std::string key_;
  Faults* faults_;
  const std::filesystem::path* folder_;
};

/// "did you mean X? ", or nothing; names that are too long are like none.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);
/// "30s", "5m", "1h": as it would be written.
std::string written(Duration duration);
/// Text of a file as a sentence may show it: short.
std::string shown(std::string_view text);

template <class T>
struct Row {
  KeyRow key;
  void (*read)(const Setting& setting, T& into);
};

template <class T>
std::vector<KeyRow> keys_of(std::span<const Row<T>> rows) {
  std::vector<KeyRow> keys;
  keys.reserve(rows.size());
  for (const Row<T>& row : rows) keys.push_back(row.key);
  return keys;
}

/// Reads what the rows know of, in their order.
template <class T>
void read_table(const Setting& table, std::span<const Row<T>> rows, T& into) {
  if (!table.is_table()) return;
  for (const Row<T>& row : rows)
    if (const auto setting = table.find(row.key.name)) row.read(*setting, into);
  table.check_names(keys_of(rows));
}

}  // namespace signet::server::config
