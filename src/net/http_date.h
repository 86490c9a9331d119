// The date of an answer: RFC 9110 section 5.6.7.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace signet::net {

/// Writes a date once a second at most. For one thread.
class HttpDate {
 public:
  std::string_view now();  ///< valid until the next call

 private:
  std::chrono::sys_seconds written_{};
  std::string text_;
};

}  // namespace signet::net
