// The two ends of a connection's octets: a socket, with or without TLS, and who uses it.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "signet/bytes.h"

namespace signet::net {

/// What becomes of what a stream was asked for. Each call comes from the thread of the connection, after the call that
/// asked has returned.
class StreamUser {
 public:
  virtual ~StreamUser() = default;
  virtual void on_open(bool is_open, std::string_view reason) = 0;
  /// `octets` live as long as the call; nothing more comes when `is_over`.
  virtual void on_read(bool is_over, std::string_view octets) = 0;
  virtual void on_written(bool is_written) = 0;
  virtual void on_finished() = 0;
};
using StreamUserPtr = std::shared_ptr<StreamUser>;

/// One of each kind of operation may be under way. Each keeps its user alive.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual bool is_tls() const noexcept = 0;
  /// DER of the client's certificate, or null.
  virtual std::shared_ptr<const Bytes> client_certificate() const = 0;
  virtual void open(StreamUserPtr user) = 0;
  virtual void read(StreamUserPtr user) = 0;
  /// Both texts live until on_written.
  virtual void write(std::string_view first, std::string_view second, StreamUserPtr user) = 0;
  /// Says that nothing more will be written.
  virtual void finish(StreamUserPtr user) = 0;
  /// Reads what the client still sends after that, without a meaning.
  virtual void drain(StreamUserPtr user) = 0;
  /// Ends everything at once; what is under way is reported as failed.
  virtual void close() noexcept = 0;
};

}  // namespace signet::net
