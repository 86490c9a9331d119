// A server with a few endpoints, and what they need.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "net/raw_client.h"
#include "net/server.h"

namespace signet::net::test {

using std::chrono::milliseconds;

inline const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

inline std::string get(const std::string& path, const std::string& fields = "") {
  std::string text = "GET ";
  return text.append(path).append(" HTTP/1.1\r\nHost: x\r\n").append(fields).append("\r\n");
}

/// Answers that were asked for and not given yet.
class Held {
 public:
  void add(Pending pending) {
    const std::lock_guard lock(mutex_);
    pending_.push_back(std::move(pending));
    more_.notify_all();
  }
  /// Waits until there are `count`, and takes them.
  std::vector<Pending> take(std::size_t count) {
    std::unique_lock lock(mutex_);
    more_.wait(lock, [&] { return pending_.size() >= count; });
    return std::exchange(pending_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::vector<Pending> pending_;
};

/// What the server told.
class Events {
 public:
  void add(const Event& event) {
    const std::lock_guard lock(mutex_);
    told_.push_back(std::to_string(static_cast<int>(event.kind)) + ":" + std::string(event.what));
  }
  bool has(EventKind kind, const std::string& what) {
    const std::lock_guard lock(mutex_);
    const std::string wanted = std::to_string(static_cast<int>(kind)) + ":" + what;
    for (const std::string& one : told_)
      if (one == wanted) return true;
    return false;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> told_;
};

class ServerTest : public testing::Test {
 protected:
  /// Endpoints of all tests: / and /below/... tell what was asked; /held waits in `held_`; /throws throws; /bad answers
  /// what cannot be sent; /none answers 204; /large a megabyte.
  std::vector<Endpoint> endpoints();
  ServerOptions options(std::size_t threads = 1);
  /// Starts the server; the first listener is TCP on the loopback unless `options` says otherwise.
  void start(ServerOptions options);
  RawClient connect() const { return RawClient::to_port(server_->port(0)); }
  /// Waits until as many connections are open.
  void wait_for_active(std::uint64_t active) const;

  Held held_;
  Events events_;
  std::unique_ptr<Server> server_;
};

}  // namespace signet::net::test
