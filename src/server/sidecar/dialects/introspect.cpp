// Token introspection (RFC 7662), for proxies that know nothing else, such as Apache with mod_oauth2.
#include <algorithm>

#include "codec/ascii.h"
#include "codec/form.h"
#include "server/sidecar/dialect.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::string_view kMethods[] = {"POST"};
constexpr int kBadRequest = 400;
constexpr int kForbidden = 403;
constexpr int kInternal = 500;

bool is_form(const net::Request& request) {
  const std::string* const type = request.find("Content-Type");
  if (type == nullptr) return false;
  const std::string_view value = *type;
  return codec::equal_ignoring_case(codec::trimmed(value.substr(0, value.find(';'))),
                                    "application/x-www-form-urlencoded");
}

Result<std::string> find_token(const net::Request& request) {
  if (!is_form(request)) return fail(Errc::malformed_request, "Content-Type");
  const auto fields = codec::parse_form(request.body);
  if (!fields) return fail(Errc::malformed_request, "body");
  const auto is_token = [](const codec::FormField& field) { return field.name == "token"; };
  if (std::ranges::count_if(*fields, is_token) != 1) return fail(Errc::malformed_request, "token");
  return std::ranges::find_if(*fields, is_token)->value;
}

std::expected<Question, Unasked> read(const Dialect&, const net::Request& request, const Generation& now,
                                      bool is_trusted) {
  //= rfc7662#2.1 whoever asks has to be authorized, lest tokens be tried out here
  if (!is_trusted) return std::unexpected(Unasked{.status = kForbidden, .error = {Errc::malformed_request, "peer"}});
  auto question = read_query(request.query, now);
  if (!question) return std::unexpected(Unasked{.status = kInternal, .error = std::move(question).error()});
  auto token = find_token(request);
  if (!token) return std::unexpected(Unasked{.status = kBadRequest, .error = std::move(token).error()});
  question->token = *std::move(token);
  return *std::move(question);
}

}  // namespace

constinit const Dialect dialect_rows::introspect = {
    .name = "introspect", .path = "/verify/introspect", .methods = kMethods, .read = read, .introspects = true};

}  // namespace signet::server
