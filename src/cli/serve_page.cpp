#include "cli/serve_page.h"

#include "cli/markdown.h"
#include "cli/text.h"
#include "server/serve/config.h"

namespace signet::cli {
namespace {

constexpr std::string_view kHead =
    "# Settings of the token server\n\n"
    "`signet serve --markdown` prints this page, and `signet serve --check` says all that is wrong with settings, "
    "each\n"
    "fault of a file with its line. The file (`--config FILE`) is TOML 1.0; a key that is not listed here is a fault.\n"
    "A flag goes before the environment, and that before the file; lists have commas between their elements there. A\n"
    "DURATION is text such as \"30s\", \"5m\", \"1h\" or \"2d\". A FILE in the file is relative to the file's "
    "folder.\n\n"
    "The master key can also come from the environment: `SIGNET_MASTER_KEY` holds its text.\n\n"
    "| key | flag | environment | value | what it is | default |\n|---|---|---|---|---|---|\n";

}  // namespace

std::string serve_markdown() {
  std::string page(kHead);
  for (const server::ServeOption& option : server::serve_options())
    page += text("| `{}` | `{}` | `{}` | `{}` | {} | {} |\n", option.key, option.flag, server::environment_name(option),
                 cell(option.form), cell(option.help), cell(option.standard));
  return page;
}

}  // namespace signet::cli
