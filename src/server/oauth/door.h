// Finds the tenant and the endpoint of a request: by the host and the path of issuers that are configured, and by
// nothing else.
#pragma once

#include "net/http.h"
#include "net/pending.h"
#include "server/oauth/endpoint.h"
#include "server/serve/loader.h"

namespace signet::server::oauth {

/// Used from many threads; lives longer than the server that calls it.
class Door {
 public:
  Door(Services& services, Loader& loader) noexcept : services_(services), loader_(loader) {}
  void answer(const net::Request& request, net::Pending pending);

 private:
  Services& services_;
  Loader& loader_;
};

}  // namespace signet::server::oauth
