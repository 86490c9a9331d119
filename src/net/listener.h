// Where a server listens.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "net/tls.h"

namespace signet::net {

struct TcpListener {
  std::string address = "127.0.0.1";  ///< an IPv4 or IPv6 address as text; "::" takes IPv6 alone
  std::uint16_t port = 0;             ///< 0: one that is free
};

struct UnixListener {
  std::string path;       ///< what a dead process left there is replaced; the file is removed at the end
  unsigned mode = 0600U;  ///< who may connect is who may write
};

/// A socket that is bound and listens already, such as systemd passes on. It is closed at the end.
struct InheritedListener {
  int descriptor = -1;
};

struct Listener {
  std::variant<TcpListener, UnixListener, InheritedListener> at;
  std::shared_ptr<TlsContext> tls = nullptr;  ///< null: without TLS
};

}  // namespace signet::net
