// DPoP, proofs that the sender of an HTTP request holds a private key: RFC 9449.
//
// A Verifier runs the twelve checks of RFC 9449 section 4.3, which steps() lists, and refuses a proof that was seen
// before (section 11.1). What it cannot check is whether the access token itself is good: verify it first, and hand
// over the thumbprint that it is bound to.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signet/algorithm.h"
#include "signet/claims.h"
#include "signet/json.h"
#include "signet/key.h"
#include "signet/result.h"
#include "signet/seams/replay_store.h"
#include "signet/seams/signer.h"
#include "signet/timestamp.h"

namespace signet::dpop {

/// The largest proof: one with an ML-DSA-87 key and its signature has about 11 KiB.
inline constexpr std::size_t kMaxProof = 16u << 10;
/// How old a proof may be, and how far ahead of ours the clock of who made it.
inline constexpr Duration kDefaultMaxAge = std::chrono::seconds(60);
inline constexpr Duration kMaxMaxAge = std::chrono::minutes(10);
inline constexpr Duration kDefaultSkew = std::chrono::seconds(10);
inline constexpr Duration kMaxSkew = std::chrono::seconds(60);

/// One check of RFC 9449 section 4.3. Errors of a Verifier point to the rule of the step that failed.
struct Step {
  unsigned number;  ///< 1 to 12
  Rule rule;        ///< section and what it asks
};
/// All twelve, in the order of the RFC.
std::span<const Step> steps() noexcept;

/// The OAuth error for a proof that was refused: "use_dpop_nonce" (send a DPoP-Nonce header with it, RFC 9449 sections
/// 8 and 9), "invalid_token" where the access token is bound to another key (section 7.1), else "invalid_dpop_proof".
/// A refresh token that is bound to another key is "invalid_grant" instead (RFC 6749 section 5.2).
std::string_view oauth_error(const Error& error) noexcept;

/// Every asymmetric algorithm of the registry that this machine has: what a verifier allows unless it is told.
AlgorithmSet asymmetric_algorithms();

/// Whether a nonce is one that this server gave out recently. It is called with text from a proof whose signature has
/// held, perhaps from many threads at once; one that throws is internal(nonce).
using AcceptNonce = std::function<bool(std::string_view nonce)>;
/// Accepts exactly these: the newest nonce and those before it that clients may still use.
AcceptNonce one_of(std::vector<std::string> nonces);

/// The request that came with the proof.
struct Request {
  std::string_view method;  ///< "POST": compared as it is, case counts (RFC 9110 section 9.1)
  /// The target URI (RFC 9110 section 7.1) as clients know it, so behind a proxy not the proxy's own. A query or
  /// fragment is ignored, and equivalent spellings are the same (RFC 3986 sections 6.2.2 and 6.2.3).
  std::string_view url;
  /// The access token, when one was presented; the proof is then for this token alone ("ath").
  std::optional<std::string_view> access_token = {};
  /// The thumbprint that the access token ("cnf"."jkt"), the refresh token or the authorization code is bound to.
  std::optional<std::string_view> jkt = {};
  /// With an access token: no jkt is known here, and the caller compares Proof::jkt() with it.
  bool any_key = false;
  /// Set when the server has given the client a nonce: a proof must then have one that is accepted.
  AcceptNonce nonce = {};
};

/// What a verifier demands, apart from the request. Whether proofs may be used again has to be decided by name.
class Policy {
 public:
  /// Default: asymmetric_algorithms().
  Policy& algorithms(std::initializer_list<std::string_view> names);
  Policy& algorithms(const AlgorithmSet& rows);
  Policy& max_age(Duration since_iat);  ///< default 60 s, at most 10 min
  Policy& skew(Duration of_clocks);     ///< default 10 s, at most 60 s; added to max_age, too
  Policy& max_size(std::size_t bytes);  ///< default and at most kMaxProof
  /// Each proof is used once: what was used is remembered here.
  Policy& replay_store(std::shared_ptr<ReplayStore> store);
  /// Proofs are not remembered: whoever captures one can use it again until it is too old, unless the caller remembers
  /// Proof::replay_id() itself.
  Policy& any_replay();

