#include "cli/command.h"

namespace signet::cli {
namespace {

constexpr const Command* kCommands[] = {
#define SIGNET_COMMAND(row) &rows::row,
#include "cli/list.inc"
#undef SIGNET_COMMAND
};

constexpr Flag kCommon[] = {
    {"--json", "", "write one JSON document, errors included"},
    {"--help", "", "show this text"},
};

}  // namespace

std::span<const Command* const> commands() noexcept {
  return kCommands;
}

std::span<const Flag> common_flags() noexcept {
  return kCommon;
}

const Command* find_command(std::string_view name) noexcept {
  for (const Command* command : kCommands)
    if (command->name == name) return command;
  return nullptr;
}

}  // namespace signet::cli
