// nested: a token that was signed, then encrypted: RFC 7519 sections 5.2 and 11.2.
#include "jwt/report.h"
#include "profiles/list.h"
#include "signet/algorithm.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kRequiredHeader[] = {"alg"};

constexpr Rule kSignedInside{"RFC 8725 3.3", "the token inside is signed, and its signature holds as well"};
constexpr Rule kEncryptedOutside{"RFC 7519 11.2", "the signed token came encrypted"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"RFC 7519 5.2", "cty JWT says that a token is inside"}},
    {Duty::verifier, {"RFC 7519 7.2", "the token is decrypted by RFC 7516 5.2, with an algorithm that is allowed"}},
    {Duty::verifier, kSignedInside},
    {Duty::verifier, {"RFC 7519 5.3", "claims that the outer header repeats are the ones inside"}},
    {Duty::verifier, kEncryptedOutside},
};

void check(const ProfileInput& input, Report& report) {
  if (input.issuing) return;  // who encrypts is known only when it is done
  if (input.encryption.empty()) report.add(Errc::typ_mismatch, "cty", &kEncryptedOutside);
  //= rfc8725#3.3 every cryptographic operation of a nested token is validated; a shared key alone is no signature
  if (find_signature_algorithm(input.algorithm) == nullptr) report.add(Errc::typ_mismatch, "cty", &kSignedInside);
}

}  // namespace

constexpr Profile kNested{
    .id = "nested",
    .title = "Nested JWT",
    .document = "RFC 7519",
    .kind = ProfileKind::overlay,
    .base = &kJwt,
    .distinguished_by = "cty JWT and five parts",
    .required_header = kRequiredHeader,
    .members = {"RFC 7515 4.1.1", "a token has alg"},
    .steps = kSteps,
    .check = check,
};

}  // namespace signet::jwt::profile
