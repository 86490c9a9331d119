#include "server/admin/admin.h"

#include <algorithm>

#include "codec/ascii.h"
#include "codec/form.h"
#include "server/admin/operation.h"
#include "server/config/json_node.h"
#include "signet/json.h"

namespace signet::server::admin {
namespace {

constexpr std::string_view kRoot = "/admin/v1";
constexpr std::string_view kDocument = "/openapi.json";

net::Response json_answer(int status, std::string body) {
  return {.status = status,
          .fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = std::move(body)};
}

net::Response to_answer(const Problem& problem) {
  json::Writer writer;
  writer.begin_object().member("error", problem.error).member("message", problem.message);
  if (!problem.faults.empty()) {
    writer.key("faults").begin_array();
    for (const config::Fault& fault : problem.faults)
      writer.begin_object().member("key", fault.key).member("what", fault.sentence).end_object();
    writer.end_array();
  }
  return json_answer(problem.status, writer.end_object().take_string());
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = path.find('/');
    segments.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  return segments;
}

/// The names in the path where it is of this form.
std::optional<std::vector<std::string>> match(std::string_view form, const std::vector<std::string_view>& path) {
  const std::vector<std::string_view> wanted = segments_of(form);
  if (wanted.size() != path.size()) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!wanted[i].starts_with('{')) {
      if (wanted[i] != path[i]) return std::nullopt;
      continue;
    }
    auto name = codec::percent_decoded(path[i]);
    if (!name || name->empty()) return std::nullopt;
    names.push_back(*std::move(name));
  }
  return names;
}

Done<config::Node> read_body(const net::Request& request, const Operation& operation) {
  config::Node empty{.value = std::vector<config::Member>{}};
  if (operation.body == Body::none || request.body.empty()) return empty;
  const std::string* type = request.find("Content-Type");
  if (type == nullptr ||
      !codec::equal_ignoring_case(codec::trimmed(type->substr(0, type->find(';'))), "application/json"))
    return std::unexpected(
        Problem{.status = 415, .error = "invalid", .message = "Content-Type has to be application/json"});
  const auto document = json::Document::parse(request.body);
  if (!document) return bad_request("the body is no JSON: " + to_string(document.error()));
  if (!document->root().is_object()) return bad_request("the body has to be an object");
  return config::to_node(document->root());
}

}  // namespace

net::Response Admin::answer(const net::Request& request, std::string_view by) {
  if (!request.path.starts_with(kRoot)) return to_answer(not_found("path").error());
  const std::string_view path = std::string_view(request.path).substr(kRoot.size());
  if (path == kDocument && (request.method == "GET" || request.method == "HEAD")) return json_answer(200, openapi());
  const std::vector<std::string_view> segments = segments_of(path);
  std::string allowed;
  for (const Operation* operation : operations()) {
    auto names = match(operation->path, segments);
    if (!names) continue;
    if (operation->method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(operation->method);
      continue;
    }
    Call call{.catalog = needs_.catalog, .loader = needs_.loader, .names = *std::move(names)};
    call.now = needs_.catalog.clock()->now();
    call.by = by;
    call.backup = &needs_.backup;
    call.query = codec::parse_form(request.query).value_or(std::vector<codec::FormField>{});
    auto body = read_body(request, *operation);
    if (!body) return to_answer(body.error());
    call.body = *std::move(body);
    auto reply = operation->run(call);
    if (!reply) return to_answer(reply.error());
    if (reply->body.empty()) return {.status = 204, .fields = {{"Cache-Control", "no-store"}}};
    return json_answer(reply->status, std::move(reply->body));
  }
  if (allowed.empty()) return to_answer(not_found("path").error());
  net::Response response = to_answer({.status = 405, .error = "method_not_allowed"});
  response.fields.push_back({"Allow", allowed});
  return response;
}

}  // namespace signet::server::admin
