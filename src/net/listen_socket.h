// Sockets that listen, as the system has them.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <utility>

#include "net/http.h"
#include "net/listener.h"
#include "signet/result.h"

namespace signet::net {

/// Owns the descriptor, and the file of a Unix socket.
class ListenSocket {
 public:
  /// Errors: address_in_use(ADDRESS), listen_failed(ADDRESS).
  static Result<ListenSocket> open(const Listener& listener);
  ListenSocket(ListenSocket&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)),
        path_(std::exchange(other.path_, {})),
        device_(other.device_),
        inode_(other.inode_) {}
  ListenSocket& operator=(ListenSocket&&) = delete;
  ~ListenSocket();

  int family() const noexcept;
  std::uint16_t port() const noexcept;  ///< 0 for a Unix socket
  /// Removes the file of a Unix socket, if it is still ours.
  void remove() noexcept;
  /// Gives the descriptor away; the file is still removed at the end.
  int release() noexcept { return std::exchange(descriptor_, -1); }

 private:
  explicit ListenSocket(int descriptor) noexcept : descriptor_(descriptor) {}
  static Result<ListenSocket> open_tcp(const TcpListener& listener);
  static Result<ListenSocket> open_unix(const UnixListener& listener);
  static Result<ListenSocket> open_inherited(const InheritedListener& listener);

  int descriptor_;
  std::string path_;  // of the file that is ours
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

/// Who is at the other end; an IPv4 address in IPv6 clothes is shown as what it is.
Peer peer_of(int descriptor);

}  // namespace signet::net
