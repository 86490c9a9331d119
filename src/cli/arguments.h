// What was typed: the command, its flags and its positional arguments.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace signet::cli {

/// The items of a comma list. Errors: usage(FLAG) for an empty one.
Outcome<std::vector<std::string>> split_list(std::string_view flag, std::string_view value);

/// The arguments of one command, already held against its row: every flag exists, has a value if it wants one, and
/// is given once unless it repeats.
class Arguments {
 public:
  /// Errors: usage(FLAG or argument).
  static Outcome<Arguments> parse(const Command& command, std::span<const std::string> words);

  bool has(std::string_view flag) const;
  std::optional<std::string> value(std::string_view flag) const;
  std::vector<std::string> values(std::string_view flag) const;
  /// The values of a flag that takes comma lists: "--alg ES256,EdDSA --alg RS256". Errors: usage(FLAG) for an empty
  /// item.
  Outcome<std::vector<std::string>> list(std::string_view flag) const;
  std::span<const std::string> positionals() const noexcept { return positionals_; }
  /// The only positional argument. Errors: usage(NAME) when it is not there.
  Outcome<std::string> positional() const;
  /// The flags that were given, each once.
  std::vector<std::string_view> given() const;

  const Command& command() const noexcept { return *command_; }

 private:
  explicit Arguments(const Command& command) : command_(&command) {}
  Outcome<> take_flag(std::span<const std::string> words, std::size_t& at);
  Outcome<> take_positional(const std::string& word);
  const Command* command_;
  std::map<std::string, std::vector<std::string>, std::less<>> flags_;
  std::vector<std::string> positionals_;
};

}  // namespace signet::cli
