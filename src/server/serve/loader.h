// A thread for what has to wait for the store: tenants that are not in memory yet, keys that have to change, and what
// has expired.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "server/tenancy/catalog.h"

namespace signet::server {

class Loader {
 public:
  using Loaded = std::move_only_function<void(Result<std::shared_ptr<Tenant>>)>;
  /// Told when something was due with the keys of a tenant: null when it was done.
  using OnStep = std::function<void(std::string_view tenant, const Error* error)>;

  Loader(Catalog& catalog, OnStep on_step);
  ~Loader();  ///< as end()
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  /// Calls `done` from its thread, with null where there is no such tenant. False, and nothing taken, when too many
  /// wait.
  bool load(std::string name, bool is_host, Loaded& done);
  /// Looks at the keys of all tenants that are in memory, now: something was changed.
  void look();
  /// Answers those who still wait with an error. The second call does nothing.
  void end();

 private:
  struct Task {
    std::string name;
    bool is_host;
    Loaded done;
  };
  using Clock = std::chrono::steady_clock;
  void work();
  void serve(Task task);
  /// Steps what is due; answers when to look again.
  Clock::time_point rotate();
  /// Has the store forget what has expired, now and then.
  void sweep();

  Catalog& catalog_;
  OnStep on_step_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  Clock::time_point next_sweep_;  // of the thread alone
  bool looks_ = false;
  bool ends_ = false;
  std::thread thread_;  // the last: it uses the others
};

}  // namespace signet::server
