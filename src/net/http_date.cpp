#include "net/http_date.h"

#include "codec/http_date.h"

namespace signet::net {

std::string_view HttpDate::now() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (now != written_ || text_.empty()) {
    text_ = codec::to_http_date(now);
    written_ = now;
  }
  return text_;
}

}  // namespace signet::net
