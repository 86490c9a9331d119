// The verify sidecar: decisions about requests, over HTTP, for the proxies of an API.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/sidecar/config.h"
#include "signet/result.h"

namespace signet::server {

/// What its owner may want to tell an operator, in one line. Called from any thread; it must not wait.
using Notice = std::function<void(std::string_view line)>;

class Sidecar {
 public:
  /// Serves when it returns; keys are fetched meanwhile. Errors: those of net::Server, net::TlsContext, Issuer, Policy
  /// and DecisionLog; listen_failed(systemd) when no socket was passed on.
  static Result<std::unique_ptr<Sidecar>> start(SidecarConfig config, Notice notice = {});
  ~Sidecar();
  Sidecar(const Sidecar&) = delete;
  Sidecar& operator=(const Sidecar&) = delete;

  /// Where it listens: "127.0.0.1:4180", with the port that it got.
  std::vector<std::string> addresses() const;

  /// Takes another configuration: requests under way end by the former, and no one is dropped. Issuers that stay as
  /// they are keep their keys, and new ones are given some seconds to load theirs first. The files of TLS are read
  /// again. With an error everything stays as it was. Errors: as of start(), and malformed_configuration(listen|
  /// status_listen|threads|tls) for what only a restart can change.
  Result<> reload(SidecarConfig config);

  /// Accepts no more, and waits for what was begun, for as long as the configuration says.
  void stop();

 private:
  class State;
  explicit Sidecar(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace signet::server
