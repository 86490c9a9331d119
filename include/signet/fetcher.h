// Fetches keys, metadata and lists over HTTPS, and keeps to addresses that may be asked.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "signet/result.h"
#include "signet/seams/http_client.h"
#include "signet/seams/key_set_fetcher.h"
#include "signet/seams/timers.h"
#include "signet/timestamp.h"

namespace signet {

struct FetcherState;  // internal

struct FetcherOptions {
  /// A PEM file of the authorities that are trusted; empty: those of the machine.
  std::string ca_file = {};
  /// Also asks this machine, and by http, too: for development. Nothing else is reached by http.
  bool allow_loopback = false;
  /// Not empty: the server behind this Unix socket is asked, whatever host a URL names, and nobody else; by http, where
  /// allow_loopback is set.
  std::string unix_socket = {};
  std::size_t max_per_host = 2;   ///< requests to one host and port at once; others wait within their time
  std::size_t max_waiting = 256;  ///< requests that wait; more are fetch_failed(busy)
  /// A host that could not be reached is not asked again for this long: fetch_failed(recently). Zero: it is.
  Duration remember_failures = std::chrono::seconds(2);
};

/// The only door to the network. Only https; only addresses that are globally reachable and unicast, judged when the
/// connection is made, so that a name that resolves to something else by then is refused, and after IPv4-mapped, NAT64
/// and 6to4 forms were unwrapped; no user name in the address; no redirects; no proxy of the environment; TLS 1.2 or
/// newer with the name of the server checked. One thread, which does nothing while there is nothing to do.
///
/// Ending it ends what is under way: each request is answered with fetch_failed(stopped) before the destructor returns;
/// where one of its own callbacks ends it, when that has returned.
/// A program that ends stops every fetcher, and waits for the callback that is at work.
class Fetcher final : public HttpClient, public Timers, public KeySetFetcher {
 public:
  /// Errors: file_unreadable(PATH) for ca_file, internal(fetcher).
  static Result<std::shared_ptr<Fetcher>> start(const FetcherOptions& options = {});
  ~Fetcher() override;
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  /// Errors: fetch_refused(url|scheme|userinfo|address|proxy), fetch_failed(resolve|connect|tls|certificate|timeout|
  /// protocol|busy|recently|stopped), limit_exceeded(bytes), response_unusable(fields).
  void send(HttpRequest request, Done done) override;
  void after(Duration delay, std::function<void()> task) override;
  /// Waits. Never call it from a callback.
  Result<HttpResponse> send_and_wait(HttpRequest request);
  /// The JWK Set behind `url`: status 200 and no more than `max_octets`.
  Result<std::string> fetch(std::string_view url, std::size_t max_octets) override;
  /// Ends what is under way, and takes nothing any more. Called by the destructor.
  void stop() noexcept;

 private:
  explicit Fetcher(std::unique_ptr<FetcherState> state);
  std::unique_ptr<FetcherState> state_;
};

}  // namespace signet
