#include "cli/admin_client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "cli/network.h"
#include "cli/serve_settings.h"
#include "cli/table.h"
#include "cli/text.h"
#include "codec/form.h"
#include "server/serve/token_server.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kRoot = "/admin/v1";
constexpr std::size_t kMaxAnswer = 16u << 20;
constexpr std::size_t kMaxToken = 4'096;
constexpr std::string_view kDefaultTenant = "default";
constexpr int kBad = 300;

/// Whether somebody listens there.
bool is_served(const std::string& socket_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, socket_path.data(), socket_path.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const auto* plain = reinterpret_cast<const sockaddr*>(&address);
  const bool is_there = connect(descriptor, plain, sizeof address) == 0;
  close(descriptor);
  return is_there;
}

std::string text_at(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  return std::string(value ? value->string().value_or("") : "");
}

/// What an answer that is no good says.
Failure failure_of(int status, const json::Document& answer, const Console& console) {
  const std::string name = text_at(answer.root(), "error");
  Failure failure(Error{status == 503   ? Errc::store_unavailable
                        : status >= 500 ? Errc::internal
                                        : Errc::usage,
                        printable(name.empty() ? "status" : name)});
  failure.sentence = printable(text_at(answer.root(), "message"));
  if (failure.sentence.empty()) failure.sentence = text("the admin API answered with status {}", status);
  if (const auto faults = answer.root().find("faults"))
    for (const json::Value fault : faults->elements())
      console.err_line(text("{}: {}", text_at(fault, "key"), text_at(fault, "what")));
  if (status == 401) failure.hint = "--token-file names the file with the bearer token of the admin API";
  failure.json = json::to_compact(answer.root());
  return failure;
}

std::string shown(const json::Value& value) {
  if (const auto string = value.string()) return std::string(*string);
  if (!value.is_array()) return json::to_compact(value);
  std::string words;
  for (const json::Value element : value.elements()) words += (words.empty() ? "" : " ") + shown(element);
  return words;
}

}  // namespace

std::string path_part(std::string_view name) {
  return "/" + codec::percent_encoded(name);
}

Outcome<AdminClient> AdminClient::open(Invocation& run) {
  AdminClient client;
  client.tenant_ = run.args.value("--tenant").value_or(std::string(kDefaultTenant));
  if (const auto server = run.args.value("--server")) {
    client.base_ = *server;
    while (client.base_.ends_with('/')) client.base_.pop_back();
    SIGNET_TRY(client.fetcher_, start_fetcher(run));
    if (!run.args.has("--token-file"))
      return usage("--server", "an admin API that listens elsewhere wants a token", "write --token-file FILE");
    SIGNET_TRY(const Secret token, run.read_first_line("--token-file", "the token of the admin API", kMaxToken));
    client.token_ = as_text(token.expose());
    return client;
  }
  SIGNET_TRY(server::ServeConfig config, data_settings(run));
  const std::string socket_path = server::admin_socket(config.data);
  if (is_served(socket_path)) {
    FetcherOptions options;
    options.allow_loopback = true;
    options.unix_socket = socket_path;
    SIGNET_TRY(client.fetcher_, Fetcher::start(options));
    client.base_ = "http://localhost";
    return client;
  }
  config.log.decisions = server::LogWhat::none;
  SIGNET_TRY(auto application, server::Application::open(config));
  client.application_ = std::move(application);
  return client;
}

Result<HttpResponse> AdminClient::send(std::string_view method, const std::string& path, std::string body) const {
  if (!application_) {
    HttpRequest request{.method = std::string(method), .url = base_ + std::string(kRoot) + path};
    request.max_body = kMaxAnswer;
    request.timeout = std::chrono::seconds(60);
    if (!body.empty()) request.fields.push_back({"Content-Type", "application/json"});
    if (!token_.empty()) request.fields.push_back({"Authorization", "Bearer " + token_});
    request.body = std::move(body);
    return fetcher_->send_and_wait(std::move(request));
  }
  net::Request request{.method = std::string(method)};
  const std::size_t question = path.find('?');
  request.path = std::string(kRoot) + path.substr(0, question);
  if (question != std::string::npos) request.query = path.substr(question + 1);
  request.fields = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  net::Response answer = application_->admin().answer(request, "command line");
  return HttpResponse{.status = answer.status, .fields = std::move(answer.fields), .body = std::move(answer.body)};
}

Outcome<json::Document> AdminClient::ask(std::string_view method, const std::string& path, std::string body) const {
  auto response = send(method, path, std::move(body));
  if (!response) return std::unexpected(at_url(std::move(response).error(), base_));
  const std::string text = response->body.empty() ? "{}" : std::move(response->body);
  auto document = json::Document::parse(text);
  if (!document) return std::unexpected(at_url(Error{Errc::response_unusable, "body"}, base_));
  const Console console;
  if (response->status >= kBad) return std::unexpected(failure_of(response->status, *document, console));
  return *std::move(document);
}

Outcome<json::Document> AdminClient::ask_tenant(std::string_view method, const std::string& rest,
                                                std::string body) const {
  return ask(method, "/tenants" + path_part(tenant_) + rest, std::move(body));
}

Outcome<> show_answer(const Invocation& run, const json::Document& answer, std::string_view member) {
  if (run.json()) return run.console.write_json(answer.root());
  Facts facts;
  if (const auto object = answer.root().find(member))
    for (const auto& [name, value] : object->members()) facts.add(name, shown(value));
  for (const auto& [name, value] : answer.root().members())
    if (name != member) facts.add(name, shown(value));
  return run.console.write(facts.to_text(run.console));
}

Outcome<> show_items(const Invocation& run, const json::Document& answer, std::span<const std::string_view> members) {
  if (run.json()) return run.console.write_json(answer.root());
  Table table(std::vector<std::string>(members.begin(), members.end()));
  if (const auto items = answer.root().find("items"))
    for (const json::Value item : items->elements()) {
      std::vector<std::string> cells;
      cells.reserve(members.size());
      for (const std::string_view member : members) {
        const auto value = item.find(member);
        cells.push_back(value ? shown(*value) : "");
      }
      table.row(std::move(cells), Style::bold);
    }
  return run.console.write(table.to_text(run.console));
}

}  // namespace signet::cli
