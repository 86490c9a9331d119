#include "net/server.h"

#include <algorithm>
#include <future>
#include <system_error>
#include <utility>

#include "net/acceptor.h"
#include "net/core.h"
#include "net/worker.h"
#include "try.h"

namespace signet::net {
namespace {

constexpr std::size_t kMaxThreads = 256;

Result<> check(const ServerOptions& options) {
  if (options.listeners.empty()) return fail(Errc::usage, "listeners");
  if (options.threads == 0 || options.threads > kMaxThreads) return fail(Errc::usage, "threads");
  const RequestRules& request = options.limits.request;
  if (request.head_octets > (1u << 20) || request.target_octets > request.head_octets)
    return fail(Errc::usage, "head_octets");
  return {};
}

}  // namespace

class Server::State {
 public:
  State(ServerOptions& options, std::vector<ListenSocket> sockets) : core_(options) {
    workers_.reserve(options.threads);
    for (std::size_t i = 0; i < options.threads; ++i) workers_.push_back(std::make_unique<Worker>(core_));
    acceptors_.reserve(sockets.size());
    for (std::size_t i = 0; i < sockets.size(); ++i)
      acceptors_.push_back(
          std::make_unique<Acceptor>(std::move(sockets[i]), std::move(options.listeners[i].tls), workers_));
    for (const auto& acceptor : acceptors_) ports_.push_back(acceptor->port());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { stop(std::chrono::milliseconds(0)); }

  void start() {
    try {
      for (const auto& worker : workers_) worker->start();
    } catch (...) {
      for (const auto& worker : workers_) worker->stop();
      is_stopped_ = true;
      throw;
    }
    on_first([this] {
      for (const auto& acceptor : acceptors_) acceptor->start();
    });
  }

  void stop(std::chrono::milliseconds grace) {
    if (std::exchange(is_stopped_, true)) return;
    core_.is_stopping.store(true, std::memory_order_seq_cst);
    on_first([this] {
      for (const auto& acceptor : acceptors_) acceptor->close();
    });
    for (const auto& worker : workers_) worker->drain();
    {
      std::unique_lock lock(core_.mutex);
      core_.gone.wait_for(lock, grace, [this] { return core_.active.load(std::memory_order_seq_cst) == 0; });
    }
    for (const auto& worker : workers_) worker->stop();
    core_.slow.stop();
  }

  std::uint16_t port(std::size_t listener) const noexcept {
    return listener < ports_.size() ? ports_[listener] : std::uint16_t{0};
  }

  Counters counters() const {
    Counters sum{.active = core_.active.load(std::memory_order_relaxed)};
    for (const auto& worker : workers_) {
      const Tallies& tallies = worker->tallies();
      sum.accepted += tallies.accepted.get();
      sum.over_limit += tallies.over_limit.get();
      sum.accept_failed += tallies.accept_failed.get();
      sum.handshake_failed += tallies.handshake_failed.get();
      sum.requests += tallies.requests.get();
      sum.endpoint_failed += tallies.endpoint_failed.get();
      for (std::size_t i = 0; i < kRefusalCount; ++i) sum.refused[i] += tallies.refused[i].get();
    }
    return sum;
  }

 private:
  /// Runs `task` on the thread of the first worker, and waits for it.
  void on_first(std::function<void()> task) {
    std::promise<void> done;
    workers_.front()->mailbox()->post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }

  Core core_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<Acceptor>> acceptors_;
  std::vector<std::uint16_t> ports_;
  bool is_stopped_ = false;
};

Result<std::unique_ptr<Server>> Server::start(ServerOptions options) {
  SIGNET_CHECK(check(options));
  std::vector<ListenSocket> sockets;
  sockets.reserve(options.listeners.size());
  for (const Listener& listener : options.listeners) {
    SIGNET_TRY(ListenSocket socket, ListenSocket::open(listener));
    sockets.push_back(std::move(socket));
  }
  try {
    auto state = std::make_unique<State>(options, std::move(sockets));
    state->start();
    return std::unique_ptr<Server>(new Server(std::move(state)));
  } catch (const std::system_error&) {  // the system has no more threads or descriptors
    return fail(Errc::listen_failed, "threads");
  }
}

Server::Server(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Server::~Server() = default;

std::uint16_t Server::port(std::size_t listener) const noexcept {
  return state_->port(listener);
}

Counters Server::counters() const {
  return state_->counters();
}

void Server::stop(std::chrono::milliseconds grace) {
  state_->stop(grace);
}

}  // namespace signet::net
