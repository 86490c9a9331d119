// signet man
#include "cli/help.h"
#include "cli/invocation.h"
#include "cli/sections.h"
#include "try.h"

namespace signet::cli {
namespace {

Outcome<> run_man(Invocation& run) {
  const std::string page = man_page();
  return run.deliver({.content = as_bytes(page), .form = Product::Form::text, .member = "man"});
}

}  // namespace

constinit const Command rows::man = {
    .section = kReference,
    .name = "man",
    .summary = "print the manual page",
    .about = "Prints signet.1, which is made from the same table as --help.",
    .positional = {},
    .groups = {},
    .example = "signet man | man -l -",
    .run = run_man,
};

}  // namespace signet::cli