 private:
  friend class Verifier;
  std::optional<std::vector<std::string>> algorithm_names_;
  AlgorithmSet algorithms_;
  Duration max_age_ = kDefaultMaxAge;
  Duration skew_ = kDefaultSkew;
  std::size_t max_size_ = kMaxProof;
  std::optional<std::shared_ptr<ReplayStore>> replay_;
  bool any_replay_ = false;
};

class ProofReader;  // internal
struct VerifierState;

/// A proof for which every check held. Only a Verifier makes one. It proves that who sent this request holds the key,
/// and nothing more: who that is, the access token or the client's authentication says.
class Proof {
 public:
  /// The thumbprint of the key (RFC 7638 with SHA-256, base64url): what a token that is issued now is bound to.
  std::string_view jkt() const noexcept SIGNET_LIFETIME_BOUND { return jkt_; }
  /// The key itself, public.
  const Key& key() const noexcept SIGNET_LIFETIME_BOUND { return key_; }
  std::string_view algorithm() const noexcept { return algorithm_; }
  std::string_view token_id() const noexcept { return *claims_.token_id(); }  ///< jti
  std::string_view method() const noexcept { return *text_of("htm"); }        ///< htm
  std::string_view url() const noexcept { return *text_of("htu"); }           ///< htu, as it stands in the proof
  Timestamp issued_at() const noexcept { return *claims_.issued_at(); }       ///< iat
  /// Whether it was held against an access token: only then may it be used to present one (RFC 9449 section 7).
  bool is_for_access_token() const noexcept { return for_access_token_; }
  /// ath: it was compared if, and only if, the request had an access token.
  std::optional<std::string_view> access_token_hash() const noexcept { return text_of("ath"); }
  /// nonce: it was looked at if, and only if, the request had a check for it.
  std::optional<std::string_view> nonce() const noexcept { return text_of("nonce"); }
  /// All claims, those of extensions among them.
  const jwt::Claims& claims() const noexcept SIGNET_LIFETIME_BOUND { return claims_; }

  /// What a ReplayStore remembers of this proof, and how long: for callers who do that themselves.
  const ReplayId& replay_id() const noexcept SIGNET_LIFETIME_BOUND { return replay_id_; }
  Timestamp acceptable_until() const noexcept { return acceptable_until_; }

 private:
  friend class ProofReader;
  friend class Verifier;
  std::optional<std::string_view> text_of(std::string_view claim) const noexcept;
  Proof(Key key, json::Document payload, const jwt::Claims& claims)
      : key_(std::move(key)), payload_(std::move(payload)), claims_(claims) {}
  Key key_;
  std::string jkt_;
  json::Document payload_;  // moving it keeps the views of claims_ valid
  jwt::Claims claims_;
  std::string_view algorithm_;
  ReplayId replay_id_{};
  Timestamp acceptable_until_;
  bool for_access_token_ = false;
};

/// Verifies proofs. Built once, immutable, cheap to copy, used from many threads.
class Verifier {
 public:
  /// Errors: policy_incomplete(replay) when that is left open, contradictory or null, policy_incomplete(alg) for no
  /// algorithm, alg_unknown(NAME), symmetric_key(NAME) for an HMAC algorithm, limit_exceeded(max_age|skew|max_size).
  static Result<Verifier> build(const Policy& policy);

  /// Those that proofs may be signed with: what a challenge offers as "algs" (RFC 9449 section 7.1).
  const AlgorithmSet& algorithms() const noexcept SIGNET_LIFETIME_BOUND;

