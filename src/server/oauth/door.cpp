#include "server/oauth/door.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "codec/ascii.h"

namespace signet::server::oauth {
namespace {

constexpr const EndpointRow* kEndpoints[] = {
#define SIGNET_ENDPOINT(name) &endpoint_rows::name,
#include "server/oauth/endpoints/list.inc"
#undef SIGNET_ENDPOINT
};

constexpr std::string_view kWellKnown = "/.well-known/";

net::Response not_found() {
  return {.status = 404,
          .fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
          .body = R"({"error":"not_found"})"};
}

net::Response unavailable() {
  return {.status = 503,
          .fields = {{"Content-Type", "application/json"}, {"Retry-After", "1"}, {"Cache-Control", "no-store"}},
          .body = R"({"error":"temporarily_unavailable"})"};
}

/// What a request is for: a tenant by its name or its host, and the path behind its issuer identifier.
struct Place {
  std::string tenant;
  bool is_host = false;  ///< `tenant` is a host, whose tenant is to be found
  bool by_host = false;  ///< it was found by its host
  std::string_view path;
};

/// The first segment of a path, and the rest.
std::pair<std::string_view, std::string_view> split(std::string_view path) {
  const std::size_t end = path.find('/', 1);
  return {path.substr(1, end == std::string_view::npos ? end : end - 1),
          end == std::string_view::npos ? std::string_view() : path.substr(end)};
}

/// "/.well-known/oauth-authorization-server/acme": the name stands behind (RFC 8414 section 3.1).
std::optional<Place> behind_well_known(std::string_view path) {
  for (const EndpointRow* row : kEndpoints) {
    if (row->well_known.empty() || !path.starts_with(row->well_known)) continue;
    const std::string_view name = path.substr(row->well_known.size());
    if (!name.starts_with('/') || name.size() < 2 || name.find('/', 1) != std::string_view::npos) continue;
    return Place{.tenant = std::string(name.substr(1)), .path = row->path};
  }
  return std::nullopt;
}

std::optional<Place> find_place(const BaseUrl& base, const net::Request& request) {
  const std::string* host = request.find("Host");
  std::string said = host == nullptr ? std::string() : *host;
  for (char& c : said) c = codec::to_lower(c);
  std::string_view path = request.path;
  const bool is_base = said == base.host || std::ranges::find(base.also, said) != base.also.end();
  if (!is_base) return Place{.tenant = std::move(said), .is_host = true, .by_host = true, .path = path};
  if (path.starts_with(kWellKnown)) {
    // With a base URL that has a path, that stands between the well-known part and the tenant.
    if (base.path.empty()) return behind_well_known(path);
    std::string without(path);
    const std::size_t at = without.find(base.path + "/");
    if (at == std::string::npos) return std::nullopt;
    without.erase(at, base.path.size());
    return behind_well_known(without);
  }
  if (!path.starts_with(base.path)) return std::nullopt;
  path.remove_prefix(base.path.size());
  if (!path.starts_with('/')) return std::nullopt;
  const auto [tenant, rest] = split(path);
  return Place{.tenant = std::string(tenant), .path = rest};
}

bool has_method(const EndpointRow& row, std::string_view method) {
  const bool is_head = method == "HEAD";
  return std::ranges::any_of(row.methods,
                             [&](std::string_view one) { return one == method || (is_head && one == "GET"); });
}

const EndpointRow* find_endpoint(std::string_view path) {
  const auto* const found = std::ranges::find(kEndpoints, path, &EndpointRow::path);
  return found == std::end(kEndpoints) ? nullptr : *found;
}

net::Response method_not_allowed(const EndpointRow& row) {
  std::string allowed;
  for (const std::string_view one : row.methods) {
    if (!allowed.empty()) allowed += ", ";
    allowed += one == "GET" ? "GET, HEAD" : one;
  }
  return {.status = 405, .fields = {{"Allow", allowed}, {"Cache-Control", "no-store"}}};
}

/// A tenant is where its issuer identifier says, and nowhere else.
void enter(Services& services, const EndpointRow& row, bool by_host, std::shared_ptr<Tenant> tenant,
           const net::Request& request, net::Pending pending) {
  if (tenant->settings()->record.issuer.empty() == by_host) return pending.answer(not_found());
  if (!has_method(row, request.method)) return pending.answer(method_not_allowed(row));
  row.answer(services, std::move(tenant), request, std::move(pending));
}

}  // namespace

std::span<const EndpointRow* const> endpoints() noexcept {
  return kEndpoints;
}

void Door::answer(const net::Request& request, net::Pending pending) {
  auto place = find_place(services_.catalog().base(), request);
  if (!place) return pending.answer(not_found());
  const EndpointRow* row = find_endpoint(place->path);
  if (row == nullptr) return pending.answer(not_found());
  if (place->is_host) {
    if (std::string known = services_.catalog().known_host(place->tenant); !known.empty()) {
      place->tenant = std::move(known);
      place->is_host = false;
    }
  }
  if (!place->is_host)
    if (auto tenant = services_.catalog().find(place->tenant))
      return enter(services_, *row, place->by_host, std::move(tenant), request, std::move(pending));
  // It is not in memory: the request waits for it without a thread.
  auto held = std::make_shared<net::Pending>(std::move(pending));
  Loader::Loaded done = [this, row, by_host = place->by_host, copy = request,
                         held](Result<std::shared_ptr<Tenant>> tenant) {
    if (!tenant) return held->answer(unavailable());
    if (!*tenant) return held->answer(not_found());
    enter(services_, *row, by_host, *std::move(tenant), copy, std::move(*held));
  };
  if (!loader_.load(std::move(place->tenant), place->is_host, done)) held->answer(unavailable());
}

}  // namespace signet::server::oauth
