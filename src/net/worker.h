// One thread with the connections that it serves. A connection is touched by its own thread alone.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "net/core.h"
#include "net/http_date.h"
#include "net/socket.h"

namespace signet::net {

class Connection;

/// The way to a worker for those who may outlive it.
class Mailbox {
 public:
  explicit Mailbox(boost::asio::io_context& context) noexcept : context_(&context) {}
  /// Runs `task` on the thread of the worker; does nothing when that has ended.
  void post(std::move_only_function<void()> task);
  void close();
  /// Whether this is the thread of the worker.
  bool is_here() const noexcept { return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
  /// Said by that thread, before there are connections.
  void own() noexcept { owner_.store(std::this_thread::get_id(), std::memory_order_relaxed); }

 private:
  std::atomic<std::thread::id> owner_ = {};
  std::mutex mutex_;
  boost::asio::io_context* context_;
};

class Worker {
 public:
  using Connections = std::list<std::shared_ptr<Connection>>;
  using Clock = std::chrono::steady_clock;

  explicit Worker(Core& core);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();  ///< the thread has been joined

  void start();
  /// From any thread: connections that are idle are closed, others end with the answer that is under way.
  void drain();
  /// From any thread but this worker's: closes everything and ends the thread.
  void stop();

  // From the thread of the worker.
  void adopt(Socket socket, const std::shared_ptr<TlsContext>& tls);
  void remove(Connections::iterator connection);
  bool is_draining() const noexcept { return is_draining_; }
  Core& core() noexcept { return core_; }
  Tallies& tallies() noexcept { return tallies_; }
  std::string_view date() { return date_.now(); }
  const std::shared_ptr<Mailbox>& mailbox() const noexcept { return mailbox_; }
  boost::asio::io_context& context() noexcept { return context_; }

 private:
  void run() noexcept;
  std::shared_ptr<Connection> make_connection(Socket socket, const std::shared_ptr<TlsContext>& tls);
  void start_ticking();
  void tick();

  Core& core_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_{context_.get_executor()};
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> ticker_{context_};
  std::chrono::milliseconds interval_;
  bool is_ticking_ = false;
  bool is_draining_ = false;
  Tallies tallies_;
  HttpDate date_;
  Connections connections_;
  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(context_);
  std::thread thread_;
};

}  // namespace signet::net
