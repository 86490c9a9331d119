#include <array>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "net/socket.h"

namespace signet::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

  bool is_tls() const noexcept override { return false; }
  std::shared_ptr<const Bytes> client_certificate() const override { return nullptr; }
  void open(StreamUserPtr user) override {
    asio::post(socket_.get_executor(), [user = std::move(user)] { user->on_open(true, {}); });
  }
  void read(StreamUserPtr user) override { read_plain(socket_, buffer_, std::move(user)); }
  void write(std::string_view first, std::string_view second, StreamUserPtr user) override {
    auto written = [user = std::move(user)](const error_code& failure, std::size_t) { user->on_written(!failure); };
    const std::array buffers{asio::buffer(first.data(), first.size()), asio::buffer(second.data(), second.size())};
    if (second.empty()) return asio::async_write(socket_, buffers.front(), std::move(written));
    asio::async_write(socket_, buffers, std::move(written));
  }
  void finish(StreamUserPtr user) override {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    asio::post(socket_.get_executor(), [user = std::move(user)] { user->on_finished(); });
  }
  void drain(StreamUserPtr user) override { read(std::move(user)); }
  void close() noexcept override { close_socket(socket_); }

 private:
  Socket socket_;
  // Of its own, although one for each thread would do between two waits: a wait alone costs a call of the system more.
  std::array<char, 2048> buffer_{};
};

}  // namespace

std::unique_ptr<Stream> make_plain_stream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

void read_plain(Socket& socket, std::span<char> buffer, StreamUserPtr user) {
  // The user owns the stream that owns the socket and the buffer.
  socket.async_read_some(asio::buffer(buffer.data(), buffer.size()),
                         [buffer, user = std::move(user)](const error_code& failure, std::size_t count) {
                           user->on_read(static_cast<bool>(failure), {buffer.data(), count});
                         });
}

void close_socket(Socket& socket) noexcept {
  error_code ignored;
  socket.close(ignored);
}

}  // namespace signet::net
