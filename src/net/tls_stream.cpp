#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "net/socket.h"
#include "net/tls_context.h"

namespace signet::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::shared_ptr<const Bytes> to_der(SSL* ssl) {
  const crypto::X509Ptr certificate(SSL_get1_peer_certificate(ssl));
  if (!certificate) return nullptr;
  const int size = i2d_X509(certificate.get(), nullptr);
  if (size <= 0) return nullptr;
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* out = der.data();
  i2d_X509(certificate.get(), &out);
  return std::make_shared<const Bytes>(std::move(der));
}

class TlsStream final : public Stream {
 public:
  TlsStream(Socket socket, SslCtxPtr context) : context_(context.release()), stream_(std::move(socket), context_) {}

  bool is_tls() const noexcept override { return true; }
  std::shared_ptr<const Bytes> client_certificate() const override { return certificate_; }
  void open(StreamUserPtr user) override {
    stream_.async_handshake(asio::ssl::stream_base::server, [this, user = std::move(user)](const error_code& failure) {
      if (!failure) certificate_ = to_der(stream_.native_handle());
      user->on_open(!failure, failure ? std::string_view(failure.message()) : std::string_view());
    });
  }
  void read(StreamUserPtr user) override {
    stream_.async_read_some(asio::buffer(buffer_),
                            [this, user = std::move(user)](const error_code& failure, std::size_t count) {
                              user->on_read(static_cast<bool>(failure), {buffer_.data(), count});
                            });
  }
  void write(std::string_view first, std::string_view second, StreamUserPtr user) override {
    const std::array buffers{asio::buffer(first.data(), first.size()), asio::buffer(second.data(), second.size())};
    asio::async_write(stream_, buffers,
                      [user = std::move(user)](const error_code& failure, std::size_t) { user->on_written(!failure); });
  }
  void finish(StreamUserPtr user) override {
    stream_.async_shutdown([this, user = std::move(user)](const error_code&) {
      error_code ignored;
      stream_.next_layer().non_blocking(true, ignored);
      stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
      user->on_finished();
    });
  }
  void drain(StreamUserPtr user) override { read_plain(stream_.next_layer(), buffer_, std::move(user)); }
  void close() noexcept override { close_socket(stream_.next_layer()); }

 private:
  asio::ssl::context context_;
  asio::ssl::stream<Socket> stream_;
  std::array<char, 4096> buffer_{};
  std::shared_ptr<const Bytes> certificate_;
};

}  // namespace

std::unique_ptr<Stream> make_tls_stream(Socket socket, const TlsContext& context) {
  return std::make_unique<TlsStream>(std::move(socket), context.state()->current());
}

}  // namespace signet::net
