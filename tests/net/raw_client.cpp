#include "net/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace signet::net::test {
namespace {

constexpr int kPatienceMs = 10'000;

int connect_to(int family, const sockaddr* address, socklen_t size) {
  const int made = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made >= 0 && ::connect(made, address, size) == 0) return made;
  ::close(made);
  return -1;
}

std::size_t length_of(std::string_view head) {
  const std::size_t at = head.find("\r\nContent-Length: ");
  return at == std::string_view::npos ? 0 : std::strtoul(head.data() + at + 18, nullptr, 10);
}

}  // namespace

RawClient RawClient::to_port(std::uint16_t port, const char* address) {
  const std::string_view text(address);
  if (text.contains(':')) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    ::inet_pton(AF_INET6, address, &v6.sin6_addr);
    return RawClient(connect_to(AF_INET6, reinterpret_cast<const sockaddr*>(&v6), sizeof v6));
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  ::inet_pton(AF_INET, address, &v4.sin_addr);
  RawClient client(connect_to(AF_INET, reinterpret_cast<const sockaddr*>(&v4), sizeof v4));
  const int on = 1;
  if (client.is_connected()) ::setsockopt(client.socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return client;
}

RawClient RawClient::to_path(const std::string& path) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  path.copy(local.sun_path, sizeof local.sun_path - 1);
  return RawClient(connect_to(AF_UNIX, reinterpret_cast<const sockaddr*>(&local), sizeof local));
}

RawClient::~RawClient() {
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view octets) const {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish() const {
  ::shutdown(socket_, SHUT_WR);
}

bool RawClient::read_more() {
  pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, kPatienceMs) != 1) {
    buffer_ += "<OPEN>";
    return false;
  }
  std::array<char, 8192> piece{};
  const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
  if (count > 0) buffer_.append(piece.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Answer RawClient::read(bool is_head) {
  std::size_t end = buffer_.find("\r\n\r\n");
  for (; end == std::string::npos; end = buffer_.find("\r\n\r\n"))
    if (!read_more()) return {.head = std::exchange(buffer_, {})};
  Answer answer{.head = buffer_.substr(0, end + 2)};
  buffer_.erase(0, end + 4);
  answer.status = std::atoi(answer.head.c_str() + std::string_view("HTTP/1.1 ").size());
  const std::size_t size = is_head ? 0 : length_of(answer.head);
  while (buffer_.size() < size)
    if (!read_more()) return {.head = answer.head, .body = std::exchange(buffer_, {})};
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

std::string RawClient::read_to_end() {
  while (read_more()) continue;
  return std::exchange(buffer_, {});
}

int count(std::string_view text, std::string_view part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace signet::net::test
