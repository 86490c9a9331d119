#include "net/response_writer.h"

#include <algorithm>

#include "codec/ascii.h"
#include "net/request_guard.h"

namespace signet::net {
namespace {

struct Reason {
  int status;
  std::string_view phrase;
};
//= rfc9110#15 the reason phrases that are recommended
constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};
static_assert(std::ranges::is_sorted(kReasons, {}, &Reason::status));

/// Fields that the server writes itself, or that would change the framing.
constexpr std::string_view kOwn[] = {"Content-Length", "Transfer-Encoding", "Connection", "Date",
                                     "Keep-Alive",     "Trailer",           "Upgrade"};

std::string_view reason_of(int status) noexcept {
  const auto row = std::ranges::lower_bound(kReasons, status, {}, &Reason::status);
  return row != std::end(kReasons) && row->status == status ? row->phrase : std::string_view();
}

bool is_without_content(int status) noexcept {
  return status == 204 || status == 304;
}

void append_field(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

bool is_sendable_field(const HttpField& field) noexcept {
  const auto is_name = [&](std::string_view own) { return codec::equal_ignoring_case(own, field.name); };
  return is_token(field.name) && is_field_value(field.value) && std::ranges::none_of(kOwn, is_name);
}

}  // namespace

bool is_sendable(const Response& response) noexcept {
  return response.status >= 200 && response.status <= 599 && std::ranges::all_of(response.fields, is_sendable_field);
}

bool has_body(const Response& response, bool is_head) noexcept {
  return !is_head && !is_without_content(response.status) && !response.body.empty();
}

std::string write_head(const Response& response, const Framing& framing, bool is_head, std::string_view date) {
  std::string text;
  std::size_t size = 160;
  for (const HttpField& field : response.fields) size += field.name.size() + field.value.size() + 4;
  text.reserve(size + (has_body(response, is_head) ? response.body.size() : 0));
  //= rfc9112#2.3 a server sends the highest version that it conforms to, also to a client of HTTP/1.0
  text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason_of(response.status));
  text.append("\r\n");
  append_field(text, "Date", date);
  for (const HttpField& field : response.fields) append_field(text, field.name, field.value);
  //= rfc9110#8.6 no Content-Length with 204; with HEAD it is what GET would have sent
  if (!is_without_content(response.status)) append_field(text, "Content-Length", std::to_string(response.body.size()));
  if (!framing.keep_alive) append_field(text, "Connection", "close");
  if (framing.keep_alive && framing.minor_version == 0) append_field(text, "Connection", "keep-alive");
  return text.append("\r\n");
}

Response answer_to(Refusal refusal) {
  const RefusalRow& row = row_of(refusal);
  Response response{.status = row.status, .fields = {}, .body = std::string(row.text)};
  response.fields.push_back({"Content-Type", "text/plain"});
  response.fields.push_back({"Cache-Control", "no-store"});
  if (row.status == 503) response.fields.push_back({"Retry-After", "1"});
  response.body.push_back('\n');
  return response;
}

}  // namespace signet::net
