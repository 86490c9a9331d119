// The settings of the token server, for the commands that open it.
#pragma once

#include "cli/invocation.h"
#include "server/serve/config.h"

namespace signet::cli {

/// What stands behind a flag: nothing for a switch, and one element for a list.
constexpr std::string_view flag_value(std::string_view form) noexcept {
  if (form == "true|false") return {};
  return form.starts_with('[') ? form.substr(1, form.find(',') - 1) : form;
}

/// Every setting as a flag.
inline constexpr Flag kServeFlags[] = {
    {"--config", "FILE", "the file of the server, in TOML; - for standard input"},
#define SIGNET_OPTION(key, flag, form, help, standard, read) \
  {flag, flag_value(form), help, std::string_view(form).starts_with('[')},
#include "server/serve/options.inc"
#undef SIGNET_OPTION
};

/// --config, the environment and the flags together. Errors: malformed_configuration(--config) after each fault was
/// told, and those of reading the file.
Outcome<server::ServeConfig> read_serve_settings(Invocation& run);
/// The same where only the folder of the data matters: --data, SIGNET_DATA, or the standard.
Outcome<server::ServeConfig> data_settings(Invocation& run);

}  // namespace signet::cli
