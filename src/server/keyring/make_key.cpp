#include "server/keyring/make_key.h"

#include <chrono>
#include <utility>

#include "codec/rfc3339.h"
#include "crypto/certificate_builder.h"
#include "crypto/digest.h"
#include "crypto/key_content.h"
#include "crypto/random.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

constexpr std::size_t kRandomOctets = 16;
constexpr std::size_t kDateOctets = 4;  // a character each
constexpr std::size_t kDateLength = std::string_view("2026-11-28").size();
constexpr Duration kCertificateLife = std::chrono::days(3653);
/// Clocks of verifiers may be behind.
constexpr Duration kCertificateBefore = std::chrono::hours(24);

Result<std::string> date_kid(Timestamp now) {
  // Without those that are read for one another.
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  SIGNET_TRY(const Secret random, crypto::random_secret(kDateOctets));
  std::string kid = codec::to_rfc3339(now).substr(0, kDateLength);
  kid += '-';
  for (const std::uint8_t octet : random.expose()) kid += kLetters[octet % kLetters.size()];
  return kid;
}

}  // namespace

Result<std::string> make_kid(KidStyle style, const Key& key, Timestamp now) {
  switch (style) {
    case KidStyle::thumbprint:
      return key.thumbprint();
    case KidStyle::date:
      return date_kid(now);
    case KidStyle::random:
      break;
  }
  SIGNET_TRY(const Secret random, crypto::random_secret(kRandomOctets));
  return base64url::encode(random.expose());
}

Result<Key> certify(const Key& key, const Policy& policy, Timestamp now) {
  SIGNET_TRY(const Secret pem, key.to_private_pem(PemForm::pkcs8));
  SIGNET_TRY(const crypto::KeyContent content, crypto::read_pem(as_text(pem.expose())));
  SIGNET_TRY(Bytes certificate, crypto::make_self_signed(*content.material, {.subject = policy.subject,
                                                                             .not_before = now - kCertificateBefore,
                                                                             .not_after = now + kCertificateLife}));
  signet::KeyInfo info = key.info();
  info.x5t = base64url::encode(crypto::digest(crypto::Hash::sha1, certificate));
  info.x5t_s256 = base64url::encode(crypto::digest(crypto::Hash::sha256, certificate));
  info.x5c = {std::move(certificate)};
  return key.with_info(std::move(info));
}

Result<Key> make_key(const Policy& policy, std::string_view alg, Timestamp now) {
  SIGNET_TRY(const Key key, Key::generate({.alg = alg, .rsa_bits = static_cast<unsigned>(policy.rsa_bits)}));
  signet::KeyInfo info = key.info();
  SIGNET_TRY(info.kid, make_kid(policy.kids, key, now));
  SIGNET_TRY(Key named, key.with_info(std::move(info)));
  if (!policy.certificates) return named;
  return certify(named, policy, now);
}

}  // namespace signet::server::keyring
