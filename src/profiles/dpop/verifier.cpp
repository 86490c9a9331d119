// A proof held against the request that it came with: RFC 9449 section 4.3, steps 8 to 12, and section 11.1.
#include <span>
#include <string_view>
#include <utility>

#include "codec/uri.h"
#include "profiles/dpop/hash.h"
#include "profiles/dpop/proof_reader.h"
#include "profiles/dpop/steps.h"
#include "signet/dpop.h"
#include "try.h"

namespace signet::dpop {
namespace {

constexpr Rule kReplay{"RFC 9449 11.1", "a proof is used once within the window of time in which it is accepted"};
constexpr Rule kBinding{"RFC 9449 7.1", "with an access token the caller says which key it is bound to"};

Result<> check_method(const Proof& proof, const Request& request) {
  //= rfc9110#9.1 the method token is case-sensitive
  if (proof.method() != request.method) return fail_step(8, Errc::claim_mismatch, "htm");
  return {};
}

Result<> check_url(const Proof& proof, const Request& request) {
  //= rfc9449#4.3 servers SHOULD normalise by RFC 3986 sections 6.2.2 and 6.2.3; query and fragment are ignored
  const auto claimed = codec::normal_http_target(proof.url());
  if (!claimed) return fail_step(9, Errc::claim_rule, "htu");
  if (claimed != codec::normal_http_target(request.url)) return fail_step(9, Errc::claim_mismatch, "htu");
  return {};
}

// The caller's code may throw; verification does not.
Result<bool> ask(const AcceptNonce& accept, std::string_view nonce) {
  try {
    return accept(nonce);
  } catch (...) {
    return fail(Errc::internal, "nonce");
  }
}

Result<> check_nonce(const Proof& proof, const Request& request) {
  if (!request.nonce) return {};
  const auto nonce = proof.nonce();
  //= rfc9449#11.3 a server MUST NOT accept proofs without nonce when it has given one to the client
  if (!nonce) return fail_step(10, Errc::nonce_required, "nonce");
  SIGNET_TRY(const bool accepted, ask(request.nonce, *nonce));
  if (!accepted) return fail_step(10, Errc::claim_mismatch, "nonce");
  return {};
}

/// iat, and exp and nbf where a proof has them, which mean what they mean in any JWT.
Result<> check_times(const VerifierState& state, const Proof& proof, Timestamp now) {
  jwt::Report report(jwt::Report::Extent::first);
  jwt::check_claims(state.rules, proof.claims(), now, report);
  if (report.empty()) return {};
  Error error = std::move(report).take_first();
  if (error.subject == "iat") return at_step(11, std::move(error));
  return std::unexpected(std::move(error));
}

Result<> check_access_token(const Proof& proof, const Request& request) {
  if (request.access_token) {
    const auto claimed = proof.access_token_hash();
    if (!claimed) return fail_step(12, Errc::claim_missing, "ath");
    SIGNET_STEP_TRY(12, const std::string hash, access_token_hash(*request.access_token));
    if (*claimed != hash) return fail_step(12, Errc::claim_mismatch, "ath");
  }
  //= rfc9449#6 the public key of the proof MUST match the one that the token is bound to
  if (request.jkt && *request.jkt != proof.jkt()) return fail_step(12, Errc::key_mismatch, "jkt");
  return {};
}

Result<> use_once(ReplayStore& store, const Proof& proof, Timestamp now) {
  try {
    Result<> used = store.use_once(proof.replay_id(), proof.acceptable_until(), now);
    if (!used && used.error().code == Errc::replayed) used.error().rule = &kReplay;
    return used;
  } catch (...) {
    return fail(Errc::internal, "replay");
  }
}

}  // namespace

const AlgorithmSet& Verifier::algorithms() const noexcept {
  return state_->algorithms;
}

Result<Proof> Verifier::verify(std::string_view text, const Request& request, Timestamp now) const {
  if (request.access_token && !request.jkt && !request.any_key) return fail(Errc::policy_incomplete, "jkt", &kBinding);
  SIGNET_TRY(Proof proof, ProofReader::read(*state_, text));
  SIGNET_CHECK(check_method(proof, request));
  SIGNET_CHECK(check_url(proof, request));
  SIGNET_CHECK(check_nonce(proof, request));
  SIGNET_CHECK(check_times(*state_, proof, now));
  SIGNET_CHECK(check_access_token(proof, request));
  proof.for_access_token_ = request.access_token.has_value();
  // Last, so that nothing is remembered of what is refused: else anybody could fill the store, or use up a jti.
  if (state_->replay != nullptr) SIGNET_CHECK(use_once(*state_->replay, proof, now));
  return proof;
}

Result<Proof> Verifier::verify_fields(std::span<const std::string_view> fields, const Request& request,
                                      Timestamp now) const {
  if (fields.empty()) return fail_step(2, Errc::malformed_token, "DPoP");
  //= rfc9449#4.3 there is not more than one DPoP HTTP request header field
  if (fields.size() > 1) return fail_step(1, Errc::malformed_token, "DPoP");
  return verify(fields.front(), request, now);
}

}  // namespace signet::dpop
