// signet sidecar
#include <chrono>

#include "cli/sections.h"
#include "cli/sidecar_file.h"
#include "cli/stop_signals.h"
#include "server/sidecar/sidecar.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {kSidecarFileFlag};
constexpr FlagGroup kGroups[] = {{"Configuration", kFlags}};

/// With an error the sidecar goes on as it was, so it is told and nothing else.
void reload(Invocation& run, server::Sidecar& sidecar) {
  auto config = read_sidecar_file(run);
  if (!config) return run.console.report(config.error());
  if (auto taken = sidecar.reload(*std::move(config)); !taken) {
    Failure failure(std::move(taken).error());
    if (failure.error.code == Errc::malformed_configuration) {
      failure.sentence = failure.error.subject + " is changed by a restart alone; all stays as it was";
      failure.hint = "start the sidecar anew, or write what was there before";
    }
    return run.console.report(failure);
  }
  run.console.note("the configuration was read again");
}

Outcome<> run_sidecar(Invocation& run) {
  constexpr Duration kLong = std::chrono::hours(24);
  const StopSignals signals(true);
  SIGNET_TRY(server::SidecarConfig config, read_sidecar_file(run));
  auto started = server::Sidecar::start(std::move(config), [&run](std::string_view line) { run.console.note(line); });
  if (!started) return std::unexpected(Failure(std::move(started).error()));
  server::Sidecar& sidecar = **started;
  for (const std::string& address : sidecar.addresses()) run.console.note("the sidecar serves at " + address);
  while (true) {
    const Told told = signals.told_within(kLong);
    if (told == Told::stop) break;
    if (told == Told::reload) reload(run, sidecar);
  }
  sidecar.stop();
  return {};
}

}  // namespace

constinit const Command rows::sidecar = {
    .section = kSidecar,
    .name = "sidecar",
    .summary = "decide about the requests of an API, for the proxy in front of it",
    .about =
        "Answers the questions of nginx, HAProxy, Apache, Caddy, Traefik and Envoy: may this request pass, and who "
        "asks? "
        "The file names issuers, and policies that say what a token has to be; docs/reference/sidecar.md lists every "
        "key, "
        "and docs/proxies/ has a configuration for each proxy.\n"
        "It tells on standard error where it serves, and writes a line of JSON for each decision on standard output, "
        "or "
        "where the file says. SIGHUP makes it read the file again, without dropping a request; with a fault in it, all "
        "stays as it was. SIGINT and SIGTERM let it finish what was begun and end.",
    .positional = {},
    .groups = kGroups,
    .example = "signet sidecar --config sidecar.toml",
    .run = run_sidecar,
};

}  // namespace signet::cli