  /// Steps 2 to 12 of RFC 9449 section 4.3, then whether the proof was used before.
  /// Errors, in this order: policy_incomplete(jkt) for an access token without jkt or any_key; limit_exceeded(token);
  /// malformed_token(PART), malformed_json(header), duplicate_name(NAME), header_parameter(NAME), crit_unknown(NAME),
  /// crit_malformed(crit); typ_mismatch(typ); alg_not_allowed(alg); header_parameter(jwk) when there is none,
  /// private_key(jwk) for one that is not public, those of Key::from_jwk and Key::check_fit for one that is not good;
  /// bad_signature; malformed_json(payload), claim_type(NAME), claim_missing(jti|htm|htu|iat), claim_rule(jti) for an
  /// empty one; claim_mismatch(htm); claim_rule(htu) for no http or https URI, claim_mismatch(htu);
  /// nonce_required(nonce) when there is none, claim_mismatch(nonce); token_expired(iat|exp),
  /// token_not_yet_valid(iat|nbf); claim_missing(ath), claim_mismatch(ath); key_mismatch(jkt); and those of
  /// ReplayStore::use_once, replayed(jti) among them, and internal(replay) for one that throws.
  Result<Proof> verify(std::string_view proof, const Request& request, Timestamp now) const;
  /// The same from the values of all DPoP header fields of the request: step 1, too.
  /// Errors: also malformed_token(DPoP) when there is none or more than one.
  Result<Proof> verify_fields(std::span<const std::string_view> fields, const Request& request, Timestamp now) const;

 private:
  explicit Verifier(std::shared_ptr<const VerifierState> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<const VerifierState> state_;
};

/// The request that a proof is made for.
struct ProofRequest {
  std::string_view method;
  std::string_view url;                               ///< its query and fragment are left out of the proof
  std::optional<std::string_view> access_token = {};  ///< for a protected resource: makes "ath"
  std::optional<std::string_view> nonce = {};         ///< the last one that this server gave
};

/// Makes proofs with one key. Immutable, used from many threads if its signer may be.
class Prover {
 public:
  /// From a private key, with the algorithm that it names. Errors: those of Key::signer(), symmetric_key(kty).
  static Result<Prover> build(const Key& key);
  /// With a signer that holds the private half elsewhere. Errors: alg_unknown(alg), and those of Key::check_fit when
  /// the key is not one for the signer's algorithm; that they belong together is the caller's word.
  static Result<Prover> build(std::shared_ptr<const Signer> signer, const Key& key);

  /// A new proof, with a random jti of 128 bits. Make one for each request, also when one is sent again.
  /// Errors: claim_rule(htm) for no method, claim_rule(htu) for no http or https URI, claim_rule(nonce) for characters
  /// that a nonce does not have (RFC 9449 section 8.1), internal(random), and those of the signer.
  Result<std::string> prove(const ProofRequest& request, Timestamp now) const;

  /// The thumbprint of the key, for "dpop_jkt" (RFC 9449 section 10).
  std::string_view jkt() const noexcept SIGNET_LIFETIME_BOUND { return jkt_; }

 private:
  Prover(std::shared_ptr<const Signer> signer, std::string jwk, std::string jkt)
      : signer_(std::move(signer)), jwk_(std::move(jwk)), jkt_(std::move(jkt)) {}
  std::shared_ptr<const Signer> signer_;
  std::string jwk_;  // as it stands in each header
  std::string jkt_;
};

/// The nonces that servers gave a client, the last one of each origin (RFC 9449 sections 8.2 and 9): one is used only
/// with the server that gave it. Keeps those of the 64 origins that gave one last. May be used from many threads.
class NonceMemory {
 public:
  NonceMemory();
  ~NonceMemory();
  NonceMemory(const NonceMemory&) = delete;
  NonceMemory& operator=(const NonceMemory&) = delete;

  /// The DPoP-Nonce field of a response from `url`. Errors: claim_rule(htu), claim_rule(nonce) as Prover::prove.
  Result<> remember(std::string_view url, std::string_view nonce);
  /// What to send to `url`, if its origin has given a nonce.
  std::optional<std::string> find(std::string_view url) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace signet::dpop
