// The socket type of all connections. Only the files that use Asio include this.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <span>

#include "net/stream.h"
#include "net/tls.h"

namespace signet::net {

using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Executor>;

std::unique_ptr<Stream> make_plain_stream(Socket socket);
std::unique_ptr<Stream> make_tls_stream(Socket socket, const TlsContext& context);

/// Waits for octets and hands them to the user, who owns socket and buffer.
void read_plain(Socket& socket, std::span<char> buffer, StreamUserPtr user);
/// Closes without an error.
void close_socket(Socket& socket) noexcept;

}  // namespace signet::net
