// /.well-known/jwks.json: RFC 7517 section 5.
#include <chrono>

#include "server/oauth/endpoint.h"
#include "server/oauth/etag.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"GET"};
/// How long verifiers may go on with what they have while they ask again, or cannot.
constexpr int kStaleWhileRevalidate = 60;
constexpr int kStaleIfError = 3'600;

void answer(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request, net::Pending pending) {
  const auto keys = tenant->keys();
  const auto max_age = std::chrono::floor<std::chrono::seconds>(keys->ring->max_age(services.catalog().clock()->now()));
  const std::string cache_control = "public, max-age=" + std::to_string(max_age.count()) +
                                    ", stale-while-revalidate=" + std::to_string(kStaleWhileRevalidate) +
                                    ", stale-if-error=" + std::to_string(kStaleIfError);
  net::Response response{
      .fields = {{"ETag", keys->ring->etag()}, {"Cache-Control", cache_control}, {"Access-Control-Allow-Origin", "*"}}};
  if (has_etag(request, keys->ring->etag())) {
    response.status = 304;
  } else {
    response.fields.push_back({"Content-Type", "application/jwk-set+json"});
    response.body = keys->ring->jwks();
  }
  pending.answer(std::move(response));
}

}  // namespace

constexpr EndpointRow endpoint_rows::jwks{
    .path = "/.well-known/jwks.json", .methods = kMethods, .metadata = "jwks_uri", .answer = answer};

}  // namespace signet::server::oauth
