#include "feed_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <utility>

namespace signet::test {
namespace {

Timestamp wall_clock() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// Until the end of the head; empty when the client went away.
std::string read_head(int socket) {
  std::string head;
  char buffer[1024];
  while (!head.contains("\r\n\r\n")) {
    const ssize_t got = recv(socket, buffer, sizeof buffer, 0);
    if (got <= 0) return {};
    head.append(buffer, static_cast<std::size_t>(got));
  }
  return head;
}

void write_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// A parameter of the query, or 0.
std::uint64_t parameter(std::string_view head, std::string_view name) {
  const std::size_t at = head.find(name);
  std::uint64_t value = 0;
  if (at != std::string_view::npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), value);
  return value;
}

}  // namespace

FeedServer::FeedServer() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(listen(listener_, 16), 0);
  EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

FeedServer::~FeedServer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  news_.notify_all();
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& each : connections_) each.join();
  close(listener_);
}

std::string FeedServer::url() const {
  return joined({"http://127.0.0.1:", std::to_string(port_), "/revocations"});
}

void FeedServer::revoke(RevokedKind kind, std::string value) {
  const std::lock_guard lock(mutex_);
  log_.push_back({log_.size() + 1, kind, std::move(value)});
  news_.notify_all();
}

void FeedServer::begin_anew(std::string epoch) {
  const std::lock_guard lock(mutex_);
  log_.clear();
  epoch_ = std::move(epoch);
  news_.notify_all();
}

void FeedServer::sign_with(std::string kid) {
  const std::lock_guard lock(mutex_);
  kid_ = std::move(kid);
}

void FeedServer::page_size(std::size_t entries) {
  const std::lock_guard lock(mutex_);
  page_size_ = entries;
}

std::size_t FeedServer::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

void FeedServer::accept_all() {
  while (true) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    connections_.emplace_back([this, connection] { serve(connection); });
  }
}

void FeedServer::serve(int socket) {
  const std::string head = read_head(socket);
  if (!head.empty()) {
    const std::string page = answer(parameter(head, "since="), parameter(head, "wait="));
    write_all(socket, joined({"HTTP/1.1 200 OK\r\nContent-Type: ", feed::kPageMediaType,
                              "\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: ",
                              std::to_string(page.size()), "\r\n\r\n", page}));
  }
  close(socket);
}

std::string FeedServer::answer(std::uint64_t since, std::uint64_t wait) {
  std::unique_lock lock(mutex_);
  const std::string epoch = epoch_;
  const auto has_news = [&] { return stopping_ || log_.size() != since || epoch_ != epoch; };
  ++waiting_;
  news_.wait_for(lock, std::chrono::seconds(wait), has_news);
  --waiting_;
  return page_behind(since);
}

std::string FeedServer::page_behind(std::uint64_t since) const {
  const std::uint64_t end = log_.size();
  const std::uint64_t from = std::min(since, end);
  const std::uint64_t to = std::min<std::uint64_t>(end, from + page_size_);
  feed::PageWriter page({.issuer = kIssuer, .epoch = epoch_, .from = from});
  for (std::uint64_t i = from; i < to; ++i) {
    const Entry& each = log_[i];
    const Revocation what{.kind = each.kind, .value = each.value, .expires = wall_clock() + std::chrono::hours(1)};
    EXPECT_TRUE(page.add({each.sequence, what}).value());
  }
  return std::move(page).sign(to, to < end, wall_clock(), std::chrono::seconds(60), issuer_signer(kid_)).value();
}

}  // namespace signet::test
