// The seam through which the network is asked.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet {

struct HttpField {
  std::string name;  ///< compared without regard to case (RFC 9110 section 5.1)
  std::string value;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<HttpField> fields = {};
  std::string body = {};
  std::size_t max_body = 64u << 10;            ///< of the answer, octets after decoding
  Duration timeout = std::chrono::seconds(5);  ///< from the call to the last octet
};

struct HttpResponse {
  int status = 0;  ///< any status is an answer
  std::vector<HttpField> fields = {};
  std::string body = {};

  /// The value of the first field of this name (ASCII case does not matter), or null.
  const std::string* find(std::string_view name) const noexcept;
};

/// Sends requests. Redirects are not followed: they are answers. Implementations may be used from many threads at once.
class HttpClient {
 public:
  using Done = std::function<void(Result<HttpResponse>)>;
  virtual ~HttpClient() = default;
  /// Calls `done` exactly once: from a thread of the implementation, or at once from this one. `done` must not block
  /// and must not throw. Errors: fetch_refused(REASON) for an address that may not be asked, fetch_failed(REASON) for
  /// a server that could not be reached or did not answer in time, response_unusable(REASON) and
  /// limit_exceeded(bytes) for an answer that is none or too large.
  virtual void send(HttpRequest request, Done done) = 0;
};

}  // namespace signet
