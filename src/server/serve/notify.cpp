#include "server/serve/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace signet::server {

void notify_service_manager(std::string_view state) noexcept {
  const char* place = std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe): nothing here writes to it
  if (place == nullptr || (place[0] != '/' && place[0] != '@')) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t length = std::strlen(place);
  if (length >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, place, length);
  if (place[0] == '@') address.sun_path[0] = '\0';  // the abstract namespace
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
  // Nobody who does not listen keeps us from serving.
  [[maybe_unused]] const ssize_t sent =
      sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
  close(descriptor);
}

}  // namespace signet::server
