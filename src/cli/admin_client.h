// The admin API, as commands ask it: at a server, through the socket of a data folder, or in this process where no
// server has the folder open.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/invocation.h"
#include "server/serve/application.h"
#include "signet/fetcher.h"
#include "signet/json.h"

namespace signet::cli {

/// Where the admin API is.
inline constexpr Flag kAdminFlags[] = {
    {"--data", "FOLDER", "the data folder of the server: through its socket while one runs, else by opening it (data)"},
    {"--server", "URL", "an admin API that listens elsewhere: https://HOST:PORT"},
    {"--token-file", "FILE", "its bearer token: the first line of FILE; - for standard input"},
    {"--ca-file", "FILE", "trust the authorities of this PEM file, instead of those of the machine"},
    {"--allow-loopback", "", "also ask this machine by http: for development"},
};
inline constexpr Flag kTenantFlag = {"--tenant", "NAME", "the tenant (default)"};

class AdminClient {
 public:
  /// Errors: usage(--server), and those of Application::open.
  static Outcome<AdminClient> open(Invocation& run);

  /// The answer, or the problem as a failure. `body` is JSON, or empty. Errors: admin_refused(NAME) is usage(...),
  /// those of fetching.
  Outcome<json::Document> ask(std::string_view method, const std::string& path, std::string body = {}) const;
  /// The same for /tenants/TENANT/...; `rest` begins with a slash, or is empty.
  Outcome<json::Document> ask_tenant(std::string_view method, const std::string& rest, std::string body = {}) const;

 private:
  AdminClient() = default;
  Result<HttpResponse> send(std::string_view method, const std::string& path, std::string body) const;

  std::string base_;
  std::string token_;
  std::string tenant_;
  std::shared_ptr<Fetcher> fetcher_;  // null: in this process
  std::shared_ptr<server::Application> application_;
};

/// "/NAME" with everything encoded that a path cannot hold.
std::string path_part(std::string_view name);

/// The answer: with --json as it is; else a line for each member of the object in `member`, then those beside it.
Outcome<> show_answer(const Invocation& run, const json::Document& answer, std::string_view member);
/// The elements of "items" as a table of these members.
Outcome<> show_items(const Invocation& run, const json::Document& answer, std::span<const std::string_view> members);

}  // namespace signet::cli
