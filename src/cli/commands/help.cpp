// signet help
#include "cli/help.h"

#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

Outcome<> run_help(Invocation& run) {
  std::string name;
  for (const std::string& word : run.args.positionals()) name += (name.empty() ? "" : " ") + word;
  if (name.empty())
    return run.json() ? run.console.write_json(help_json(commands())) : run.console.write(program_help(run.console));
  const Command* command = find_command(name);
  if (command == nullptr) return usage("COMMAND", "there is no such command", "signet --help lists the commands");
  if (run.json()) return run.console.write_json(help_json(std::span(&command, 1)));
  return run.console.write(command_help(*command, run.console));
}

}  // namespace

constinit const Command rows::help = {
    .section = kReference,
    .name = "help",
    .summary = "show the list of commands, or the help of one",
    .about = "Does what --help does.",
    .positional = {.name = "COMMAND", .help = "a command, such as key generate", .required = false, .repeats = true},
    .groups = {},
    .example = "signet help key generate",
    .run = run_help,
};

}  // namespace signet::cli
