#include "cli/completion.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

std::string in_quotes(std::string_view words) {
  std::string out = "'";
  for (const char c : words) out += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return out + "'";
}

// How a flag is completed: -x takes no file names, -r does.
std::string value_of(const Flag& flag) {
  if (flag.value.empty()) return {};
  const Offer offer = offer_for(flag);
  if (!offer.words.empty()) return text(" -x -a {}", in_quotes(joined(offer.words)));
  return offer.files ? " -r -F" : " -x";
}

std::string lines_of_command(const Command& command) {
  std::string runs = text("__signet_runs {}", command.name);
  for (const Command* longer : commands_after(command.name)) runs += text("; and not __signet_runs {}", longer->name);
  const std::string condition = in_quotes(runs);
  std::string out;
  for_each_flag(command, [&](const Flag& flag) {
    out += text("complete -c signet -n {} -l {}{} -d {}\n", condition, flag.name.substr(2), value_of(flag),
                in_quotes(flag.help));
  });
  const Offer offer = offer_for(command);
  if (!offer.words.empty()) out += text("complete -c signet -n {} -a {}\n", condition, in_quotes(joined(offer.words)));
  if (offer.files) out += text("complete -c signet -n {} -F\n", condition);
  return out;
}

constexpr std::string_view kHead =
    R"(# fish completion for signet; put it into ~/.config/fish/completions/signet.fish
# Whether the words before the cursor are these and no more.
function __signet_after
    set -l typed (commandline -opc)
    test "$typed[2..]" = "$argv"
end
# Whether the command is this one.
function __signet_runs
    set -l typed (commandline -opc)
    set -l end (math (count $argv) + 1)
    test (count $typed) -ge $end; and test "$typed[2..$end]" = "$argv"
end
complete -c signet -f
)";

}  // namespace

std::string fish_completion() {
  std::string out(kHead);
  for (const std::string_view first : first_words()) {
    const Command* command = find_command(first);
    const auto more = commands_after(first);
    out += text("complete -c signet -n __signet_after -a {} -d {}\n", first,
                in_quotes(command != nullptr ? command->summary : more.front()->section));
    for (const Command* second : more)
      out += text("complete -c signet -n {} -a {} -d {}\n", in_quotes(text("__signet_after {}", first)),
                  second->name.substr(first.size() + 1), in_quotes(second->summary));
  }
  for (const Command* command : commands()) out += lines_of_command(*command);
  return out;
}

}  // namespace signet::cli
