// A sidecar under attack, through each dialect of its proxies. Its one API is POST https://as.example/token, as that of
// security/dpop_forge.h, whose proofs come here over HTTP.
#pragma once

#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "security/dpop_forge.h"
#include "server/sidecar/fixture.h"

namespace signet::server::test {

using signet::test::Hostile;
using signet::test::ProofDraft;

/// What a client asked for, as its proxy tells it.
struct Told {
  std::string method = "POST";
  std::string target = "/token";
  std::string query = {};  ///< of the proxy's question: "policy=orders"; Envoy names the policy in its path
};

/// One kind of proxy.
struct Proxy {
  std::string_view name;
  /// The head of its question up to the fields of the client.
  std::string (*ask)(const Told& told);
};
std::span<const Proxy> proxies();

/// "200", "401 replayed(jti)", "400 malformed_request(DPoP)" or "400" without a reason; "403" where it is the answer.
/// What nginx cannot be told by its status is what Signet-Status says.
std::string verdict_of(const net::test::Answer& answer);

/// A good token, bound to key_for(row).
std::string token_for(const SignatureAlgorithm& row);
/// Its ath.
std::string hash_of(std::string_view token);
/// Both as fields.
std::string presented(std::string_view token, std::string_view proof);
/// What a good proof of now for this token says, with the jti of no other.
ProofDraft draft_for(std::string_view token, const SignatureAlgorithm& row);

class AttackTest : public SidecarTest {
 protected:
  AttackTest();

  /// `fields` are those of the client, each with its line end.
  std::string say(const Proxy& proxy, const std::string& fields, const Told& told = {}) const;
  /// For token_, bound to key_for(ES256).
  ProofDraft draft() const { return draft_for(token_, signet::test::row("ES256")); }
  std::string good_fields() const { return with_proof(draft().proof()); }
  std::string with_proof(std::string_view proof) const { return presented(token_, proof); }

  /// Through each proxy: a good request is granted, and then this one is refused, by a 401 with one of `expected` ("a"
  /// or "a|b"), or by a 400 where that is malformed_request or, as the answer to what is no HTTP, "-".
  void refuse(const std::string& fields, std::string_view expected, const Told& told = {},
              const std::source_location& where = std::source_location::current()) const;
  void refuse_proofs(const std::vector<Hostile>& all,
                     const std::source_location& where = std::source_location::current()) const;

  std::string token_;
};

}  // namespace signet::server::test
