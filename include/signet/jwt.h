// JSON Web Token: RFC 7519, with the rules of RFC 8725.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "signet/claim_registry.h"
#include "signet/claims.h"
#include "signet/json.h"
#include "signet/jwe.h"
#include "signet/jwk_set.h"
#include "signet/jws.h"
#include "signet/profile.h"
#include "signet/result.h"
#include "signet/seams/revocation_source.h"
#include "signet/timestamp.h"

namespace signet::jwt {

inline constexpr std::size_t kMaxSize = 64u << 10;
inline constexpr Duration kDefaultLeeway = std::chrono::seconds(10);
inline constexpr Duration kMaxLeeway = std::chrono::seconds(60);

class Remembered;  // internal
class Verifier;
struct Diagnosis;
struct VerifierState;
struct ScratchState;

/// A token whose signature and every rule of the verifier held. Only Verifier makes one, so a function that takes a
/// Verified cannot be given unchecked input. It owns what it shows; moving it keeps views valid.
class Verified {
 public:
  const Claims& claims() const noexcept SIGNET_LIFETIME_BOUND { return claims_; }
  /// What proves the claims: the algorithm of the signature, or of key management where Policy::shared_key_claims()
  /// lets a shared key stand for one.
  std::string_view algorithm() const noexcept { return algorithm_; }
  /// The kid of the key that proves them, or empty.
  std::string_view key_id() const noexcept SIGNET_LIFETIME_BOUND { return key_id_; }
  /// The content encryption that the token came in ("A256GCM"), or empty.
  std::string_view encryption() const noexcept { return encryption_; }
  /// What is wrong with registered claims where Policy::registered_claims(Scrutiny::warn) only warns of it.
  std::span<const Error> warnings() const noexcept SIGNET_LIFETIME_BOUND { return warnings_; }

 private:
  friend class Verifier;
  Verified(json::Document payload, Claims claims, std::string_view algorithm, std::string key_id,
           std::string_view encryption, std::vector<Error> warnings)
      : payload_(std::move(payload)),
        claims_(claims),
        algorithm_(algorithm),
        key_id_(std::move(key_id)),
        encryption_(encryption),
        warnings_(std::move(warnings)) {}
  json::Document payload_;
  Claims claims_;
  std::string_view algorithm_;
  std::string key_id_;
  std::string_view encryption_;
  std::vector<Error> warnings_;
};

/// Memory that verifications of one thread reuse. After the first few tokens a verification allocates nothing.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(Scratch&&) noexcept;
  Scratch& operator=(Scratch&&) noexcept;

 private:
  friend class Remembered;
  friend class Verifier;
  std::unique_ptr<ScratchState> state_;
};

/// The same promise as Verified, looking into a Scratch: valid until that Scratch is used again or ends.
class VerifiedView {
 public:
  const Claims& claims() const noexcept SIGNET_LIFETIME_BOUND { return claims_; }
  std::string_view algorithm() const noexcept { return algorithm_; }
  std::string_view key_id() const noexcept { return key_id_; }
  std::string_view encryption() const noexcept { return encryption_; }
  std::span<const Error> warnings() const noexcept SIGNET_LIFETIME_BOUND { return warnings_; }

 private:
  friend class Verifier;
  VerifiedView(Claims claims, std::string_view algorithm, std::string_view key_id, std::string_view encryption,
               std::span<const Error> warnings)
      : claims_(claims), algorithm_(algorithm), key_id_(key_id), encryption_(encryption), warnings_(warnings) {}
  Claims claims_;
  std::string_view algorithm_;
  std::string_view key_id_;
  std::string_view encryption_;
  std::span<const Error> warnings_;
};

/// A rule of the caller's own. It runs after the signature has held and on claims whose registered ones have their
/// types: for verify() after every rule of the policy, for failures() also when some of those did not hold. An error
/// that it returns is passed on; an exception becomes internal(NAME), where NAME is the check's.
using Check = std::function<Result<>(const Claims& claims, Timestamp now)>;

class PolicyReader;  // internal

