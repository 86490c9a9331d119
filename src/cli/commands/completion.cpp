// signet completion
#include "cli/help.h"
#include "cli/invocation.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

Outcome<> run_completion(Invocation& run) {
  SIGNET_TRY(const std::string shell, run.args.positional());
  const std::string script = completion_script(shell);
  if (script.empty()) return usage("SHELL", "there is no script for this shell", "write bash, zsh or fish");
  return run.deliver({.content = as_bytes(script), .form = Product::Form::text, .member = "script"});
}

}  // namespace

constinit const Command rows::completion = {
    .section = kReference,
    .name = "completion",
    .summary = "print a script that completes commands and flags",
    .about = "Prints a completion script for bash, zsh or fish, made from the same table as --help.",
    .positional = {.name = "SHELL", .help = "bash, zsh or fish"},
    .groups = {},
    .example = "signet completion bash > ~/.local/share/bash-completion/completions/signet",
    .run = run_completion,
};

}  // namespace signet::cli
