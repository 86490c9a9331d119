#include "server/sidecar/query_dialect.h"

namespace signet::server {

std::expected<Question, Unasked> read_query_dialect(const Dialect& row, const net::Request& request,
                                                    const Generation& now, bool is_trusted) {
  constexpr int kBadRequest = 400;
  constexpr int kInternal = 500;
  auto question = read_query(request.query, now);
  if (!question) return std::unexpected(Unasked{.status = kInternal, .error = std::move(question).error()});
  if (!is_trusted) return *std::move(question);
  auto original = read_original(request, row.fields, question->policy->config().certificates);
  if (!original) return std::unexpected(Unasked{.status = kBadRequest, .error = std::move(original).error()});
  question->original = *std::move(original);
  return *std::move(question);
}

}  // namespace signet::server
