#include "net/listen_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "try.h"

namespace signet::net {
namespace {

constexpr int kBacklog = 4096;  // the system takes fewer where it has a lower limit

/// Any address, as the system takes it.
struct Address {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
  template <class T>
  T& as() noexcept {
    size = sizeof(T);
    return reinterpret_cast<T&>(storage);
  }
};

std::string name_of(const TcpListener& listener) {
  const bool is_v6 = listener.address.contains(':');
  std::string name(is_v6 ? "[" : "");
  name.append(listener.address).append(is_v6 ? "]:" : ":").append(std::to_string(listener.port));
  return name;
}

bool parse_address(const TcpListener& listener, Address& address) {
  auto& v4 = address.as<sockaddr_in>();
  v4.sin_family = AF_INET;
  v4.sin_port = htons(listener.port);
  if (::inet_pton(AF_INET, listener.address.c_str(), &v4.sin_addr) == 1) return true;
  address = {};
  auto& v6 = address.as<sockaddr_in6>();
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(listener.port);
  return ::inet_pton(AF_INET6, listener.address.c_str(), &v6.sin6_addr) == 1;
}

bool switch_on(int descriptor, int level, int option) noexcept {
  const int on = 1;
  return ::setsockopt(descriptor, level, option, &on, sizeof on) == 0;
}

Result<Address> unix_address(const std::string& path) {
  Address address;
  auto& local = address.as<sockaddr_un>();
  local.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof local.sun_path) return fail(Errc::listen_failed, path);
  std::memcpy(local.sun_path, path.data(), path.size());
  return address;
}

/// Whether somebody listens at the path.
bool is_served(Address& address) {
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return true;
  const bool refused = ::connect(probe, address.get(), address.size) != 0 && errno == ECONNREFUSED;
  ::close(probe);
  return !refused;  // a full queue, or no right to connect, is somebody
}

/// What stands at the path must be nothing, or the socket of nobody.
Result<> check_replaceable(const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return fail(Errc::listen_failed, path);
  }
  if (!S_ISSOCK(found.st_mode)) return fail(Errc::listen_failed, path);
  SIGNET_TRY(Address address, unix_address(path));
  if (is_served(address)) return fail(Errc::address_in_use, path);
  return {};
}

}  // namespace

ListenSocket::~ListenSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
  remove();
}

void ListenSocket::remove() noexcept {
  struct stat found{};
  // Another process may have taken the place in between.
  const bool is_ours =
      !path_.empty() && ::lstat(path_.c_str(), &found) == 0 && found.st_dev == device_ && found.st_ino == inode_;
  if (is_ours) ::unlink(path_.c_str());
  path_.clear();
}

Result<ListenSocket> ListenSocket::open(const Listener& listener) {
  if (const auto* tcp = std::get_if<TcpListener>(&listener.at)) return open_tcp(*tcp);
  if (const auto* local = std::get_if<UnixListener>(&listener.at)) return open_unix(*local);
  return open_inherited(std::get<InheritedListener>(listener.at));
}

Result<ListenSocket> ListenSocket::open_tcp(const TcpListener& listener) {
  const std::string name = name_of(listener);
  Address address;
  if (!parse_address(listener, address)) return fail(Errc::listen_failed, name);
  const int family = address.storage.ss_family;
  ListenSocket made(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int descriptor = made.descriptor_;
  const bool is_ready = descriptor >= 0 && switch_on(descriptor, SOL_SOCKET, SO_REUSEADDR) &&
                        (family != AF_INET6 || switch_on(descriptor, IPPROTO_IPV6, IPV6_V6ONLY)) &&
                        switch_on(descriptor, IPPROTO_TCP, TCP_NODELAY);  // connections inherit it
  if (!is_ready) return fail(Errc::listen_failed, name);
  if (::bind(descriptor, address.get(), address.size) != 0 || ::listen(descriptor, kBacklog) != 0)
    return fail(errno == EADDRINUSE ? Errc::address_in_use : Errc::listen_failed, name);
  return made;
}

Result<ListenSocket> ListenSocket::open_unix(const UnixListener& listener) {
  SIGNET_CHECK(check_replaceable(listener.path));
  // Made under another name, so that it is never there with a wrong mode, and then takes the place of the old one.
  const std::string fresh = listener.path + "." + std::to_string(::getpid());
  SIGNET_TRY(Address address, unix_address(fresh));
  ListenSocket made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (made.descriptor_ < 0) return fail(Errc::listen_failed, listener.path);
  ::unlink(fresh.c_str());
  if (::bind(made.descriptor_, address.get(), address.size) != 0) return fail(Errc::listen_failed, listener.path);
  struct stat found{};
  const bool is_ready = ::chmod(fresh.c_str(), listener.mode) == 0 && ::listen(made.descriptor_, kBacklog) == 0 &&
                        ::lstat(fresh.c_str(), &found) == 0 && ::rename(fresh.c_str(), listener.path.c_str()) == 0;
  if (!is_ready) {
    ::unlink(fresh.c_str());
    return fail(Errc::listen_failed, listener.path);
  }
  made.path_ = listener.path;
  made.device_ = found.st_dev;
  made.inode_ = found.st_ino;
  return made;
}

Result<ListenSocket> ListenSocket::open_inherited(const InheritedListener& listener) {
  const std::string name = "descriptor " + std::to_string(listener.descriptor);
  int is_listening = 0;
  socklen_t size = sizeof is_listening;
  if (::getsockopt(listener.descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) != 0 || is_listening == 0)
    return fail(Errc::listen_failed, name);
  ListenSocket made(listener.descriptor);
  const int family = made.family();
  if (family != AF_UNIX && family != AF_INET && family != AF_INET6) return fail(Errc::listen_failed, name);
  if (family != AF_UNIX && !switch_on(listener.descriptor, IPPROTO_TCP, TCP_NODELAY))
    return fail(Errc::listen_failed, name);
  return made;
}

int ListenSocket::family() const noexcept {
  Address address;
  if (::getsockname(descriptor_, address.get(), &address.size) != 0) return AF_UNSPEC;
  return address.storage.ss_family;
}

std::uint16_t ListenSocket::port() const noexcept {
  Address address;
  if (::getsockname(descriptor_, address.get(), &address.size) != 0) return 0;
  if (address.storage.ss_family == AF_INET) return ntohs(address.as<sockaddr_in>().sin_port);
  return address.storage.ss_family == AF_INET6 ? ntohs(address.as<sockaddr_in6>().sin6_port) : std::uint16_t{0};
}

Peer peer_of(int descriptor) {
  Address address;
  if (::getpeername(descriptor, address.get(), &address.size) != 0) return {};
  if (address.storage.ss_family == AF_UNIX) return {.is_unix = true};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.storage.ss_family == AF_INET) {
    const auto& v4 = address.as<sockaddr_in>();
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return {.address = text.data(), .port = ntohs(v4.sin_port)};
  }
  const auto& v6 = address.as<sockaddr_in6>();
  const bool is_v4 = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
  ::inet_ntop(is_v4 ? AF_INET : AF_INET6, v6.sin6_addr.s6_addr + (is_v4 ? 12 : 0), text.data(), text.size());
  return {.address = text.data(), .port = ntohs(v6.sin6_port)};
}

}  // namespace signet::net
