#include "server/sidecar/dialects/query_dialect.h"

namespace signet::server {

std::expected<Question, Unasked> read_query_dialect(const net::Request& request, const Generation& now, bool is_trusted,
                                                    const TellingFields& names) {
  constexpr int kInternal = 500;
  auto question = read_query(request.query, now);
  if (!question) return std::unexpected(Unasked{.status = kInternal, .error = std::move(question).error()});
  if (is_trusted) question->original = read_original(request, names);
  return *std::move(question);
}

}  // namespace signet::server
