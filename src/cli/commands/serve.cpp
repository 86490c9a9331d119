// signet serve
#include <chrono>
#include <filesystem>

#include "cli/sections.h"
#include "cli/serve_page.h"
#include "cli/serve_settings.h"
#include "cli/stop_signals.h"
#include "cli/text.h"
#include "server/keyring/secret_file.h"
#include "server/serve/notify.h"
#include "server/serve/token_server.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kOnly[] = {
    {"--check", "", "say all that is wrong with the settings, and do not serve"},
    {"--markdown", "", "print the page docs/reference/server.md, which lists every setting"},
};

std::string curl_line(const server::FirstClient& client, std::string_view secret) {
  return text("curl -s -u {}:{} -d grant_type=client_credentials -d 'scope={}' {}/oauth2/token", client.id, secret,
              client.scope, client.issuer);
}

std::string bootstrap_json(const server::FirstClient& client) {
  json::Writer out;
  out.begin_object().member("issuer", client.issuer).member("tenant", client.tenant);
  out.member("client_id", client.id).member("client_secret", client.secret).member("scope", client.scope);
  out.member("token_endpoint", client.issuer + "/oauth2/token");
  out.member("jwks_uri", client.issuer + "/.well-known/jwks.json");
  return out.end_object().take_string() + "\n";
}

/// To people who look on; else into a file that only the owner reads, since standard output may go to a log.
void introduce(const Invocation& run, const std::string& data, const server::FirstClient& client) {
  const bool shows = run.console.out_is_terminal();
  std::string secret = client.secret;
  if (!shows) {
    const std::string path = data + "/bootstrap.json";
    std::error_code ignored;
    std::filesystem::remove(path, ignored);  // of a start that was broken off
    const std::string content = bootstrap_json(client);
    if (const auto kept = server::keyring::create_secret_file(path, as_bytes(content)); !kept)
      run.console.report(Failure(kept.error()));
    run.console.note("the secret of the first client is in " + path);
    secret = "SECRET";
  }
  run.console.note("issuer        " + client.issuer);
  run.console.note("client id     " + client.id);
  run.console.note("client secret " + (shows ? secret + "   (shown this once)" : std::string("in bootstrap.json")));
  run.console.note("key set       " + client.issuer + "/.well-known/jwks.json");
  run.console.note("a token:      " + curl_line(client, secret));
}

void reload(const Invocation& run, server::TokenServer& server) {
  if (auto taken = server.reload(); !taken) return run.console.report(Failure(std::move(taken).error()));
  run.console.note("certificates and tenants were read again");
}

Outcome<> run_serve(Invocation& run) {
  constexpr Duration kLong = std::chrono::hours(24);
  if (run.args.has("--markdown")) return run.console.write(serve_markdown());
  const StopSignals signals(true);
  SIGNET_TRY(server::ServeConfig config, read_serve_settings(run));
  if (run.args.has("--check")) {
    if (run.json()) return run.console.write_json(R"({"ok":true})");
    return run.console.write_text("the settings are good");
  }
  const std::string data = config.data;
  auto started =
      server::TokenServer::start(std::move(config), [&run](std::string_view line) { run.console.note(line); });
  if (!started) return std::unexpected(Failure(std::move(started).error()));
  server::TokenServer& server = **started;
  if (server.first_client()) introduce(run, data, *server.first_client());
  for (const std::string& address : server.addresses()) run.console.note("the token server serves at " + address);
  server::notify_service_manager("READY=1");
  while (true) {
    const Told told = signals.told_within(kLong);
    if (told == Told::stop) break;
    if (told == Told::reload) reload(run, server);
  }
  server::notify_service_manager("STOPPING=1");
  server.stop();
  return {};
}

constexpr FlagGroup kGroups[] = {{"Settings", kServeFlags}, {"Instead of serving", kOnly}};

}  // namespace

constinit const Command rows::serve = {
    .section = kServer,
    .name = "serve",
    .summary = "issue tokens: an OAuth 2.1 authorization server with many tenants",
    .about =
        "The first start makes the data folder, a master key (mode 0600), the tenant `default` with an API and a first "
        "client, and tells how to get a token. On a terminal it shows the client's secret, once; otherwise that is in "
        "DATA/bootstrap.json (mode 0600).\n"
        "Every setting may stand in the file, in the environment (SIGNET_LISTEN, SIGNET_TLS_KEY ...) or be a flag, "
        "which goes before the others. Tenants, clients and keys are changed while it serves: signet tenant, client, "
        "api, issuer, keys. SIGHUP reads certificates and tenants again; SIGINT and SIGTERM let it finish what was "
        "begun.",
    .positional = {},
    .groups = kGroups,
    .example = "signet serve --data ./data\nsignet serve --config /etc/signet/signet.toml --check",
    .run = run_serve,
};

}  // namespace signet::cli
