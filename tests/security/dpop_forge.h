// DPoP proofs, good ones and hostile ones: for whoever takes proofs, the library and what serves over HTTP.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forge.h"

namespace signet::test {

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

/// What a good proof says, as JSON has it. A hostile one differs from it in one thing.
struct ProofDraft {
  const SignatureAlgorithm* row;  ///< it is signed with key_for(row)
  std::string htm = "POST";
  std::string htu = "https://as.example/token";
  std::string iat = "1800000000";
  std::string more = {};  ///< further members, a comma before each
  std::string jti = "j-1";

  std::string claims() const;
  std::string proof() const { return proof_for(*row, claims()); }
  ProofDraft with_htm(std::string_view text) const;
  ProofDraft with_htu(std::string_view text) const;
  ProofDraft with_iat(std::string_view number) const;
  ProofDraft with_more(std::string_view members) const;
};

/// With a key that is not public, or none at all.
std::vector<Hostile> proofs_with_odd_keys(const ProofDraft& draft);
/// With another typ or none; the last one of them is an access token.
std::vector<Hostile> proofs_of_another_typ(const ProofDraft& draft);
/// With no algorithm, or a MAC whose key everybody knows.
std::vector<Hostile> proofs_that_prove_nothing(const ProofDraft& draft);
/// With the draft's algorithm and the key of another.
std::vector<Hostile> proofs_by_another_type(const ProofDraft& draft);
/// With the signature of another key, of another text, or none.
std::vector<Hostile> proofs_with_odd_signatures(const ProofDraft& draft);
std::vector<Hostile> proofs_for_no_url(const ProofDraft& draft);
std::vector<Hostile> proofs_with_odd_claims(const ProofDraft& draft);
/// Old ones and future ones, by whatever clock.
std::vector<Hostile> proofs_of_other_times(const ProofDraft& draft);
/// Where "n-2" is wanted; none of them is a nonce that somebody gave.
std::vector<Hostile> proofs_with_odd_nonces(const ProofDraft& draft);
/// Of `token`, whose hash is `hash`.
std::vector<Hostile> proofs_with_odd_hashes(const ProofDraft& draft, std::string_view token, std::string_view hash);
std::vector<Hostile> proofs_that_are_too_large(const ProofDraft& draft);

/// That are not https://as.example/token.
std::vector<std::string_view> other_urls();
/// That are not "POST".
std::vector<std::string_view> other_methods();

}  // namespace signet::test
