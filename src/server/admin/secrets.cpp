#include "server/admin/secrets.h"

#include <algorithm>

#include "crypto/random.h"
#include "server/oauth/client_auth.h"
#include "signet/algorithm.h"
#include "signet/base64url.h"

namespace signet::server::admin {
namespace {

constexpr std::size_t kIdOctets = 9;
constexpr std::size_t kMaxGiven = 1'024;

Done<std::string> random_text(std::size_t octets) {
  auto random = crypto::random_secret(octets);
  if (!random) return problem_of(random.error());
  return base64url::encode(random->expose());
}

/// RFC 7518 section 3.2: as many octets as the hash has, which its text then has as well.
std::size_t octets_for(const std::string& algorithm) {
  const SignatureAlgorithm* row = find_signature_algorithm(algorithm);
  return row == nullptr ? kSecretOctets : std::max<std::size_t>(kSecretOctets, describe(*row).min_key_octets);
}

Done<std::string> seal(Call& call, std::string_view secret, std::string_view tenant, std::string_view kind,
                       std::string_view id) {
  auto sealed = call.catalog.parties().vault.seal(as_bytes(secret), tenant, kind, id);
  if (!sealed) return problem_of(sealed.error());
  return *std::move(sealed);
}

/// The newest stays as the second one, until then.
void make_room(ClientRecord& record, Timestamp now, Timestamp former_until) {
  std::erase_if(record.secrets,
                [&](const StoredSecret& one) { return one.expires != Timestamp{} && one.expires <= now; });
  std::ranges::stable_sort(record.secrets, std::ranges::greater{}, &StoredSecret::created);
  if (record.secrets.size() >= kMaxSecrets) record.secrets.resize(kMaxSecrets - 1);
  for (StoredSecret& former : record.secrets)
    if (former.expires == Timestamp{} || former.expires > former_until) former.expires = former_until;
  std::erase_if(record.secrets, [&](const StoredSecret& one) { return one.expires <= now; });
}

}  // namespace

bool has_secret(const ApiRecord& record) {
  const SignatureAlgorithm* row = find_signature_algorithm(record.algorithm);
  return row != nullptr && describe(*row).kty == "oct";
}

Done<std::optional<std::string>> give_secret(Call& call, std::string_view tenant, ClientRecord& record,
                                             Timestamp former_until) {
  const oauth::ClientAuth* method = oauth::find_client_auth(record.auth);
  if (method == nullptr || method->secret == oauth::SecretForm::none) return std::nullopt;
  auto secret = random_text(kSecretOctets);
  if (!secret) return std::unexpected(std::move(secret).error());
  auto id = random_text(kIdOctets);
  if (!id) return std::unexpected(std::move(id).error());
  StoredSecret kept{.id = *std::move(id), .kept = {}, .created = call.now};
  if (method->secret == oauth::SecretForm::hashed) {
    kept.kept = call.catalog.parties().vault.hash(tenant, record.id, *secret);
  } else {
    auto sealed = seal(call, *secret, tenant, "client", record.id);
    if (!sealed) return std::unexpected(std::move(sealed).error());
    kept.kept = *std::move(sealed);
  }
  make_room(record, call.now, former_until);
  record.secrets.insert(record.secrets.begin(), std::move(kept));
  return *std::move(secret);
}

Done<std::optional<std::string>> give_secret(Call& call, std::string_view tenant, ApiRecord& record) {
  record.sealed_secret.clear();
  record.secret_id.clear();
  if (!has_secret(record)) return std::nullopt;
  auto secret = random_text(octets_for(record.algorithm));
  if (!secret) return std::unexpected(std::move(secret).error());
  auto id = random_text(kIdOctets);
  if (!id) return std::unexpected(std::move(id).error());
  auto sealed = seal(call, *secret, tenant, "api", record.audience);
  if (!sealed) return std::unexpected(std::move(sealed).error());
  record.sealed_secret = *std::move(sealed);
  record.secret_id = *std::move(id);
  return *std::move(secret);
}

Done<std::optional<std::string>> give_secret(Call& call, std::string_view tenant, TrustedIssuerRecord& record,
                                             std::optional<std::string> given) {
  record.sealed_secret.clear();
  const bool has_keys = !record.jwks.empty() || !record.jwks_uri.empty();
  if (has_keys && given) return bad_request("the issuer has public keys, so a secret has no place: leave one out");
  if (has_keys) return std::nullopt;
  const bool is_made = !given;
  if (!given) {
    auto made = random_text(kSecretOctets);
    if (!made) return std::unexpected(std::move(made).error());
    given = *std::move(made);
  }
  //= rfc7518#3.2 a key of the same size as the hash output or larger MUST be used
  if (given->size() < kSecretOctets || given->size() > kMaxGiven)
    return bad_request("a shared secret has 32 to 1024 octets");
  auto sealed = seal(call, *given, tenant, "issuer", record.issuer);
  if (!sealed) return std::unexpected(std::move(sealed).error());
  record.sealed_secret = *std::move(sealed);
  return is_made ? std::move(given) : std::nullopt;
}

}  // namespace signet::server::admin
