// Requests that two readers could read in two ways, or that are too large, and what each is answered.
#pragma once

#include <string>
#include <vector>

namespace signet::net::test {

struct Probe {
  std::string name;
  std::string request;
  int status;  ///< of the one answer
};

/// Each is refused: one answer, and the connection is closed.
const std::vector<Probe>& refused_probes();

/// Each holds, and has as many answers as the number that stands in place of the status.
const std::vector<Probe>& accepted_probes();

}  // namespace signet::net::test
