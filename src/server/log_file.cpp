#include "server/log_file.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace signet::server {
namespace {

constexpr int kPatience = 1000;  // milliseconds
/// A pipe that is ready takes this much without waiting (PIPE_BUF).
constexpr std::size_t kPiece = 4096;
constexpr unsigned kMode = 0640;

}  // namespace

void LogFile::prepare_thread() noexcept {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Result<LogFile> LogFile::open(const std::string& path) {
  if (path == "-") return LogFile(STDOUT_FILENO, false);
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kMode);
  if (descriptor < 0) return fail(Errc::file_unreadable, path);
  return LogFile(descriptor, true);
}

LogFile::~LogFile() {
  if (is_own_ && descriptor_ >= 0) ::close(descriptor_);
}

bool LogFile::wait_for_room() noexcept {
  pollfd watched{.fd = descriptor_, .events = POLLOUT, .revents = 0};
  const int ready = ::poll(&watched, 1, is_stuck_ ? 0 : kPatience);
  is_stuck_ = ready == 0;
  return ready > 0 || (ready < 0 && errno == EINTR);
}

bool LogFile::write(std::string_view lines) noexcept {
  while (!lines.empty()) {
    if (!wait_for_room()) return false;
    const ssize_t taken = ::write(descriptor_, lines.data(), std::min(lines.size(), kPiece));
    if (taken < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (taken <= 0) return false;
    lines.remove_prefix(static_cast<std::size_t>(taken));
  }
  return true;
}

}  // namespace signet::server
