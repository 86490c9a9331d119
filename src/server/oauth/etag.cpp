#include "server/oauth/etag.h"

#include "codec/ascii.h"

namespace signet::server::oauth {

bool has_etag(const net::Request& request, std::string_view etag) {
  for (std::string_view list : request.all("If-None-Match")) {
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      std::string_view one = codec::trimmed(list.substr(0, comma));
      if (one == "*") return true;
      if (one.starts_with("W/")) one.remove_prefix(2);
      if (one == etag) return true;
      list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
  }
  return false;
}

}  // namespace signet::server::oauth
