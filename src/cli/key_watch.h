// What changes in a key set between one answer and the next.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/answer_view.h"
#include "cli/key_set_view.h"

namespace signet::cli {

/// Something that happened: one line, or one JSON object.
struct WatchEvent {
  std::string_view kind;            // "loaded", "added", "removed", "changed", "cache", "failed", "recovered"
  std::string what;                 // for people
  std::optional<SetMember> member;  // of a key
  std::optional<Error> error = {};  // of "failed"
  std::string cache = {};           // of "loaded" and "cache"
};
std::string to_text(const WatchEvent& event, Timestamp when);
std::string to_json(const WatchEvent& event, Timestamp when);

/// The set as it was last seen.
class WatchedSet {
 public:
  /// Takes an answer and tells what it changes.
  std::vector<WatchEvent> take(const Answer& answer);
  /// The entity-tag to ask with; empty when there is none.
  const std::string& etag() const noexcept { return etag_; }
  /// How long a verifier keeps what was answered last.
  Duration kept() const noexcept { return kept_; }
  /// Why the last answer was none that a verifier takes.
  const std::optional<Error>& error() const noexcept { return error_; }
  bool has_set() const noexcept { return has_set_; }

 private:
  std::vector<WatchEvent> fail(Error error);
  void compare(const std::vector<SetMember>& members, std::vector<WatchEvent>& events) const;
  bool has_set_ = false;
  std::vector<SetMember> members_;
  std::string etag_;
  std::string cache_;
  Duration kept_{};
  std::optional<Error> error_;
};

}  // namespace signet::cli
