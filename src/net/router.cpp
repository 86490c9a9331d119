#include "net/router.h"

#include <algorithm>
#include <tuple>

#include "try.h"

namespace signet::net {
namespace {

bool takes_path(const Endpoint& endpoint, std::string_view path) noexcept {
  if (endpoint.match == PathMatch::exact || path.size() == endpoint.path.size()) return path == endpoint.path;
  return path.starts_with(endpoint.path) && (endpoint.path.ends_with('/') || path[endpoint.path.size()] == '/');
}

bool takes_method(const Endpoint& endpoint, std::string_view method) noexcept {
  const auto has = [&](std::string_view name) {
    return std::ranges::find(endpoint.methods, name) != endpoint.methods.end();
  };
  return endpoint.methods.empty() || has(method) || (method == "HEAD" && has("GET"));
}

bool has_function(const Endpoint& endpoint) noexcept {
  if (const auto* now = std::get_if<AnswerNow>(&endpoint.answer)) return *now && endpoint.kind != Kind::store;
  return std::get<AnswerLater>(endpoint.answer) && endpoint.kind != Kind::inline_;
}

bool is_same_place(const Endpoint& a, const Endpoint& b) noexcept {
  return a.path == b.path && a.match == b.match;
}

Result<> check(const Endpoint& endpoint, const std::vector<Endpoint>& all) {
  if ((!endpoint.path.starts_with('/') && endpoint.path != "*") || !has_function(endpoint))
    return fail(Errc::usage, endpoint.path);
  for (const Endpoint& other : all) {
    if (&other == &endpoint || !is_same_place(other, endpoint)) continue;
    const auto is_taken = [&](const std::string& method) { return takes_method(other, method); };
    if (endpoint.methods.empty() || std::ranges::any_of(endpoint.methods, is_taken))
      return fail(Errc::usage, endpoint.path);
  }
  return {};
}

void add_method(std::string& allow, std::string_view method) {
  if (!allow.empty()) allow.append(", ");
  allow.append(method);
}

}  // namespace

Result<Router> Router::make(std::vector<Endpoint> endpoints) {
  for (const Endpoint& endpoint : endpoints) SIGNET_CHECK(check(endpoint, endpoints));
  std::ranges::stable_sort(endpoints, {},
                           [](const Endpoint& endpoint) { return std::tuple(endpoint.match, ~endpoint.path.size()); });
  return Router(std::move(endpoints));
}

std::variant<const Endpoint*, Response> Router::find(const Request& request) const {
  const Endpoint* place = nullptr;
  std::string allow;
  for (const Endpoint& endpoint : endpoints_) {
    if (place != nullptr ? !is_same_place(*place, endpoint) : !takes_path(endpoint, request.path)) continue;
    if (takes_method(endpoint, request.method)) return &endpoint;
    place = &endpoint;
    for (const std::string& method : endpoint.methods) {
      add_method(allow, method);
      if (method == "GET") add_method(allow, "HEAD");
    }
  }
  if (place == nullptr) return Response{.status = 404};
  //= rfc9110#15.5.6 the origin server generates an Allow field in a 405 response
  return Response{.status = 405, .fields = {{"Allow", allow}}};
}

}  // namespace signet::net
