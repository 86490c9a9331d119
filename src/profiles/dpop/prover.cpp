// Making proofs: RFC 9449 section 4.2.
#include <algorithm>
#include <string_view>
#include <utility>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "crypto/random.h"
#include "profiles/dpop/hash.h"
#include "profiles/dpop/request_syntax.h"
#include "signet/base64url.h"
#include "signet/dpop.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::dpop {
namespace {

constexpr std::size_t kJtiOctets = 16;  // RFC 9449 section 4.2: at least 96 bits

/// The members that make the key (RFC 7638 section 3.2), and none of those that say what it is used for.
Result<std::string> bare_jwk(const Key& key) {
  SIGNET_TRY(const Key half, key.public_key());
  SIGNET_TRY(const Key bare, half.with_info({}));
  return bare.to_public_jwk();
}

}  // namespace

Result<Prover> Prover::build(const Key& key) {
  if (key.is_symmetric()) return fail(Errc::symmetric_key, "kty");
  SIGNET_TRY(auto signer, key.signer());
  return build(std::move(signer), key);
}

Result<Prover> Prover::build(std::shared_ptr<const Signer> signer, const Key& key) {
  const SignatureAlgorithm* row = find_signature_algorithm(signer->algorithm());
  if (row == nullptr) return fail(Errc::alg_unknown, "alg");
  SIGNET_TRY(std::string jwk, bare_jwk(key));
  SIGNET_TRY(const Key bare, Key::from_jwk(jwk));
  SIGNET_CHECK(bare.check_fit(*row));
  return Prover(std::move(signer), std::move(jwk), bare.thumbprint());
}

Result<std::string> Prover::prove(const ProofRequest& request, Timestamp now) const {
  SIGNET_CHECK(check_method_syntax(request.method));
  if (!codec::normal_http_target(request.url)) return fail(Errc::claim_rule, "htu");
  if (request.nonce) SIGNET_CHECK(check_nonce_syntax(*request.nonce));
  SIGNET_TRY(const Secret jti, crypto::random_secret(kJtiOctets));

  json::Writer claims;
  claims.begin_object().member("jti", base64url::encode(jti.expose())).member("htm", request.method);
  //= rfc9449#4.2 the HTTP target URI without query and fragment parts
  claims.member("htu", request.url.substr(0, request.url.find_first_of("?#")));
  claims.key("iat").integer(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  if (request.access_token) {
    SIGNET_TRY(const std::string hash, access_token_hash(*request.access_token));
    claims.member("ath", hash);
  }
  if (request.nonce) claims.member("nonce", *request.nonce);
  claims.end_object();

  std::string header = R"({"jwk":)";
  header += jwk_;
  header += '}';
  return jws::sign_compact(as_bytes(claims.text()), *signer_,
                           {.typ = "dpop+jwt", .with_kid = false, .extra_json = header});
}

}  // namespace signet::dpop
