#include "jose/compact.h"

namespace signet::jose {

Result<Compact> split_compact(std::string_view token, std::size_t max_size) {
  if (token.size() > max_size) return fail(Errc::limit_exceeded, "token");
  // Three segments and no more (RFC 7515 section 7.1): a third dot ends the search, however many follow.
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return fail(Errc::malformed_token, "segments");
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return fail(Errc::malformed_token, "segments");
  }
  const Compact parts{.header = token.substr(0, first),
                      .payload = token.substr(first + 1, second - first - 1),
                      .signature = token.substr(second + 1),
                      .signing_input = token.substr(0, second)};
  if (parts.header.empty()) return fail(Errc::malformed_token, "header");
  return parts;
}

}  // namespace signet::jose
