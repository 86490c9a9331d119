#include "profiles/dpop/proof_reader.h"

#include <memory>
#include <optional>
#include <utility>

#include "crypto/signature_algorithm.h"
#include "jose/compact.h"
#include "jose/header.h"
#include "jose/jwk_types.h"
#include "jose/jws_verify.h"
#include "jwt/verifier_state.h"
#include "profiles/dpop/hash.h"
#include "profiles/dpop/steps.h"
#include "signet/base64url.h"
#include "signet/seams/key_source.h"
#include "try.h"

namespace signet::dpop {
namespace {

/// The key that a proof brings along. This is the one place where "jwk" of a header is believed, since the question is
/// not who sent it, but whether the sender holds that key.
class OwnKey final : public KeySource {
 public:
  explicit OwnKey(json::Value header) : header_(header) {}

  /// The key is only made when the algorithm is allowed: it costs, and its text is anybody's.
  Result<KeyCandidates> find(const KeyQuery& query) const override {
    const auto jwk = header_.find("jwk");
    if (!jwk) return fail_step(3, Errc::header_parameter, "jwk");
    //= rfc9449#4.2 jwk MUST NOT contain a private key; that of a symmetric one is nothing else
    if (!jose::find_private_member(*jwk).empty()) return fail_step(7, Errc::private_key, "jwk");
    SIGNET_STEP_TRY(6, Key key, Key::from_jwk(*jwk));
    SIGNET_STEP_TRY(6, auto prepared, key.prepare(*query.algorithm));
    key_ = std::move(key);
    KeyCandidates candidates;
    candidates.keys.front() = std::move(prepared);
    candidates.count = 1;
    return candidates;
  }

  /// What find() has made.
  Key take() && { return *std::move(key_); }

 private:
  json::Value header_;
  mutable std::optional<Key> key_;  // this source lives for one proof, in one thread
};

/// typ is looked at before alg: what is no proof at all is better called so.
Result<> check_header(const VerifierState& state, const jose::Header& header) {
  jwt::Report report(jwt::Report::Extent::first);
  jwt::check_typ(state.rules, header, report);
  if (!report.empty()) return at_step(header.typ ? 4 : 3, std::move(report).take_first());
  //= rfc9449#4.3 a registered asymmetric algorithm that local policy accepts: the allow-list holds no other
  if (state.algorithms.find(header.alg) == nullptr) return fail_step(5, Errc::alg_not_allowed, "alg");
  return {};
}

/// RFC 9449 section 4.2. Claims that are registered elsewhere have their types as well.
Result<jwt::Claims> read_claims(const json::Value& payload) {
  SIGNET_STEP_TRY(3, const jwt::Claims claims, jwt::Claims::of(payload));
  for (const std::string_view name : {"jti", "htm", "htu", "iat"})
    if (!claims.find(name)) return fail_step(3, Errc::claim_missing, name);
  for (const std::string_view name : {"htm", "htu", "ath", "nonce"})
    if (const auto claim = claims.find(name); claim && !claim->is_string()) return fail_step(3, Errc::claim_type, name);
  //= rfc9449#4.2 jti MUST be assigned such that it is unique; no text is what those have who assign none
  if (claims.token_id()->empty()) return fail_step(3, Errc::claim_rule, "jti");
  return claims;
}

}  // namespace

Result<Proof> ProofReader::read(const VerifierState& state, std::string_view text) {
  SIGNET_STEP_TRY(2, const jose::Compact compact, jose::split_compact(text, state.max_size));
  if (compact.signature.empty()) return fail_step(2, Errc::malformed_token, "signature");
  json::Document header_document;
  //= rfc7797#7 JWTs MUST NOT use b64 with the value false; no extension is understood
  SIGNET_STEP_TRY(2, const jose::Header header, jose::parse_header(compact.header, header_document));
  SIGNET_CHECK(check_header(state, header));

  OwnKey source(header_document.root());
  jose::SignatureBuffer buffer;
  auto task = jose::prepare_signature(header.alg, std::nullopt, compact.signature, source, state.algorithms, buffer);
  if (!task && task.error().rule != nullptr) return std::unexpected(std::move(task).error());  // that of OwnKey
  if (!task) return at_step(task.error().code == Errc::malformed_token ? 2 : 6, std::move(task).error());
  SIGNET_STEP_TRY(6, const auto key, jose::try_keys(*task, as_bytes(compact.signing_input)));

  json::Document payload;
  SIGNET_STEP_CHECK(2, jwt::decode_payload(compact.payload, payload));
  SIGNET_TRY(const jwt::Claims claims, read_claims(payload.root()));
  SIGNET_TRY(const Digest token, sha256(*claims.token_id()));
  Proof proof(std::move(source).take(), std::move(payload), claims);
  proof.algorithm_ = key->algorithm().name;
  proof.replay_id_ = {.owner = key->identity(), .token = token};
  proof.jkt_ = base64url::encode(proof.replay_id_.owner);
  proof.acceptable_until_ = jwt::later(jwt::later(*claims.issued_at(), *state.rules.max_age), state.rules.leeway);
  return proof;
}

std::optional<std::string_view> Proof::text_of(std::string_view claim) const noexcept {
  const auto value = claims_.find(claim);
  return value ? value->string() : std::nullopt;
}

}  // namespace signet::dpop