/// What a verifier demands. Four things must be decided, each by an expectation or by ignoring it by name: the
/// issuer, the audience, the algorithms and the typ.
class Policy {
 public:
  Policy& issuer(std::string_view exact);  ///< repeat it to accept several; bytes are compared exactly
  Policy& any_issuer();
  Policy& audience(std::string_view exact);  ///< repeat it: the token must name at least one
  Policy& any_audience();
  Policy& algorithms(std::initializer_list<std::string_view> names);
  Policy& algorithms(std::span<const std::string_view> names);
  Policy& algorithms(const AlgorithmSet& rows);
  /// A policy of policy_table.h: its claims are required; its algorithms are allowed, unless algorithms() names some.
  /// It never allows a symmetric algorithm. The last one counts.
  Policy& dated(std::string_view name);
  /// "at+jwt": compared as RFC 7515 section 4.1.9 says, so "application/" may be left out. Repeatable.
  Policy& typ(std::string_view media_type);
  Policy& typ_jwt();  ///< "JWT" or absent
  Policy& any_typ();

  Policy& leeway(Duration clock_skew);  ///< default 10 s, at most 60 s
  Policy& max_age(Duration since_iat);  ///< iat is then required
  Policy& require(std::string_view claim);
  Policy& check(std::string name, Check rule);
  /// What happens with registered claims whose values break the rules of their documents, and with rules between claims
  /// (claim_registry.h); default strict. Claims that a profile names are always looked at strictly, and iss, sub, aud,
  /// exp, nbf, iat and jti must always have their types.
  Policy& registered_claims(Scrutiny scrutiny);
  /// The token is of this kind, or meets this overlay as well; repeat it for several overlays. A profile that has a typ
  /// of its own decides the typ, and typ() can only choose among those that it accepts. An overlay brings its base
  /// along unless another kind of token is named. The profile must live as long as the verifier.
  Policy& profile(const Profile& profile);
  /// A token that was revoked is refused, by its jti, sid, sub, client_id (or azp) and the kid of its key, and by the
  /// claim `grant_claim`, if it is not empty, as the family of its grant. Asked last of all before the caller's own
  /// checks, of what is proven; no network is waited for.
  Policy& revocations(std::shared_ptr<const RevocationSource> source, std::string_view grant_claim = {});
  Policy& max_size(std::size_t bytes);  ///< default 64 KiB, at most jws::kMaxSize

  /// Every token is encrypted: a nested token (RFC 7519 section 5.2), whose outer header says "cty":"JWT" and whose
  /// inner token meets the rest of this policy. A token that is only signed is refused, and one that is only encrypted,
  /// since anybody can encrypt to a public key. Nothing is nested deeper. Sizes are those of this policy.
  Policy& encrypted(jwe::Policy outer);
  /// Also takes tokens that are only encrypted and say no cty, when the key is one that issuer and recipient share:
  /// then the encryption proves who made them. The rest of this policy holds for them, but for the signature.
  Policy& shared_key_claims();

 private:
  friend class PolicyReader;
  std::vector<std::string> issuers_;
  std::vector<std::string> audiences_;
  std::vector<std::string> typs_;
  bool any_issuer_ = false;
  bool any_audience_ = false;
  bool any_typ_ = false;
  bool typ_may_be_absent_ = false;
  std::vector<std::string> algorithm_names_;
  AlgorithmSet algorithms_;
  std::optional<std::string> dated_;
  Duration leeway_ = kDefaultLeeway;
  std::optional<Duration> max_age_;
  std::vector<std::string> required_;
  std::vector<std::pair<std::string, Check>> checks_;
  Scrutiny registered_claims_ = Scrutiny::strict;
  std::vector<const Profile*> profiles_;
  std::shared_ptr<const RevocationSource> revocations_;
  std::string grant_claim_;
  bool asks_for_revocations_ = false;
  std::size_t max_size_ = kMaxSize;
  std::optional<jwe::Policy> encryption_;
  bool shared_key_claims_ = false;
};

