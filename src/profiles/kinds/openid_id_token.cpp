// openid-id-token: ID Token, OpenID Connect Core 1.0 sections 2, 3.1.3.6, 3.1.3.7, 3.2.2.9 and 3.3.2.9 to 3.3.2.11.
#include <algorithm>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "jwt/report.h"
#include "profiles/checks.h"
#include "profiles/list.h"
#include "signet/profiles.h"

namespace signet::jwt::profile {
namespace {

constexpr std::string_view kTyps[] = {"JWT"};
constexpr std::string_view kRequiredHeader[] = {"alg"};
constexpr std::string_view kKeysInHeader[] = {"x5u", "x5c", "jku", "jwk"};
constexpr std::string_view kRequired[] = {"iss", "sub", "aud", "exp", "iat"};
constexpr std::string_view kOptional[] = {
    "auth_time", "nonce", "acr",  "amr",   "azp",     "at_hash",      "c_hash",         "sid",
    "vot",       "vtm",   "name", "email", "address", "_claim_names", "_claim_sources", "verified_claims"};
constexpr std::string_view kForbidden[] = {"events"};

constexpr Rule kAudience{"OpenID Connect Core 1.0 3.1.3.7", "aud has the client, and nobody whom it does not trust"};
constexpr Rule kAzp{"OpenID Connect Core 1.0 3.1.3.7", "azp, where it is there, is the client"};
constexpr Rule kNonce{"OpenID Connect Core 1.0 3.1.3.7", "nonce is there and is the one that was sent"};
constexpr Rule kAcr{"OpenID Connect Core 1.0 3.1.3.7", "acr is one of those that were asked for"};
constexpr Rule kAuthTime{"OpenID Connect Core 1.0 3.1.3.7", "the user was authenticated recently enough: auth_time"};
constexpr Rule kAtHash{"OpenID Connect Core 1.0 3.2.2.9", "at_hash is the hash of the access token"};
constexpr Rule kCHash{"OpenID Connect Core 1.0 3.3.2.10", "c_hash is the hash of the code"};
constexpr Rule kSub{"OpenID Connect Core 1.0 2", "sub has at most 255 characters, all of ASCII"};

constexpr Rule kIssuer{"OpenID Connect Core 1.0 2", "iss is an https URL without query and fragment"};
constexpr Rule kHeader{"OpenID Connect Core 1.0 2",
                       "x5u, x5c, jku and jwk are not in the header: keys are known already"};

constexpr std::string_view kCompares[] = {"client_id",     "nonce",      "access_token", "code",
                                          "front_channel", "acr_values", "max_auth_age"};

constexpr ProfileStep kSteps[] = {
    {Duty::verifier, {"OpenID Connect Core 1.0 3.1.3.7", "where encryption was agreed on, the token is encrypted"}},
    {Duty::verifier, {"OpenID Connect Core 1.0 3.1.3.7", "iss is the provider, byte by byte"}},
    {Duty::verifier, kAudience},
    {Duty::context, kAzp},
    {Duty::verifier, {"OpenID Connect Core 1.0 3.1.3.7", "the signature holds with a key of the provider"}},
    {Duty::verifier, {"OpenID Connect Core 1.0 3.1.3.7", "alg is the one that was registered, RS256 unless it was"}},
    {Duty::application, {"OpenID Connect Core 1.0 3.1.3.7", "for HS256, HS384 and HS512 the key is the client_secret"}},
    {Duty::verifier, {"OpenID Connect Core 1.0 3.1.3.7", "now is before exp"}},
    {Duty::verifier, {"OpenID Connect Core 1.0 3.1.3.7", "iat is not too far away: Policy::max_age()"}},
    {Duty::context, kNonce},
    {Duty::context, kAcr},
    {Duty::context, kAuthTime},
    {Duty::context, kAtHash},
    {Duty::context, kCHash},
    {Duty::verifier, kSub},
    {Duty::issuer, kIssuer},
    {Duty::issuer, kHeader},
};

/// azp and additional audiences are about the client; a policy that expects one audience means it.
std::optional<std::string_view> client_of(const ProfileInput& input) {
  if (input.context.client_id) return input.context.client_id;
  if (input.audiences.size() == 1) return input.audiences.front();
  return std::nullopt;
}

/// Whether `value` is the hash of `text`. The name EdDSA leaves the curve open, whose hashes have different sizes.
bool is_hash_of(const json::Value& value, std::string_view text, std::string_view algorithm) {
  const SignatureAlgorithm* row = find_signature_algorithm(algorithm);
  if (row == nullptr) return false;
  const auto same = [&](std::string_view crv) {
    const Result<std::string> hash = token_hash(text, *row, crv);
    return hash && value.string() == *hash;
  };
  const auto curves = describe(*row).curves;
  return curves.empty() ? same("") : std::ranges::any_of(curves, same);
}

void check_hash(const ProfileInput& input, std::string_view name, std::optional<std::string_view> text,
                const Rule& rule, Report& report) {
  if (!text) return;
  const auto value = input.claims.find(name);
  // Required from the Authorization Endpoint: sections 3.2.2.10 (at_hash) and 3.3.2.11 (c_hash).
  if (!value && input.context.front_channel) report.add(Errc::claim_missing, name, &rule);
  if (value && !is_hash_of(*value, *text, input.algorithm)) report.add(Errc::claim_mismatch, name, &rule);
}

void check_nonce(const ProfileInput& input, Report& report) {
  // Must be checked from there: sections 3.2.2.11 and 3.3.2.12. A request that leads to it has one: 3.2.2.1, 3.3.2.1.
  if (input.context.front_channel) return demand_text(input, "nonce", input.context.nonce, "nonce", kNonce, report);
  expect_text(input, "nonce", input.context.nonce, kNonce, report);
}

/// Rules for those who make ID Tokens: who verifies one compares iss byte by byte, and takes no key from a header.
void check_issued(const ProfileInput& input, Report& report) {
  for (const std::string_view name : kKeysInHeader) {
    if (input.header.find(name)) report.add(Errc::header_parameter, name, &kHeader);
  }
  const auto uri = codec::parse_uri(input.claims.issuer().value_or(""));
  const bool holds = uri && codec::has_scheme(*uri, "https") && !uri->host.empty() && !uri->query && !uri->fragment;
  if (!holds) report.add(Errc::claim_rule, "iss", &kIssuer);
}

void check(const ProfileInput& input, Report& report) {
  const std::string_view subject = input.claims.subject().value_or("");
  if (subject.size() > 255 || !std::ranges::all_of(subject, codec::is_ascii))
    report.add(Errc::claim_rule, "sub", &kSub);
  if (input.issuing) return check_issued(input, report);
  expect_audience(input, kAudience, report);
  if (input.claims.find("azp")) expect_text(input, "azp", client_of(input), kAzp, report);
  check_nonce(input, report);
  expect_acr(input, kAcr, report);
  expect_auth_time(input, kAuthTime, report);
  check_hash(input, "at_hash", input.context.access_token, kAtHash, report);
  check_hash(input, "c_hash", input.context.code, kCHash, report);
}

}  // namespace

constexpr Profile openid_id_token{
    .id = "openid-id-token",
    .title = "ID Token",
    .document = "OpenID Connect Core 1.0",
    .base = &jwt,
    .accepted_typs = kTyps,
    .typ_may_be_absent = true,
    .required_header = kRequiredHeader,
    .required = kRequired,
    .optional = kOptional,
    .forbidden = kForbidden,
    .members = {"OpenID Connect Core 1.0 2", "an ID Token has iss, sub, aud, exp and iat, and no events"},
    .steps = kSteps,
    .compares = kCompares,
    .check = check,
};

}  // namespace signet::jwt::profile
