// Sockets that were passed on to this process: sd_listen_fds(3).
#pragma once

#include <vector>

namespace signet::net {

/// Their descriptors; none when LISTEN_FDS is not meant for this process. They are not passed on any further.
std::vector<int> inherited_sockets();

}  // namespace signet::net
