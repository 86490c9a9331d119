// One request to an endpoint of OAuth, as client authentication and grants see it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"
#include "server/oauth/form.h"
#include "server/oauth/refusal.h"
#include "server/tenancy/catalog.h"
#include "server/tenancy/tenant.h"
#include "signet/timestamp.h"

namespace signet::server::oauth {

class Services;

/// Something that may be used once, and is before anything is issued: the jti of an assertion or of a proof.
struct SingleUse {
  std::string id;  ///< in the store: a hash of what it is and whose
  Timestamp expires;
  Refusal otherwise;  ///< what a second use is refused with
};

/// Lives as long as the request is judged; what outlives that is copied.
struct Exchange {
  Services& services;
  std::shared_ptr<Tenant> tenant;
  std::shared_ptr<const Settings> settings;
  const net::Request& http;
  Form form;
  Timestamp now;
  std::vector<SingleUse> uses = {};
};

/// The id of what is used once; parts cannot be confused, whatever is in them.
std::string use_id(std::string_view what, std::string_view owner, std::string_view value);

}  // namespace signet::server::oauth
