#include "net/inherited.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace signet::net {
namespace {

constexpr int kFirst = 3;
constexpr int kMost = 64;

std::optional<int> number_of(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  const std::string_view text(value);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::vector<int> inherited_sockets() {
  std::vector<int> sockets;
  const auto count = number_of("LISTEN_FDS");
  if (number_of("LISTEN_PID") != ::getpid() || !count || *count < 1 || *count > kMost) return sockets;
  sockets.reserve(static_cast<std::size_t>(*count));
  for (int i = 0; i < *count; ++i) {
    ::fcntl(kFirst + i, F_SETFD, FD_CLOEXEC);
    sockets.push_back(kFirst + i);
  }
  return sockets;
}

}  // namespace signet::net
