// /.well-known/openid-configuration: where clients of OpenID Connect look for the metadata of RFC 8414.
#include "server/oauth/endpoints/metadata_answer.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"GET"};

}  // namespace

constexpr EndpointRow endpoint_rows::metadata{.path = "/.well-known/openid-configuration",
                                              .methods = kMethods,
                                              .well_known = "/.well-known/openid-configuration",
                                              .answer = answer_metadata};

}  // namespace signet::server::oauth
