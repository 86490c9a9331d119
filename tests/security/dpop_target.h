// A server under attack that takes DPoP proofs.
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

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

inline constexpr std::string_view kProofClaims =
    R"({"jti":"j-1","htm":"POST","htu":"https://as.example/token","iat":1800000000})";

/// All asymmetric rows that this libcrypto has.
std::vector<const SignatureAlgorithm*> proof_rows();
/// {"typ":"dpop+jwt","alg":ALG,"jwk":JWK,MORE}
std::string proof_header(std::string_view alg, std::string_view jwk, std::string_view more = {});
/// The bare public JWK of key_for(row).
std::string proof_jwk(const SignatureAlgorithm& row);
/// The proof that every test starts from, with other claims where some are given.
std::string proof_for(const SignatureAlgorithm& row, std::string_view claims = kProofClaims);

/// Refused with this error or one of "a|b", with bounded memory, and written down for the command line.
void refuse_proof(const SignatureAlgorithm& row, std::string_view proof, const DpopRequest& request,
                  std::string_view expected, const std::source_location& where = std::source_location::current());
/// It holds: what is refused beside it is refused for its own sake.
void accept_proof(std::string_view proof, const DpopRequest& request,
                  const std::source_location& where = std::source_location::current());

}  // namespace signet::test
