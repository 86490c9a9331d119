// An answer that is still to come.
#pragma once

#include <functional>
#include <utility>

#include "net/http.h"

namespace signet::net {

/// The right and the duty to answer one request, once, from any thread; it may outlive the connection and the server,
/// and then leads nowhere. One that is dropped without an answer answers 500. The connection holds no thread meanwhile.
class Pending {
 public:
  /// Called with the answer, once, on the thread that gives it. It must not throw.
  using Sink = std::move_only_function<void(Response)>;

  explicit Pending(Sink sink) noexcept : sink_(std::move(sink)) {}
  Pending(Pending&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)) {}
  Pending& operator=(Pending&& other) noexcept {
    if (this != &other) {
      drop();
      sink_ = std::exchange(other.sink_, nullptr);
    }
    return *this;
  }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  ~Pending() { drop(); }

  /// The second answer, and one after a move, is ignored.
  void answer(Response response) {
    if (Sink sink = std::exchange(sink_, nullptr)) sink(std::move(response));
  }

 private:
  void drop() noexcept {
    if (sink_) answer({.status = 500});
  }

  Sink sink_;
};

}  // namespace signet::net