/// Verifies tokens. Built once, immutable, cheap to copy, used from many threads.
class Verifier {
 public:
  /// Errors: policy_incomplete(issuer|audience|alg|typ) for what is left open, contradictory or an empty string,
  /// policy_incomplete(required|check|keys|revocations) for an empty name, an empty function or null,
  /// policy_incomplete(policy) for a dated policy that there is not, policy_incomplete(profile) for two kinds of token,
  /// policy_incomplete(typ) also for a typ that the profile does not accept, alg_unknown(NAME),
  /// limit_exceeded(leeway|max_age|max_size).
  static Result<Verifier> build(Policy policy, std::shared_ptr<const KeySource> keys);
  static Result<Verifier> build(Policy policy, const JwkSet& keys);
  /// With the keys for Policy::encrypted(). Errors: also policy_incomplete(encryption|enc|decryption_keys) when only
  /// one of policy and keys speaks of encryption, or not wholly.
  static Result<Verifier> build(Policy policy, std::shared_ptr<const KeySource> keys,
                                std::shared_ptr<const DecryptionKeySource> decryption_keys);
  static Result<Verifier> build(Policy policy, const JwkSet& keys, const JwkSet& decryption_keys);

  /// The token's claims, if everything held; else the first thing that did not, in this order: form, header,
  /// algorithm, key, signature; payload; typ; types of the registered claims; iss, aud, required claims, exp, nbf,
  /// iat, max_age; values of the registered claims, and rules between them; profiles; revocations; the caller's checks.
  /// Errors:
  /// those of jws::verify_compact, and malformed_json(payload), typ_mismatch(typ), claim_type(NAME), claim_rule(NAME),
  /// claim_missing(NAME), claim_mismatch(NAME), token_expired(exp|iat), token_not_yet_valid(nbf|iat),
  /// header_parameter(NAME) for one that a profile requires or forbids, those of the profiles, revoked(NAME) and
  /// revocations_unknown(REASON), and those of the caller's checks. For an encrypted token first those of
  /// jwe::decrypt_compact, typ_mismatch(cty) for one that is not nested, alg_not_allowed(alg) for claims that no shared
  /// key proves, and claim_mismatch(NAME) for a claim that the outer header has with another value. `context` is what
  /// profiles hold the token against.
  Result<Verified> verify(std::string_view token, Timestamp now, const Context& context = {}) const;
  /// The same without allocating; the result looks into `scratch`.
  Result<VerifiedView> verify(std::string_view token, Timestamp now, Scratch& scratch SIGNET_LIFETIME_BOUND,
                              const Context& context = {}) const;
  Result<VerifiedView> verify(std::string_view token, Timestamp now, Scratch&& scratch,
                              const Context& context = {}) const = delete;
  /// Everything that does not hold. Without a good signature that is one error, since nothing else can be believed;
  /// with one, all claims that fail, each once. Empty: the token is good.
  std::vector<Error> failures(std::string_view token, Timestamp now, const Context& context = {}) const;
  /// Every step with what came of it, for people who look for the cause: signet/diagnosis.h. It reads claims that
  /// nobody has proven, so never decide by it.
  Diagnosis explain(std::string_view token, Timestamp now, const Context& context = {}) const;

 private:
  friend class Remembered;
  explicit Verifier(std::shared_ptr<const VerifierState> state) noexcept : state_(std::move(state)) {}
  /// What `view` shows, with the memory of the scratch that it looks into.
  static Verified owning(const VerifiedView& view, Scratch& scratch);
  std::shared_ptr<const VerifierState> state_;
};

/// A token that nobody has checked, for looking at. It gives no claims in a type that checked code accepts.
class Unverified {
 public:
  /// A token whose last part is empty (RFC 7519 section 6) can be looked at, too.
  /// Errors: malformed_token(PART), malformed_json(header|payload), duplicate_name(NAME),
  /// limit_exceeded(token|header|depth).
  static Result<Unverified> decode(std::string_view token, std::size_t max_size = kMaxSize);
  json::Value header() const noexcept SIGNET_LIFETIME_BOUND { return header_.root(); }
  json::Value payload() const noexcept SIGNET_LIFETIME_BOUND { return payload_.root(); }
  /// Whether the last part is not empty; it says nothing about whether a signature there would hold.
  bool has_signature() const noexcept { return has_signature_; }

 private:
  Unverified() = default;
  json::Document header_;
  json::Document payload_;
  bool has_signature_ = false;
};

