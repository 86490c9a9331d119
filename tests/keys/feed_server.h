// A small server of the revocation feed on this machine's loopback: docs/protocols/revocation-feed.md, the other side.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "feed_support.h"

namespace signet::test {

class FeedServer {
 public:
  FeedServer();
  ~FeedServer();
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;

  std::string url() const;
  /// Appends to the log; requests that are held are answered.
  void revoke(RevokedKind kind, std::string value);
  /// Another log, from its beginning.
  void begin_anew(std::string epoch);
  /// The key for pages from now on.
  void sign_with(std::string kid);
  /// Pages of at most so many entries.
  void page_size(std::size_t entries);
  /// Requests that are held at this moment.
  std::size_t waiting() const;

 private:
  struct Entry {
    std::uint64_t sequence;
    RevokedKind kind;
    std::string value;
  };
  void accept_all();
  void serve(int socket);
  std::string answer(std::uint64_t since, std::uint64_t wait);
  std::string page_behind(std::uint64_t since) const;

  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Entry> log_;
  std::string epoch_ = "one";
  std::string kid_ = "a";
  std::size_t page_size_ = 1000;
  std::size_t waiting_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

}  // namespace signet::test
