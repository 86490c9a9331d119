// Texts made from the table of commands: help, the man page, completion.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/console.h"

namespace signet::cli {

inline constexpr std::string_view kProgramSummary =
    "signet makes, signs, verifies and inspects JSON Web Tokens, keys and key sets.";

/// What `signet --help` shows.
std::string program_help(const Console& console);
/// What `signet COMMAND --help` shows.
std::string command_help(const Command& command, const Console& console);
/// The commands with their flags, as JSON.
std::string help_json(std::span<const Command* const> shown);

/// "[FLAGS] TOKEN": what follows the command's name.
std::string usage_of(const Command& command);
/// "--alg NAME"
std::string spelling_of(const Flag& flag);
/// The parts of a text that newlines separate.
std::vector<std::string_view> lines_of(std::string_view text);
/// The text in lines of at most `width` columns, each after the first indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 80);

/// signet.1, in roff.
std::string man_page();
/// A completion script. Empty for a shell that is not known.
std::string completion_script(std::string_view shell);

}  // namespace signet::cli
