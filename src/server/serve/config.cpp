#include "server/serve/config.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "codec/ascii.h"
#include "server/listening/rows.h"

namespace signet::server {
namespace {

using config::Fault;
using config::Member;
using config::Node;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxThreads = 256;
constexpr Duration kMaxGrace = std::chrono::minutes(10);
constexpr std::string_view kLogged[] = {"all", "refused", "none"};  // in the order of LogWhat

void read_data(const Setting& setting, ServeConfig& into) {
  into.data = setting.file().value_or(into.data);
}
void read_listen(const Setting& setting, ServeConfig& into) {
  server::read_listen(setting, into.listen);
}
void read_base_url(const Setting& setting, ServeConfig& into) {
  const auto text = setting.text();
  if (!text) return;
  into.base_url = BaseUrl::parse(*text);
  if (!into.base_url) setting.fault("write https://HOST or https://HOST/PATH, without a query");
}
void read_hosts(const Setting& setting, ServeConfig& into) {
  into.hosts = setting.texts();
}
void read_admin_listen(const Setting& setting, ServeConfig& into) {
  server::read_listen(setting, into.admin_listen);
}
void read_admin_token_file(const Setting& setting, ServeConfig& into) {
  into.admin_token_file = setting.file().value_or("");
}
void read_status_listen(const Setting& setting, ServeConfig& into) {
  server::read_listen(setting, into.status_listen);
}
void read_threads(const Setting& setting, ServeConfig& into) {
  into.threads = setting.number(1, kMaxThreads).value_or(into.threads);
}
void read_behind_proxy(const Setting& setting, ServeConfig& into) {
  into.behind_proxy = setting.flag().value_or(false);
}
void read_trusted_proxies(const Setting& setting, ServeConfig& into) {
  read_ranges(setting, into.trusted_proxies, into.trusts_unix);
}
void read_master_key_file(const Setting& setting, ServeConfig& into) {
  into.master_key_file = setting.file().value_or("");
}
void read_stop_grace(const Setting& setting, ServeConfig& into) {
  into.stop_grace = setting.duration(Duration::zero(), kMaxGrace).value_or(into.stop_grace);
}
void read_tls_certificate(const Setting& setting, ServeConfig& into) {
  into.tls.certificate = setting.file().value_or("");
}
void read_tls_key(const Setting& setting, ServeConfig& into) {
  into.tls.key = setting.file().value_or("");
}
void read_log_requests(const Setting& setting, ServeConfig& into) {
  if (const auto choice = setting.choice(kLogged)) into.log.decisions = static_cast<LogWhat>(*choice);
}
void read_log_file(const Setting& setting, ServeConfig& into) {
  if (const auto name = setting.text()) into.log.file = *name == "-" ? *name : setting.resolved(*name);
}
void read_ca_file(const Setting& setting, ServeConfig& into) {
  into.fetch.ca_file = setting.file().value_or("");
}
void read_allow_loopback(const Setting& setting, ServeConfig& into) {
  into.fetch.allow_loopback = setting.flag().value_or(false);
}

using Read = void (*)(const Setting&, ServeConfig&);

constexpr ServeOption kOptions[] = {
#define SIGNET_OPTION(key, flag, form, help, standard, read) {key, flag, form, help, standard},
#include "server/serve/options.inc"
#undef SIGNET_OPTION
};
constexpr Read kReaders[] = {
#define SIGNET_OPTION(key, flag, form, help, standard, read) read,
#include "server/serve/options.inc"
#undef SIGNET_OPTION
};

/// "tls" and "key" of "tls.key"; an empty table for what stands before all.
std::pair<std::string_view, std::string_view> split(std::string_view key) {
  const std::size_t dot = key.find('.');
  if (dot == std::string_view::npos) return {{}, key};
  return {key.substr(0, dot), key.substr(dot + 1)};
}

std::vector<Row<ServeConfig>> rows_of_table(std::string_view table) {
  std::vector<Row<ServeConfig>> rows;
  for (std::size_t i = 0; i < std::size(kOptions); ++i) {
    const auto [of, name] = split(kOptions[i].key);
    if (of == table) rows.push_back({{name, kOptions[i].form, kOptions[i].help, kOptions[i].standard}, kReaders[i]});
  }
  return rows;
}

template <const char* table>
void read_section(const Setting& setting, ServeConfig& into) {
  config::read_table<ServeConfig>(setting, rows_of_table(table), into);
}
constexpr char kTls[] = "tls";
constexpr char kLog[] = "log";
constexpr char kFetch[] = "fetch";

/// A text becomes what the form of its option says.
Node to_node(const ServeOption& option, std::string_view text) {
  if (option.form.starts_with('[')) {
    std::vector<Node> elements;
    while (!text.empty()) {
      const std::size_t comma = text.find(',');
      elements.push_back({.value = std::string(codec::trimmed(text.substr(0, comma)))});
      text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return {.value = std::move(elements)};
  }
  // Who types a name means the folder where it is typed, and not that of the file.
  if (option.form == "FILE" || option.form == "FOLDER")
    return {.value = text == "-" ? std::string(text) : std::filesystem::absolute(text).string()};
  if (option.form == "true|false" && (text == "true" || text == "false")) return {.value = text == "true"};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (option.form == "NUMBER" && error == std::errc() && end == text.data() + text.size()) return {.value = number};
  return {.value = std::string(text)};
}

void put(Node& table, std::string_view name, Node value) {
  auto& members = std::get<std::vector<Member>>(table.value);
  const auto found = std::ranges::find(members, name, &Member::name);
  if (found != members.end())
    found->node = std::move(value);
  else
    members.push_back({.name = std::string(name), .node = std::move(value)});
}

void put_override(Node& root, const Override& from) {
  const auto* const option = std::ranges::find(kOptions, from.key, &ServeOption::key);
  if (option == std::end(kOptions)) return;
  const auto [table, name] = split(option->key);
  Node value = to_node(*option, from.value);
  if (table.empty()) return put(root, name, std::move(value));
  auto& members = std::get<std::vector<Member>>(root.value);
  auto found = std::ranges::find(members, table, &Member::name);
  if (found == members.end())
    found = members.insert(found, {.name = std::string(table), .node = {.value = std::vector<Member>{}}});
  if (std::holds_alternative<std::vector<Member>>(found->node.value)) put(found->node, name, std::move(value));
}

bool is_loopback(const ListenAt& at) {
  if (at.address.empty()) return !at.is_systemd;  // a Unix socket
  return std::ranges::any_of(std::initializer_list<std::string_view>{"127.0.0.0/8", "::1"},
                             [&](std::string_view range) {
                               const auto loopback = net::IpRange::parse(range);
                               return loopback && loopback->contains(at.address);
                             });
}

//= rfc6749#3.2 requests to the token endpoint carry secrets, so the server MUST require TLS
void check_exposure(const Setting& root, const ServeConfig& config) {
  if (config.behind_proxy && config.trusted_proxies.empty() && !config.trusts_unix)
    root.fault_at("behind_proxy",
                  "needs trusted_proxies: without them everybody has the address of the proxy, and shares its limits");
  if (config.has_tls() || config.behind_proxy || std::ranges::all_of(config.listen, is_loopback)) return;
  root.fault_at("listen",
                "secrets would cross the network in plain: set tls, or behind_proxy where a proxy speaks TLS");
}

void check_together(const Setting& root, const ServeConfig& config) {
  if (!config.base_url) root.fault_at("base_url", "nothing says how clients reach the server: write https://HOST");
  if (config.tls.certificate.empty() != config.tls.key.empty())
    root.fault_at("tls", "certificate and key belong together");
  if (!config.admin_listen.empty() && config.admin_token_file.empty())
    root.fault_at("admin_listen", "needs admin_token_file: who may change everything has to prove it");
  for (const ListenAt& at : config.admin_listen) {
    if (is_taken(config.listen, at))
      root.fault_at("admin_listen", "the admin API is never where tokens are: use another address");
    if (!config.has_tls() && !is_loopback(at)) root.fault_at("admin_listen", "without tls only a loopback address");
  }
  for (const ListenAt& at : config.status_listen)
    if (is_taken(config.listen, at)) root.fault_at("status_listen", "leave it out, or use another address than listen");
  check_exposure(root, config);
}

/// What nobody has set.
void complete(ServeConfig& config) {
  if (config.listen.empty()) config.listen.push_back({.address = "127.0.0.1", .port = 8080});
  const ListenAt& first = config.listen.front();
  if (!config.base_url && !first.address.empty() && first.port != 0) {
    const std::string host = first.address.contains(':') ? "[" + first.address + "]" : first.address;
    const std::string port = std::to_string(first.port);
    config.base_url = BaseUrl::parse(fmt::format("{}://{}:{}", config.has_tls() ? "https" : "http", host, port));
    if (is_loopback(first)) config.base_url->also.push_back("localhost:" + port);
  }
  if (config.master_key_file.empty()) config.master_key_file = config.data + "/master.key";
}

}  // namespace

std::span<const ServeOption> serve_options() noexcept {
  return kOptions;
}

std::string environment_name(const ServeOption& option) {
  std::string name = "SIGNET_";
  for (const char c : option.key) name += c == '.' ? '_' : codec::to_upper(c);
  return name;
}

std::expected<ServeConfig, std::vector<Fault>> read_serve_config(std::string_view text,
                                                                 const std::filesystem::path& folder,
                                                                 std::span<const Override> overrides) {
  auto document = config::parse_document(text);
  if (!document) return std::unexpected(std::vector<Fault>{document.error()});
  for (const Override& from : overrides) put_override(*document, from);
  config::Faults faults;
  const Setting root(*document, {}, faults, folder);
  ServeConfig config;
  std::vector<Row<ServeConfig>> rows = rows_of_table({});
  rows.push_back({{kTls, "", "the server speaks TLS", ""}, read_section<kTls>});
  rows.push_back({{kLog, "", "what is logged, and where", ""}, read_section<kLog>});
  rows.push_back({{kFetch, "", "how keys of others are fetched", ""}, read_section<kFetch>});
  config::read_table<ServeConfig>(root, rows, config);
  complete(config);
  if (config.base_url)
    config.base_url->also.insert(config.base_url->also.end(), config.hosts.begin(), config.hosts.end());
  if (faults.empty()) check_together(root, config);
  if (!faults.empty()) return std::unexpected(faults.take());
  return config;
}

}  // namespace signet::server