/// The "iss" of a token that nobody has checked, only to choose among verifiers that are configured; the chosen
/// verifier demands the same value again. Errors: as Unverified::decode, claim_missing(iss), claim_type(iss|payload).
Result<std::string> peek_issuer(std::string_view token);

/// Makes tokens. Claims keep the order in which they were set; setting one again replaces its value in place.
class Builder {
 public:
  Builder& typ(std::string_view media_type);  ///< default that of the profile, else "JWT"; empty: none
  /// The token meets this profile; repeatable as Policy::profile().
  Builder& profile(const Profile& profile);
  /// Further members of the header of a signed token, as jws::HeaderOptions::extra_json; profiles look at them, too.
  Builder& header_json(std::string_view object);
  Builder& without_kid();
  Builder& issuer(std::string_view value);
  Builder& subject(std::string_view value);
  Builder& audience(std::string_view value);                    ///< a string
  Builder& audience(std::span<const std::string_view> values);  ///< an array
  Builder& expires_at(Timestamp when);
  Builder& not_before(Timestamp when);
  Builder& issued_at(Timestamp when);
  Builder& token_id(std::string_view value);
  Builder& claim(std::string_view name, std::string_view text);
  Builder& claim(std::string_view name, const char* text) { return claim(name, std::string_view(text)); }
  Builder& claim(std::string_view name, std::int64_t number);
  Builder& claim(std::string_view name, int number) { return claim(name, static_cast<std::int64_t>(number)); }
  Builder& claim(std::string_view name, bool value);
  Builder& claim_json(std::string_view name, std::string_view json);
  /// All members of a JSON object.
  Builder& claims_json(std::string_view object);

  /// The claims set as it would be signed. Errors: the first one of the setters: malformed_json(NAME) for a text that
  /// is not UTF-8 or not JSON, duplicate_name(NAME), claim_type(payload) for claims_json() of no object; then
  /// claim_type(NAME) for a registered claim of the wrong type, claim_rule(NAME) for one that breaks a rule of its
  /// value or a rule between claims, those that only issuers keep among them, typ_mismatch(typ) for a typ() that the
  /// profile does not have, and what the profiles find.
  Result<std::string> payload() const;
  /// Errors: those of payload() and of jws::sign_compact, claim_rule(cnf) for a secret that all could read.
  Result<std::string> sign(const Signer& signer) const;
  /// The same for a token that is encrypted next, so that it may hold secrets. Errors: those of payload() and of
  /// jws::sign_compact.
  Result<std::string> sign_inner(const Signer& signer) const;
  /// A nested token: signed, then encrypted (RFC 7519 section 11.2), with "cty":"JWT". Claims that are named in
  /// `replicated` stand in the outer header as well, for those who route by it (section 5.3): they are not secret then.
  /// Errors: those of payload(), of jws::sign_compact and of jwe::encrypt_compact, claim_missing(NAME) for a claim that
  /// there is not, claim_rule(cnf) for a secret that would stand in the outer header.
  Result<std::string> sign_and_encrypt(const Signer& signer, const jwe::Recipient& recipient,
                                       const ContentEncryption& enc,
                                       std::span<const std::string_view> replicated = {}) const;
  /// A token that is only encrypted, for Policy::shared_key_claims(). Errors: those of payload() and of
  /// jwe::encrypt_compact, alg_not_allowed(alg) for a key that is not a shared one, claim_missing(NAME) and
  /// claim_rule(cnf) as sign_and_encrypt().
  Result<std::string> encrypt(const jwe::Recipient& recipient, const ContentEncryption& enc,
                              std::span<const std::string_view> replicated = {}) const;

 private:
  struct Entry {
    std::string name;
    std::string json;
  };
  Builder& set(std::string_view name, std::string json);
  Builder& set_date(std::string_view name, Timestamp when);
  Builder& remember(Error error);
  Result<std::string> replicated_json(std::span<const std::string_view> names) const;
  std::vector<Entry> entries_;
  std::optional<Error> problem_;
  std::string_view typ_or_default() const noexcept;
  Result<> check_claims(const json::Document& claims) const;
  Result<json::Document> planned_header() const;
  std::optional<std::string> typ_;
  std::string header_json_;
  std::vector<const Profile*> profiles_;
  bool with_kid_ = true;
};

}  // namespace signet::jwt
