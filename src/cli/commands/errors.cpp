// signet errors
#include "cli/invocation.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--markdown", "", "print the page docs/reference/errors.md"},
};
constexpr FlagGroup kGroups[] = {{"Form", kFlags}};

constexpr std::string_view kMarkdownHead =
    "# Error codes\n"
    "\n"
    "Every refusal has a code. Codes are stable: they stand in error lines, in `--json` output, in the answers of\n"
    "`--batch` and in what the library returns. In `CODE(SUBJECT)` the subject names a claim, member, flag or file,\n"
    "never its value, so an error may always be logged.\n"
    "\n"
    "`signet errors` prints this list. Exit is the program's exit status: 1 refused, 2 usage, 3 file, 4 internal.\n"
    "\n"
    "| code | exit | what it says | what to do |\n"
    "|---|---|---|---|\n";

int exit_of(const ErrorRow& row) {
  return static_cast<int>(row.exit);
}

std::string to_json() {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("errors").begin_array();
  for (const ErrorRow& row : error_rows()) {
    out.begin_object().member("code", name_of(row.code)).key("exit").integer(exit_of(row));
    out.member("message", text_of(row.code)).member("hint", row.hint).end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

std::string to_markdown() {
  std::string page(kMarkdownHead);
  for (const ErrorRow& row : error_rows())
    page += text("| `{}` | {} | {} | {} |\n", name_of(row.code), exit_of(row), text_of(row.code), row.hint);
  return page;
}

Outcome<> run_errors(Invocation& run) {
  if (run.json()) return run.console.write_json(to_json());
  if (run.args.has("--markdown")) return run.console.write(to_markdown());
  Table table({"CODE", "EXIT", "MEANING"});
  for (const ErrorRow& row : error_rows())
    table.row({std::string(name_of(row.code)), text("{}", exit_of(row)), std::string(text_of(row.code))});
  return run.console.write(table.to_text(run.console));
}

}  // namespace

constinit const Command rows::errors = {
    .section = kReference,
    .name = "errors",
    .summary = "list the error codes",
    .about = "Lists every code that an error line, --json or --batch can give, with the exit status that goes with it.",
    .positional = {},
    .groups = kGroups,
    .example = "signet errors",
    .run = run_errors,
};

}  // namespace signet::cli
