// Completion: what may stand where on a command line, and the scripts that say so to a shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace signet::cli {

/// What a shell may offer for a value.
struct Offer {
  std::vector<std::string_view> words;  ///< all that there are, when it is a choice
  bool files = false;                   ///< names of files
};
/// Of a flag that takes a value.
Offer offer_for(const Flag& flag);
/// Of the command's argument.
Offer offer_for(const Command& command);

/// First words of commands, each once: "key", "sign" ...
std::vector<std::string_view> first_words();
/// The commands that begin with the word and go on: those of "key" are "key generate" ...; empty when the word is a
/// command by itself.
std::vector<const Command*> commands_after(std::string_view first);
/// All commands, those of two words before those of one: what begins with the same word is told apart in this order.
std::vector<const Command*> longest_first();
/// The flags of all commands that take a value, each name once, with what all of them together may be.
struct ValueFlag {
  std::string_view name;
  Offer offer;
};
std::vector<ValueFlag> value_flags();

/// "a b c"
std::string joined(const std::vector<std::string_view>& words, std::string_view between = " ");

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace signet::cli
