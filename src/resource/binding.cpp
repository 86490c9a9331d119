#include "resource/binding.h"

#include <utility>

namespace signet::resource {
namespace {

std::unexpected<Unbound> by_token(Errc code, std::string_view subject) {
  return std::unexpected(Unbound{.error = {code, std::string(subject)}});
}

dpop::Request proof_request(const Rules& rules, const Request& request, std::string_view token, std::string_view jkt,
                            Timestamp now) {
  dpop::Request wanted{.method = request.method, .url = request.url, .access_token = token, .jkt = jkt};
  if (rules.nonces)
    wanted.nonce = [nonces = rules.nonces, now](std::string_view nonce) { return nonces->accepts(nonce, now); };
  return wanted;
}

}  // namespace

std::expected<Bond, Unbound> check_binding(const Rules& rules, const confirmation::Engine& engine,
                                           const Request& request, const Credentials& credentials,
                                           const jwt::Verified& token, Timestamp now) {
  const auto cnf = token.claims().find("cnf");
  const auto jkt = cnf ? cnf->find("jkt") : std::nullopt;
  const bool is_for_proofs = jkt && jkt->is_string();
  // A cookie has no scheme: what its token says decides.
  //= rfc9449#7.2 a token that is bound to a key is no bearer token
  //= rfc9449#7.1 and one that is not bound to one is not presented with a proof
  if (is_for_proofs && !credentials.from_cookie && credentials.scheme != Scheme::dpop)
    return by_token(Errc::not_confirmable, "jkt");
  if (!is_for_proofs && credentials.scheme == Scheme::dpop) return by_token(Errc::not_confirmable, "jkt");
  if (!cnf) {
    if (rules.binding == Binding::required) return by_token(Errc::claim_missing, "cnf");
    return Bond{};
  }
  confirmation::Presented presented;
  if (rules.certificates) presented.certificate = request.certificate;
  std::optional<dpop::Proof> proof;
  if (is_for_proofs) {
    if (!rules.dpop) return by_token(Errc::not_confirmable, "jkt");
    auto verified = rules.dpop->verify_fields(
        values_of(request, "dpop"), proof_request(rules, request, credentials.token, *jkt->string(), now), now);
    if (!verified) return std::unexpected(Unbound{.error = std::move(verified).error(), .is_of_proof = true});
    proof = *std::move(verified);
    presented.dpop = &*proof;
  }
  if (auto bound = engine.confirm(token, presented); !bound)
    return std::unexpected(Unbound{.error = std::move(bound).error()});
  return Bond{.is_bound = true, .nonce = std::string(proof ? proof->nonce().value_or("") : "")};
}

}  // namespace signet::resource
