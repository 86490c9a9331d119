// Octets of a connection become requests: the header through the guard, then the body. No sockets here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/chunked_body.h"
#include "net/http.h"
#include "net/refusal.h"
#include "net/request_guard.h"

namespace signet::net {

/// What concerns the connection a request came on, beside the request.
struct Framing {
  int minor_version = 1;
  bool keep_alive = false;
};

class RequestReader {
 public:
  enum class State : std::uint8_t {
    idle,     ///< nothing of a request is there
    head,     ///< more of the header is wanted
    body,     ///< more of the body is wanted
    ready,    ///< `take` gives the request
    refused,  ///< `refusal` says why; nothing more is read
  };

  explicit RequestReader(const RequestRules& rules);  ///< `rules` outlives the reader
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  ~RequestReader() = default;

  /// Adds what came. What stands behind one request stays for the next.
  void push(std::string_view octets);
  /// Reads on; says the same again when nothing came in between.
  State advance();
  /// Whether the client waits for a 100 before it sends the body; says so once. In state body.
  bool take_continue() noexcept;
  /// The request, and then the next one is read. In state ready.
  Request take();
  const Framing& framing() const noexcept { return framing_; }  ///< of the request that was taken last, or refused
  Refusal refusal() const noexcept { return refusal_; }
  std::size_t buffered() const noexcept { return buffer_.size() - used_; }

 private:
  std::string_view unread() const noexcept;
  State read_head();
  State read_framing(std::string_view head);
  State read_body();
  State refuse(Refusal refusal);
  void drop_used();

  const RequestRules& rules_;
  std::string buffer_;
  std::size_t used_ = 0;  // octets of the buffer that are done with
  std::size_t seen_ = 0;  // octets behind those in which the header's end is not
  State state_ = State::idle;
  bool may_skip_line_ = true;
  bool expects_continue_ = false;
  Refusal refusal_{};
  Framing framing_;
  Request request_;
  std::uint64_t left_ = 0;              // of a body whose length was said
  std::optional<ChunkedBody> chunked_;  // of one that was not
};

}  // namespace signet::net
