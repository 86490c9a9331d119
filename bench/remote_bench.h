// What the two halves of signet_remote_bench measure.
#pragma once

#include <cstddef>
#include <vector>

#include "harness.h"
#include "report.h"

namespace signet::bench {

struct RemoteResults {
  std::vector<Row> rows;
  std::vector<Figure> figures;
};

/// Verification through an IssuerRegistry of 1, 100 and 10,000 issuers whose sets are open.
void race_registry(RemoteResults& out, const Plan& plan);
/// Look-ups in a RevocationSet of so many entries, while it is quiet and while another thread changes it.
void race_revocations(RemoteResults& out, std::size_t entries, const Plan& plan);

}  // namespace signet::bench
