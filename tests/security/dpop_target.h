// A server under attack that takes DPoP proofs.
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "dpop_forge.h"
#include "forge.h"
#include "scorecard.h"
#include "signet/dpop.h"

namespace signet::test {

/// The request that a proof comes with, as the library takes it and as a line of a batch says it.
struct DpopRequest {
  std::string method = "POST";
  std::string url = "https://as.example/token";
  Timestamp now = kNow;
  std::optional<std::string> nonce = {};
  std::optional<std::string> access_token = {};
  std::optional<std::string> jkt = {};

  dpop::Request to_request() const;
  /// "proof":...,"method":... and so on; empty when JSON cannot hold it.
  std::string to_members(std::string_view proof) const;
};

/// Refused with this error or one of "a|b", with bounded memory, and written down for the command line.
void refuse_proof(const SignatureAlgorithm& row, std::string_view proof, const DpopRequest& request,
                  std::string_view expected, const std::source_location& where = std::source_location::current());
/// It holds: what is refused beside it is refused for its own sake.
void accept_proof(std::string_view proof, const DpopRequest& request,
                  const std::source_location& where = std::source_location::current());

}  // namespace signet::test
