#include "net/acceptor.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace signet::net {
namespace {

namespace asio = boost::asio;

// When the system has no more descriptors, the connection that waits would be reported again at once.
constexpr std::chrono::milliseconds kPause{50};

}  // namespace

Acceptor::Acceptor(ListenSocket socket, std::shared_ptr<TlsContext> tls,
                   std::span<const std::unique_ptr<Worker>> workers)
    : port_(socket.port()),
      socket_(std::move(socket)),
      tls_(std::move(tls)),
      workers_(workers),
      acceptor_(workers.front()->context()),
      pause_(workers.front()->context()) {
  const asio::generic::stream_protocol protocol(socket_.family(), 0);
  acceptor_.assign(protocol, socket_.release());
}

void Acceptor::accept() {
  Worker& worker = *workers_[next_++ % workers_.size()];
  acceptor_.async_accept(worker.context(), [this, &worker](const boost::system::error_code& failure, Socket socket) {
    on_accepted(failure, std::move(socket), worker);
  });
}

void Acceptor::on_accepted(const boost::system::error_code& failure, Socket socket, Worker& worker) {
  if (is_closed_) return;
  Worker& own = *workers_.front();
  Core& core = own.core();
  if (failure) {
    own.tallies().accept_failed.add();
    core.tell(EventKind::accept_failed, failure.message(), {});
    pause_.expires_after(kPause);
    return pause_.async_wait([this](const boost::system::error_code& stopped) {
      if (!stopped) accept();
    });
  }
  accept();  // first, so that whatever comes of this one the next is taken
  if (!core.enter()) {
    own.tallies().over_limit.add();
    core.tell(EventKind::connection_limit, {}, peer_of(socket.native_handle()));
    return close_socket(socket);
  }
  if (&worker == &own) return worker.adopt(std::move(socket), tls_);
  worker.mailbox()->post(
      [&worker, tls = tls_, socket = std::move(socket)]() mutable { worker.adopt(std::move(socket), tls); });
}

void Acceptor::close() {
  is_closed_ = true;
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  socket_.remove();
  pause_.cancel();
}

}  // namespace signet::net
