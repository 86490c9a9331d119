// pop: Proof-of-Possession Key Semantics for JWTs, RFC 7800.
#include "jwt/report.h"
#include "profiles/list.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kRequired[] = {"cnf"};
constexpr std::string_view kOptional[] = {"iss", "sub", "aud", "exp"};

constexpr Rule kSymmetric{"RFC 7800 3.2", "a symmetric jwk is in an encrypted token only"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 7800 3", "iss or sub says who holds the key"}},
    {Duty::verifier, {"RFC 7800 3.1", "cnf is about one key; members that nobody knows are ignored"}},
    {Duty::verifier, kSymmetric},
    {Duty::application, {"RFC 7800 3.5", "a jku is fetched over TLS, and kid chooses the key: signet/confirmation.h"}},
    {Duty::application, {"RFC 7800 3.6", "who presents the token proves that it holds the key: signet/confirmation.h"}},
};

void check(const ProfileInput& input, Report& report) {
  const auto cnf = input.claims.find("cnf");
  const auto key = cnf ? cnf->find("jwk") : std::nullopt;
  const auto kty = key ? key->find("kty") : std::nullopt;
  //= rfc7800#3.2 a symmetric key MUST be encrypted
  const bool symmetric = kty && kty->string() == "oct";
  if (symmetric && !input.issuing && input.encryption.empty()) report.add(Errc::claim_rule, "cnf", &kSymmetric);
}

}  // namespace

constexpr Profile kPop{
    .id = "pop",
    .title = "JWT with a key whose possession is proven",
    .document = "RFC 7800",
    .kind = ProfileKind::overlay,
    .base = &kJwt,
    .distinguished_by = "cnf",
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .members = {"RFC 7800 3.1", "cnf is there"},
    .steps = kSteps,
    .check = check,
};

}  // namespace signet::jwt::profile
