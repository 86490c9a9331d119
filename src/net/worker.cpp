#include "net/worker.h"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <utility>
#include <vector>

#include "net/connection.h"
#include "net/listen_socket.h"

namespace signet::net {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestTick{250};
constexpr milliseconds kShortestTick{10};

/// How often deadlines are looked at: often enough for the shortest of them to be about right.
milliseconds interval_of(const ServerLimits& limits) {
  const milliseconds shortest = std::min({limits.handshake_time, limits.head_time, limits.body_time, limits.answer_time,
                                          limits.write_time, limits.idle_time, limits.linger_time});
  return std::clamp(shortest / 4, kShortestTick, kLongestTick);
}

}  // namespace

void Mailbox::post(std::move_only_function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (context_ != nullptr) boost::asio::post(*context_, std::move(task));
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  context_ = nullptr;
}

Worker::Worker(Core& core) : core_(core), interval_(interval_of(core.limits)) {}

Worker::~Worker() = default;

void Worker::start() {
  thread_ = std::thread([this] { run(); });
}

void Worker::run() noexcept {
  mailbox_->own();
  for (;;) {
    try {
      context_.run();
      return;
    } catch (...) {
      // Memory ran out in the middle of a connection's work: its deadline will find it.
      tallies_.endpoint_failed.add();
    }
  }
}

void Worker::drain() {
  mailbox_->post([this] {
    is_draining_ = true;
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) connection->on_drain();
  });
}

void Worker::stop() {
  mailbox_->post([this] {
    is_draining_ = true;
    const std::vector<std::shared_ptr<Connection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) connection->close();
    ticker_.cancel();
    work_.reset();
  });
  mailbox_->close();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<Connection> Worker::make_connection(Socket socket, const std::shared_ptr<TlsContext>& tls) {
  try {
    Peer peer = peer_of(socket.native_handle());
    auto stream = tls ? make_tls_stream(std::move(socket), *tls) : make_plain_stream(std::move(socket));
    return std::make_shared<Connection>(*this, std::move(stream), std::move(peer));
  } catch (const std::exception& thrown) {  // memory ran out, also libssl's
    tallies_.accept_failed.add();
    core_.tell(EventKind::accept_failed, thrown.what(), {});
    return nullptr;
  }
}

void Worker::adopt(Socket socket, const std::shared_ptr<TlsContext>& tls) {
  const auto connection = is_draining_ ? nullptr : make_connection(std::move(socket), tls);
  if (!connection) return core_.leave();
  tallies_.accepted.add();
  connection->start(connections_.insert(connections_.end(), connection));
  start_ticking();
}

void Worker::remove(Connections::iterator connection) {
  connections_.erase(connection);
  core_.leave();
}

void Worker::start_ticking() {
  if (std::exchange(is_ticking_, true)) return;
  ticker_.expires_after(interval_);
  ticker_.async_wait([this](const boost::system::error_code& failure) {
    is_ticking_ = false;
    if (!failure) tick();
  });
}

void Worker::tick() {
  const Clock::time_point now = Clock::now();
  std::vector<std::shared_ptr<Connection>> late;
  std::ranges::copy_if(connections_, std::back_inserter(late),
                       [&](const auto& connection) { return connection->deadline() <= now; });
  for (const auto& connection : late) connection->on_deadline();
  if (!connections_.empty()) start_ticking();
}

}  // namespace signet::net
