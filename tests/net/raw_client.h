// A client that sends octets as they are given, and says what came back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace signet::net::test {

struct Answer {
  int status = 0;  ///< 0: the connection ended first
  std::string head = {};
  std::string body = {};
};

class RawClient {
 public:
  static RawClient to_port(std::uint16_t port, const char* address = "127.0.0.1");
  static RawClient to_path(const std::string& path);
  RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient();

  bool is_connected() const noexcept { return socket_ >= 0; }
  /// Whether all was taken; a server that closed takes nothing.
  bool send(std::string_view octets) const;
  /// Says that nothing more will be sent.
  void finish() const;
  /// One whole answer; what stands behind it is kept for the next. `is_head`: it has no body in any case.
  Answer read(bool is_head = false);
  /// All that comes until the server closes; "<OPEN>" at the end when it does not within ten seconds.
  std::string read_to_end();

 private:
  explicit RawClient(int socket) noexcept : socket_(socket) {}
  /// Whether something came before the end.
  bool read_more();

  int socket_;
  std::string buffer_;
};

/// How often `part` stands in `text`.
int count(std::string_view text, std::string_view part);

}  // namespace signet::net::test
