// An HTTP/1.1 server: listeners, threads that serve connections, limits, and endpoints that answer.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "net/listener.h"
#include "net/refusal.h"
#include "net/request_guard.h"
#include "net/router.h"
#include "signet/result.h"

namespace signet::net {

/// Every cost that a client can choose. Times are looked at a few times a second, so they may last a little longer.
struct ServerLimits {
  RequestRules request = {};
  std::size_t connections = 20'000;  ///< of all listeners; one more is closed as soon as it was accepted
  std::size_t requests_per_connection = 100'000;
  std::size_t pending = 10'000;  ///< requests of `store` and `slow` without an answer; one more is answered 503
  std::size_t slow_threads = 2;  ///< for endpoints that are `slow`
  std::size_t slow_queued = 64;  ///< that wait for such a thread; one more is answered 503
  std::chrono::milliseconds handshake_time{10'000};
  std::chrono::milliseconds head_time{10'000};    ///< from the first octet of a request to the end of its header
  std::chrono::milliseconds body_time{30'000};    ///< from there to the end of its body
  std::chrono::milliseconds answer_time{60'000};  ///< for the endpoint; then 503 is answered in its place
  std::chrono::milliseconds write_time{30'000};   ///< for an answer to be taken
  std::chrono::milliseconds idle_time{75'000};    ///< between requests: longer than proxies keep theirs, as a rule 60 s
  std::chrono::milliseconds linger_time{2'000};   ///< after the last answer, for the client to close first
};

enum class EventKind : std::uint8_t {
  refused,           ///< a request; `what` is the name of the refusal
  endpoint_failed,   ///< an endpoint threw; `what` is what the exception says
  answer_unusable,   ///< an endpoint's answer cannot be sent; `what` is empty
  handshake_failed,  ///< of TLS; `what` is libssl's reason
  accept_failed,     ///< `what` is the system's reason
  connection_limit,  ///< a connection was closed as it was one too many
};

struct Event {
  EventKind kind{};
  std::string_view what;  ///< lives as long as the call
  Peer peer;
};

/// Since the start, but for `active`.
struct Counters {
  std::uint64_t accepted = 0;
  std::uint64_t active = 0;  ///< connections at this moment
  std::uint64_t over_limit = 0;
  std::uint64_t accept_failed = 0;
  std::uint64_t handshake_failed = 0;
  std::uint64_t requests = 0;  ///< that were read whole
  std::uint64_t endpoint_failed = 0;
  std::array<std::uint64_t, kRefusalCount> refused{};  ///< by Refusal
};

struct ServerOptions {
  std::vector<Listener> listeners;
  Router router;
  std::size_t threads = 1;
  ServerLimits limits = {};
  /// Called from any thread of the server, at once with what happened; it must not throw or wait.
  std::function<void(const Event&)> on_event = nullptr;
};

class Server {
 public:
  /// Serves when it returns. Errors: address_in_use(ADDRESS), listen_failed(ADDRESS), usage(NAME OF AN OPTION),
  /// listen_failed(threads) when the system has no room for what a server needs.
  static Result<std::unique_ptr<Server>> start(ServerOptions options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  ///< as stop(0)

  /// The port that a TCP listener got; 0 for others. `listener` counts in the order of the options.
  std::uint16_t port(std::size_t listener) const noexcept;
  Counters counters() const;

  /// Accepts no more, closes connections that are idle, lets requests that were begun be answered for `grace`, then
  /// closes all and ends all threads. A slow endpoint that runs is waited for in any case. Not to be called from an
  /// endpoint. The second call does nothing.
  void stop(std::chrono::milliseconds grace);

 private:
  class State;
  explicit Server(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace signet::net
