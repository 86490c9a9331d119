// /.well-known/oauth-authorization-server: RFC 8414 section 3.
#include "server/oauth/endpoints/metadata_answer.h"

#include "server/oauth/metadata_text.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"GET"};

}  // namespace

void answer_metadata(Services& /*services*/, std::shared_ptr<Tenant> tenant, const net::Request& /*request*/,
                     net::Pending pending) {
  pending.answer({.fields = {{"Content-Type", "application/json"},
                             {"Cache-Control", "public, max-age=600"},
                             {"Access-Control-Allow-Origin", "*"}},
                  .body = metadata_text(*tenant->settings(), *tenant->keys()->ring)});
}

constexpr EndpointRow endpoint_rows::oauth_metadata{.path = "/.well-known/oauth-authorization-server",
                                                    .methods = kMethods,
                                                    .well_known = "/.well-known/oauth-authorization-server",
                                                    .answer = answer_metadata};

}  // namespace signet::server::oauth
