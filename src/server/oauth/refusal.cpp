#include "server/oauth/refusal.h"

#include "signet/json.h"

namespace signet::server::oauth {
namespace {

constexpr RefusedRow kRows[] = {
#define SIGNET_REFUSED(name, status, section) {#name, status, section},
#include "server/oauth/refused.inc"
#undef SIGNET_REFUSED
};

}  // namespace

const RefusedRow& row_of(Refused what) noexcept {
  return kRows[static_cast<std::size_t>(what)];
}

net::Response json_answer(int status, std::string body) {
  return {.status = status,
          .fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}, {"Pragma", "no-cache"}},
          .body = std::move(body)};
}

net::Response to_answer(const Refusal& refusal) {
  const RefusedRow& row = row_of(refusal.what);
  json::Writer writer;
  writer.begin_object().member("error", row.name);
  if (!refusal.description.empty()) writer.member("error_description", refusal.description);
  net::Response answer = json_answer(row.status, writer.end_object().take_string());
  //= rfc9110#15.5.2 the server generating a 401 response MUST send a WWW-Authenticate header field
  //= rfc6749#5.2 a client that used the Authorization field MUST be answered 401 with a challenge of its scheme
  if (refusal.what == Refused::invalid_client)
    answer.fields.push_back({"WWW-Authenticate", "Basic realm=\"oauth2\", charset=\"UTF-8\""});
  if (refusal.retry_after) answer.fields.push_back({"Retry-After", std::to_string(*refusal.retry_after)});
  return answer;
}

}  // namespace signet::server::oauth
