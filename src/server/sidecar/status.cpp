#include "server/sidecar/status.h"

#include <algorithm>
#include <vector>

#include "codec/ascii.h"
#include "server/sidecar/original.h"
#include "server/sidecar/resource_metadata.h"
#include "signet/json.h"

namespace signet::server {
namespace {

constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr int kUnavailable = 503;

net::Response json_response(int status, std::string_view caching, std::string body) {
  return {.status = status,
          .fields = {{"Content-Type", "application/json"}, {"Cache-Control", std::string(caching)}},
          .body = std::move(body)};
}

/// "api.example" of "https://api.example/.well-known/...", and what follows it.
struct Place {
  std::string_view host;
  std::string_view path;
};
Place split(std::string_view url) {
  const std::size_t begin = std::min(url.find("://") + 3, url.size());
  const std::size_t end = std::min(url.find('/', begin), url.size());
  return {.host = url.substr(begin, end - begin), .path = url.substr(end)};
}

std::string_view asked_host(const net::Request& request, bool is_trusted) {
  const std::string* host = is_trusted ? request.find("X-Forwarded-Host") : nullptr;
  if (host == nullptr) host = request.find("Host");
  return host == nullptr ? std::string_view() : std::string_view(*host);
}

}  // namespace

net::Response live() {
  return json_response(kOk, "no-store", R"({"live":true})");
}

net::Response ready(const Generation& now) {
  json::Writer problems;
  problems.begin_object();
  bool is_ready = true;
  for (const auto& issuer : now.issuers) {
    const auto problem = issuer->problem();
    if (!problem) continue;
    is_ready = false;
    problems.member(issuer->config().name, to_string(*problem));
  }
  problems.end_object();
  json::Writer writer;
  writer.begin_object().key("ready").boolean(is_ready);
  if (!is_ready) writer.key("issuers").raw(problems.text());
  return json_response(is_ready ? kOk : kUnavailable, "no-store", writer.end_object().take_string());
}

net::Response metadata_of(const net::Request& request, const Generation& now) {
  const std::string_view host = asked_host(request, is_trusted(request.peer, now.config));
  std::vector<const Policy*> with_path;
  const Policy* with_host = nullptr;
  for (const auto& policy : now.policies) {
    if (policy->metadata().empty()) continue;
    const std::string url = metadata_url(policy->config().resource);
    const Place place = split(url);
    if (place.path != request.target) continue;
    with_path.push_back(policy.get());
    if (codec::equal_ignoring_case(place.host, host)) with_host = policy.get();
  }
  // Behind a proxy that does not tell the host, a path that one resource alone has is enough.
  if (with_host == nullptr && with_path.size() == 1) with_host = with_path.front();
  if (with_host == nullptr) return json_response(kNotFound, "no-store", R"({"error":"not_found"})");
  net::Response response = json_response(kOk, "public, max-age=300", with_host->metadata());
  // It is public, and clients in browsers have to read it.
  response.fields.push_back({"Access-Control-Allow-Origin", "*"});
  return response;
}

}  // namespace signet::server
