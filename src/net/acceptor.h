// Takes connections from one listening socket and hands them to the workers in turn.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <span>

#include "net/listen_socket.h"
#include "net/worker.h"

namespace signet::net {

/// Lives on the thread of the first worker, in which all but construction takes place.
class Acceptor {
 public:
  /// `workers` outlive it.
  Acceptor(ListenSocket socket, std::shared_ptr<TlsContext> tls, std::span<const std::unique_ptr<Worker>> workers);

  std::uint16_t port() const noexcept { return port_; }
  void start() { accept(); }
  /// It must still live until the worker has ended: a connection may have been accepted already.
  void close();

 private:
  using Timer = boost::asio::basic_waitable_timer<Worker::Clock, boost::asio::wait_traits<Worker::Clock>, Executor>;

  void accept();
  void on_accepted(const boost::system::error_code& failure, Socket socket, Worker& worker);

  std::uint16_t port_;
  ListenSocket socket_;  // keeps the file of a Unix socket
  std::shared_ptr<TlsContext> tls_;
  std::span<const std::unique_ptr<Worker>> workers_;
  std::size_t next_ = 0;
  bool is_closed_ = false;
  boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol, Executor> acceptor_;
  Timer pause_;
};

}  // namespace signet::net
