#include "crypto/x509.h"

#include <chrono>
#include <ctime>
#include <memory>
#include <utility>

#include "crypto/constant_time.h"
#include "crypto/key_der.h"
#include "crypto/libcrypto.h"
#include "try.h"

namespace signet::crypto {
namespace {

void free_buffer(unsigned char* buffer) noexcept {
  OPENSSL_free(buffer);
}
using BufferPtr = std::unique_ptr<unsigned char, Deleter<free_buffer>>;

/// Null when the octets are no certificate, or more than one.
X509Ptr parse(ByteView der) noexcept {
  const unsigned char* next = der.data();
  X509Ptr certificate(d2i_X509(nullptr, &next, static_cast<long>(der.size())));
  if (!certificate || next != der.data() + der.size()) return nullptr;
  return certificate;
}

std::optional<Timestamp> to_timestamp(const ASN1_TIME* time) noexcept {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(parts.tm_year + 1900),
                                         std::chrono::month(static_cast<unsigned>(parts.tm_mon) + 1),
                                         std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
  if (!date.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date)) + std::chrono::hours(parts.tm_hour) +
         std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

/// Of errors that speak of PEM files or kinds of keys, the member that is meant here is x5c.
Error in_certificate(Error error) {
  if (error.code == Errc::malformed_pem) return {Errc::malformed_key, "x5c", error.rule};
  if (error.code == Errc::key_unsupported) return {Errc::key_unsupported, "x5c", error.rule};
  return error;
}

Result<KeyMaterial::Ptr> read_subject_key(X509& certificate) {
  unsigned char* buffer = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &buffer);
  const BufferPtr owned(buffer);
  if (size <= 0) return fail(Errc::malformed_key, "x5c");
  auto key = read_spki_der({owned.get(), static_cast<std::size_t>(size)});
  if (!key) return std::unexpected(in_certificate(std::move(key).error()));
  return key;
}

}  // namespace

Result<CertificateFacts> read_certificate(ByteView der) {
  const ErrorDrain drain;
  const X509Ptr certificate = parse(der);
  if (!certificate) return fail(Errc::malformed_key, "x5c");
  const auto not_before = to_timestamp(X509_get0_notBefore(certificate.get()));
  const auto not_after = to_timestamp(X509_get0_notAfter(certificate.get()));
  if (!not_before || !not_after) return fail(Errc::malformed_key, "x5c");
  SIGNET_TRY(KeyMaterial::Ptr key, read_subject_key(*certificate));
  return CertificateFacts{std::move(key), *not_before, *not_after};
}

bool is_certificate(ByteView der) noexcept {
  const ErrorDrain drain;
  return parse(der) != nullptr;
}

bool same_public_key(const KeyMaterial& a, const KeyMaterial& b) noexcept {
  if (a.type() != b.type()) return false;
  if (a.type() == KeyType::rsa) return a.rsa().n == b.rsa().n && a.rsa().e == b.rsa().e;
  if (a.type() == KeyType::akp) return a.akp().algorithm == b.akp().algorithm && a.akp().pub == b.akp().pub;
  if (a.type() == KeyType::oct) return equal_in_constant_time(a.octets(), b.octets());
  return a.curve() == b.curve() && a.on_curve().x == b.on_curve().x && a.on_curve().y == b.on_curve().y;
}

}  // namespace signet::crypto
