// The table of commands: what a row holds. Help, completion, the man page and the parser read nothing else.
#pragma once

#include <span>
#include <string_view>

#include "cli/failure.h"

namespace signet::cli {

/// An option: "--alg NAME", or a switch when `value` is empty.
struct Flag {
  std::string_view name;   // "--alg"
  std::string_view value;  // "NAME"
  std::string_view help;   // one sentence in lower case, without a full stop
  bool repeats = false;
  std::span<const std::string_view> choices = {};  // for completion, when they belong to this command alone
};

struct FlagGroup {
  std::string_view title;
  std::span<const Flag> flags;
};

struct Positional {
  std::string_view name;  // "FILE"; empty: the command takes none
  std::string_view help;
  bool required = true;
  bool repeats = false;
};

class Invocation;

struct Command {
  std::string_view section;  // of the list in --help
  std::string_view name;     // "key generate"
  std::string_view summary;  // one sentence in lower case, without a full stop
  std::string_view about;    // paragraphs for --help and the man page
  Positional positional;
  std::span<const FlagGroup> groups;
  std::string_view example;  // lines as they are typed
  Outcome<> (*run)(Invocation&);
};

/// The rows themselves; each is defined in a file of its own.
namespace rows {
#define SIGNET_COMMAND(row) extern const Command row;
#include "cli/list.inc"
#undef SIGNET_COMMAND
}  // namespace rows

/// All commands, in the order of list.inc.
std::span<const Command* const> commands() noexcept;
/// Flags that every command has: --json and --help.
std::span<const Flag> common_flags() noexcept;
const Command* find_command(std::string_view name) noexcept;

/// Calls `visit` for each flag of the command, the common ones last.
template <class Visit>
void for_each_flag(const Command& command, Visit visit) {
  for (const FlagGroup& group : command.groups)
    for (const Flag& flag : group.flags) visit(flag);
  for (const Flag& flag : common_flags()) visit(flag);
}

}  // namespace signet::cli
