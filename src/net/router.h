// Which function answers a request.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "net/http.h"
#include "net/pending.h"
#include "signet/result.h"

namespace signet::net {

/// Answers at once. An exception becomes an answer 500.
using AnswerNow = std::function<Response(const Request&)>;
/// Answers through the Pending, at once or later. The request lives until the function returns.
using AnswerLater = std::function<void(const Request&, Pending)>;

enum class Kind : std::uint8_t {
  inline_,  ///< on the thread of the connection, which has others to serve: microseconds, and never waits
  store,    ///< is started on the thread of the connection, and completed from elsewhere; takes AnswerLater
  slow,     ///< on a thread of the bounded pool
};

enum class PathMatch : std::uint8_t {
  exact,
  below,  ///< the path itself and everything that goes on behind a "/": "/verify/envoy" also takes "/verify/envoy/a"
};

/// One row. Paths are compared octet by octet with what was received: nothing is decoded or normalised.
struct Endpoint {
  std::vector<std::string> methods = {};  ///< empty: any method. GET brings HEAD, whose answer is sent without its body
  std::string path;
  PathMatch match = PathMatch::exact;
  Kind kind = Kind::inline_;
  std::variant<AnswerNow, AnswerLater> answer;
};

class Router {
 public:
  /// Errors: usage(PATH) for a path that is not "*" and has no "/" at its start, a method twice for one path, a
  /// function that is missing or does not fit its kind.
  static Result<Router> make(std::vector<Endpoint> endpoints);

  /// The endpoint (valid as long as the router), or the answer 404 or 405 with Allow. An exact path goes before one
  /// from above, and a longer one before a shorter.
  std::variant<const Endpoint*, Response> find(const Request& request) const SIGNET_LIFETIME_BOUND;

 private:
  explicit Router(std::vector<Endpoint> endpoints) noexcept : endpoints_(std::move(endpoints)) {}
  std::vector<Endpoint> endpoints_;  // exact ones first, then by falling length
};

}  // namespace signet::net
