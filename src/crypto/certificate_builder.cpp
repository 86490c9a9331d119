#include "crypto/certificate_builder.h"

#include <openssl/asn1.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "codec/utf8.h"
#include "crypto/digest.h"
#include "crypto/libcrypto.h"
#include "crypto/random.h"
#include "try.h"

namespace signet::crypto {
namespace {

using BitStringPtr = std::unique_ptr<ASN1_BIT_STRING, Deleter<ASN1_BIT_STRING_free>>;
using IntegerPtr = std::unique_ptr<ASN1_INTEGER, Deleter<ASN1_INTEGER_free>>;

constexpr std::size_t kSerialOctets = 16;
constexpr std::size_t kCommonName = 64;  // ub-common-name, in characters
constexpr long kVersion3 = 2;
constexpr int kDigitalSignature = 0;  // the number of the bit, RFC 5280 section 4.2.1.3

bool is_continuation(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u;
}

/// As many whole characters as a common name may have.
std::string_view cut(std::string_view utf8) noexcept {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i)
    if (!is_continuation(utf8[i]) && ++characters > kCommonName) return utf8.substr(0, i);
  return utf8;
}

/// Null for keys that bring a hash of their own.
const EVP_MD* hash_for(const KeyMaterial& key) noexcept {
  if (key.type() == KeyType::rsa) return fetched(Hash::sha256);
  if (key.type() != KeyType::ec) return nullptr;
  constexpr unsigned kUpTo256 = 256, kUpTo384 = 384;
  if (key.bits() <= kUpTo256) return fetched(Hash::sha256);
  return fetched(key.bits() <= kUpTo384 ? Hash::sha384 : Hash::sha512);
}

bool set_names(X509& certificate, std::string_view subject) noexcept {
  X509_NAME* name = X509_get_subject_name(&certificate);
  return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(subject.data()),
                                    static_cast<int>(subject.size()), -1, 0) == 1 &&
         X509_set_issuer_name(&certificate, name) == 1;
}

bool set_time(ASN1_TIME* time, Timestamp when) noexcept {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(when).time_since_epoch().count();
  return ASN1_TIME_set(time, static_cast<std::time_t>(seconds)) != nullptr;
}

//= rfc5280#4.1.2.2 the serial number MUST be a positive integer of at most 20 octets
bool set_serial(X509& certificate, ByteView random) noexcept {
  WipedBytes octets(random.begin(), random.end());
  octets.front() = static_cast<std::uint8_t>((octets.front() & 0x7fu) | 0x40u);
  const BnPtr number(BN_bin2bn(octets.data(), static_cast<int>(octets.size()), nullptr));
  const IntegerPtr serial(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
  return serial && X509_set_serialNumber(&certificate, serial.get()) == 1;
}

bool set_usage(X509& certificate) noexcept {
  const BitStringPtr usage(ASN1_BIT_STRING_new());
  return usage && ASN1_BIT_STRING_set_bit(usage.get(), kDigitalSignature, 1) == 1 &&
         X509_add1_ext_i2d(&certificate, NID_key_usage, usage.get(), 1, X509V3_ADD_DEFAULT) == 1;
}

bool fill(X509& certificate, const KeyMaterial& key, const CertificateSpec& spec, ByteView random) noexcept {
  return X509_set_version(&certificate, kVersion3) == 1 && set_serial(certificate, random) &&
         set_names(certificate, cut(spec.subject)) && set_time(X509_getm_notBefore(&certificate), spec.not_before) &&
         set_time(X509_getm_notAfter(&certificate), spec.not_after) && X509_set_pubkey(&certificate, key.pkey()) == 1 &&
         set_usage(certificate);
}

Result<Bytes> to_der(X509& certificate) {
  const int size = i2d_X509(&certificate, nullptr);
  if (size <= 0) return fail(Errc::internal, "certificate");
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* next = der.data();
  if (i2d_X509(&certificate, &next) != size) return fail(Errc::internal, "certificate");
  return der;
}

}  // namespace

Result<Bytes> make_self_signed(const KeyMaterial& key, const CertificateSpec& spec) {
  if (key.type() == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  if (!key.is_private()) return fail(Errc::private_key, "d");
  if (spec.subject.empty() || !codec::is_utf8(spec.subject)) return fail(Errc::malformed_key, "subject");
  SIGNET_TRY(const Secret random, random_secret(kSerialOctets));
  const ErrorDrain drain;
  const X509Ptr certificate(X509_new());
  if (!certificate || !fill(*certificate, key, spec, random.expose()) ||
      X509_sign(certificate.get(), key.pkey(), hash_for(key)) <= 0) {
    return fail(Errc::internal, "certificate");
  }
  return to_der(*certificate);
}

}  // namespace signet::crypto
