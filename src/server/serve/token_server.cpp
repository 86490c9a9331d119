#include "server/serve/token_server.h"

#include <algorithm>
#include <atomic>

#include "codec/ascii.h"
#include "crypto/constant_time.h"
#include "crypto/digest.h"
#include "server/keyring/secret_file.h"
#include "server/listening/serving.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::size_t kLongestToken = 4'096;
constexpr std::size_t kShortestToken = 32;

/// An import of a tenant may be large; everything that the public sends is small.
constexpr net::ServerLimits kAdminLimits{.request = {.body_octets = 16u << 20}};

net::Response text_answer(int status, std::string_view type, std::string body) {
  return {.status = status,
          .fields = {{"Content-Type", std::string(type)}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

/// Whom a trusted proxy heard: it wrote the last one.
std::string forwarded_for(const net::Request& request) {
  const std::vector<std::string_view> values = request.all("X-Forwarded-For");
  if (values.empty()) return {};
  const std::string_view all = values.back();
  const std::string_view last = codec::trimmed(all.substr(std::min(all.rfind(',') + 1, all.size())));
  return net::IpRange::parse(last) && !last.contains('/') ? std::string(last) : std::string();
}

bool is_trusted(const net::Peer& peer, const ServeConfig& config) {
  if (peer.is_unix) return config.trusts_unix;
  return std::ranges::any_of(config.trusted_proxies,
                             [&](const net::IpRange& range) { return range.contains(peer.address); });
}

Result<Secret> read_admin_token(const std::string& path) {
  SIGNET_TRY(const Secret content, keyring::read_secret_file(path, kLongestToken));
  const std::string_view text =
      codec::trimmed(as_text(content.expose()).substr(0, as_text(content.expose()).find_last_not_of("\r\n") + 1));
  if (text.size() < kShortestToken) return fail(Errc::weak_key, "admin_token_file");
  return Secret::copy_of(as_bytes(text));
}

}  // namespace

std::string admin_socket(const std::string& data) {
  return data + "/admin.sock";
}

class TokenServer::State {
 public:
  explicit State(ServeConfig config) : config_(std::move(config)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  /// First nobody asks any more.
  ~State() {
    for (Serving* serving : {&status_, &admin_, &socket_, &public_}) serving->server.reset();
  }

  Result<> open(const Notice& notice) {
    SIGNET_TRY(application_, Application::open(config_, notice));
    SIGNET_TRY(first_, bootstrap(*application_));
    if (config_.has_tls()) {
      SIGNET_TRY(tls_, net::TlsContext::load(to_tls_options(config_.tls)));
    }
    SIGNET_CHECK(open_admin());
    std::vector<net::Endpoint> endpoints = public_endpoints();
    if (config_.status_listen.empty()) {
      std::ranges::move(status_endpoints(), std::back_inserter(endpoints));
    } else {
      SIGNET_TRY(status_, serve(config_.status_listen, tls_, status_endpoints(), {}));
    }
    SIGNET_TRY(public_, serve(config_.listen, tls_, std::move(endpoints), {.threads = config_.threads}));
    counted_ = public_.server.get();
    return {};
  }

  Result<> reload() {
    if (tls_) SIGNET_CHECK(tls_->reload());
    for (const auto& tenant : application_->catalog().loaded())
      SIGNET_CHECK(application_->catalog().reload(tenant->settings()->record.name));
    return {};
  }

  void stop() {
    const auto grace = std::chrono::duration_cast<std::chrono::milliseconds>(config_.stop_grace);
    public_.server->stop(grace);
    for (Serving* serving : {&status_, &admin_, &socket_})
      if (serving->server) serving->server->stop(std::chrono::milliseconds::zero());
  }

  const std::vector<std::string>& addresses() const noexcept { return public_.names; }
  const std::optional<FirstClient>& first() const noexcept { return first_; }
  Application& application() noexcept { return *application_; }

 private:
  Result<> open_admin() {
    const std::vector<ListenAt> at{{.path = admin_socket(config_.data)}};
    SIGNET_TRY(socket_, serve(at, nullptr, admin_endpoints("socket", nullptr), {.limits = kAdminLimits}));
    if (config_.admin_listen.empty()) return {};
    SIGNET_TRY(Secret token, read_admin_token(config_.admin_token_file));
    auto shared = std::make_shared<const Secret>(std::move(token));
    SIGNET_TRY(admin_, serve(config_.admin_listen, tls_, admin_endpoints("token", std::move(shared)),
                             {.limits = kAdminLimits}));
    return {};
  }

  std::vector<net::Endpoint> public_endpoints() {
    std::vector<net::Endpoint> endpoints;
    endpoints.push_back({.path = "/", .match = net::PathMatch::below, .kind = net::Kind::store, .answer = {}});
    endpoints.back().answer = [this](const net::Request& request, net::Pending pending) {
      if (!is_trusted(request.peer, config_)) return application_->door().answer(request, std::move(pending));
      net::Request told = request;
      told.peer = {.address = forwarded_for(request)};
      application_->door().answer(told, std::move(pending));
    };
    return endpoints;
  }

  /// `token` is null where whoever can connect may ask.
  std::vector<net::Endpoint> admin_endpoints(std::string_view by, std::shared_ptr<const Secret> token) {
    std::vector<net::Endpoint> endpoints;
    endpoints.push_back({.path = "/admin/v1", .match = net::PathMatch::below, .kind = net::Kind::slow, .answer = {}});
    endpoints.back().answer = [this, by, token = std::move(token)](const net::Request& request) -> net::Response {
      constexpr std::string_view kBearer = "Bearer ";
      if (token) {
        const std::string* field = request.find("Authorization");
        const std::string_view said = field == nullptr ? std::string_view() : std::string_view(*field);
        const bool is_bearer = codec::equal_ignoring_case(said.substr(0, kBearer.size()), kBearer);
        const std::string_view secret = is_bearer ? said.substr(kBearer.size()) : std::string_view();
        if (!crypto::equal_in_constant_time(crypto::digest(crypto::Hash::sha256, as_bytes(secret)),
                                            crypto::digest(crypto::Hash::sha256, token->expose())))
          return {.status = 401,
                  .fields = {{"WWW-Authenticate", "Bearer realm=\"admin\""}, {"Cache-Control", "no-store"}}};
      }
      return application_->admin().answer(request, by);
    };
    return endpoints;
  }

  std::vector<net::Endpoint> status_endpoints() {
    std::vector<net::Endpoint> endpoints;
    const auto add = [&](std::string path, net::AnswerNow answer) {
      endpoints.push_back({.methods = {"GET"}, .path = std::move(path), .answer = std::move(answer)});
    };
    add("/livez", [](const net::Request&) { return text_answer(200, "text/plain", "ok\n"); });
    add("/readyz", [this](const net::Request&) {
      const auto ready = application_->check_ready();
      return ready ? text_answer(200, "text/plain", "ok\n")
                   : text_answer(503, "text/plain", "the store does not answer\n");
    });
    add("/metrics", [this](const net::Request&) {
      const net::Server* const server = counted_;
      const net::Counters http = server == nullptr ? net::Counters{} : server->counters();
      return text_answer(200, "text/plain; version=0.0.4; charset=utf-8",
                         application_->tally().text(application_->standing(http)));
    });
    return endpoints;
  }

  ServeConfig config_;
  std::unique_ptr<Application> application_;
  std::optional<FirstClient> first_;
  std::shared_ptr<net::TlsContext> tls_;
  Serving status_;
  Serving admin_;
  Serving socket_;
  std::atomic<const net::Server*> counted_ = nullptr;  // endpoints run before the server is in its place
  Serving public_;
};

TokenServer::TokenServer(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
TokenServer::~TokenServer() = default;

Result<std::unique_ptr<TokenServer>> TokenServer::start(ServeConfig config, const Notice& notice) {
  auto state = std::make_unique<State>(std::move(config));
  SIGNET_CHECK(state->open(notice));
  return std::unique_ptr<TokenServer>(new TokenServer(std::move(state)));
}

const std::vector<std::string>& TokenServer::addresses() const noexcept {
  return state_->addresses();
}
const std::optional<FirstClient>& TokenServer::first_client() const noexcept {
  return state_->first();
}
Application& TokenServer::application() noexcept {
  return state_->application();
}
Result<> TokenServer::reload() {
  return state_->reload();
}
void TokenServer::stop() {
  state_->stop();
}

}  // namespace signet::server
