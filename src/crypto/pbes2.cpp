#include "crypto/pbes2.h"

#include <optional>
#include <variant>

#include "crypto/cbc_cipher.h"
#include "crypto/der.h"
#include "crypto/key_shape.h"
#include "crypto/random.h"
#include "try.h"

namespace signet::crypto {
namespace {

using der::Reader;
using der::Tag;
using Kdf = std::variant<Pbkdf2, Scrypt>;

// RFC 8018 appendices A.2 to A.4 and C, RFC 7914 section 7, RFC 7292 appendix C.
constexpr std::string_view kPbes2Oid = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d";
constexpr std::string_view kPbkdf2Oid = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c";
constexpr std::string_view kScryptOid = "\x2b\x06\x01\x04\x01\xda\x47\x04\x0b";
// pkcs-5 and pkcs-12PbeIds: one DES or RC2 key, or a derivation that is as old.
constexpr std::string_view kOldSchemes[] = {"\x2a\x86\x48\x86\xf7\x0d\x01\x05", "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"};

struct PrfRow {
  std::string_view oid;
  const char* hash;
};
// RFC 8018 appendix B.1.
constexpr PrfRow kPrfs[] = {
    {"\x2a\x86\x48\x86\xf7\x0d\x02\x07", "SHA1"},   {"\x2a\x86\x48\x86\xf7\x0d\x02\x08", "SHA224"},
    {"\x2a\x86\x48\x86\xf7\x0d\x02\x09", "SHA256"}, {"\x2a\x86\x48\x86\xf7\x0d\x02\x0a", "SHA384"},
    {"\x2a\x86\x48\x86\xf7\x0d\x02\x0b", "SHA512"},
};
constexpr PrfRow kNewPrf = kPrfs[2];
constexpr std::size_t kNewSalt = 16;

struct Pbes2 {
  Kdf kdf;
  const CbcCipher* cipher;
  ByteView iv;
};

std::unexpected<Error> malformed() {
  return fail(Errc::malformed_pem, "der");
}

/// A count in a file; what is too large for the type is the largest, so that every limit refuses it.
std::optional<std::uint64_t> read_count(Reader& reader) {
  const auto octets = reader.read_number();
  if (!octets) return std::nullopt;
  if (octets->size() > sizeof(std::uint64_t)) return UINT64_MAX;
  std::uint64_t count = 0;
  for (const std::uint8_t octet : *octets) count = count << 8 | octet;
  return count;
}

/// keyLength, when it is there, must be what the cipher wants.
Result<> check_key_length(Reader& reader, const CbcCipher& cipher) {
  if (!reader.next_is(Tag::integer)) return {};
  if (read_count(reader) != cipher.key_octets) return malformed();
  return {};
}

/// The hash of HMAC; SHA-1 when nothing is said.
Result<const char*> read_prf(Reader& reader) {
  if (reader.at_end()) return kPrfs[0].hash;
  Reader identifier(reader.read(Tag::sequence).value_or(ByteView()));
  const auto oid = identifier.read(Tag::oid);
  const auto null = identifier.next_is(Tag::null) ? identifier.read(Tag::null) : std::optional(ByteView());
  if (!oid || !null || !null->empty() || !identifier.at_end()) return malformed();
  for (const PrfRow& row : kPrfs)
    if (row.oid == as_text(*oid)) return row.hash;
  return fail(Errc::key_unsupported, "prf");
}

Result<Kdf> read_pbkdf2(Reader reader, const CbcCipher& cipher, const KdfLimits& limits) {
  // The other choice names a source of salts, of which there is none.
  const auto salt = reader.read(Tag::octet_string);
  const auto iterations = read_count(reader);
  if (!salt || !iterations) return malformed();
  SIGNET_CHECK(check_key_length(reader, cipher));
  SIGNET_TRY(const char* hash, read_prf(reader));
  if (!reader.at_end()) return malformed();
  const Pbkdf2 kdf{hash, *salt, *iterations};
  SIGNET_CHECK(check_work(kdf, limits));
  return kdf;
}

Result<Kdf> read_scrypt(Reader reader, const CbcCipher& cipher, const KdfLimits& limits) {
  const auto salt = reader.read(Tag::octet_string);
  const auto n = read_count(reader), r = read_count(reader), p = read_count(reader);
  if (!salt || !n || !r || !p) return malformed();
  SIGNET_CHECK(check_key_length(reader, cipher));
  if (!reader.at_end()) return malformed();
  const Scrypt kdf{*salt, *n, *r, *p};
  SIGNET_CHECK(check_work(kdf, limits));
  return kdf;
}

Result<Kdf> read_kdf(ByteView identifier, const CbcCipher& cipher, const KdfLimits& limits) {
  Reader reader(identifier);
  const auto oid = reader.read(Tag::oid);
  if (!oid) return malformed();
  const bool is_pbkdf2 = as_text(*oid) == kPbkdf2Oid;
  if (!is_pbkdf2 && as_text(*oid) != kScryptOid) return fail(Errc::key_unsupported, "kdf");
  const auto parameters = reader.read(Tag::sequence);
  if (!parameters || !reader.at_end()) return malformed();
  return is_pbkdf2 ? read_pbkdf2(Reader(*parameters), cipher, limits)
                   : read_scrypt(Reader(*parameters), cipher, limits);
}

Result<> read_cipher(ByteView identifier, Pbes2& out) {
  Reader reader(identifier);
  const auto oid = reader.read(Tag::oid);
  if (!oid) return malformed();
  out.cipher = find_cbc_cipher_by_oid(*oid);
  if (out.cipher == nullptr) return fail(Errc::key_unsupported, "cipher");
  const auto iv = reader.read(Tag::octet_string);
  if (!iv || iv->size() != out.cipher->block_octets || !reader.at_end()) return malformed();
  out.iv = *iv;
  return {};
}

/// The AlgorithmIdentifier of the encryption.
Result<Pbes2> read_scheme(ByteView identifier, const KdfLimits& limits) {
  Reader reader(identifier);
  const auto oid = reader.read(Tag::oid);
  if (!oid) return malformed();
  if (as_text(*oid) != kPbes2Oid) {
    for (const std::string_view old : kOldSchemes)
      if (as_text(*oid).starts_with(old)) return fail(Errc::key_unsupported, "pbes1");
    return fail(Errc::key_unsupported, "encryption");
  }
  Reader parameters(reader.read(Tag::sequence).value_or(ByteView()));
  const auto derivation = parameters.read(Tag::sequence);
  const auto encryption = parameters.read(Tag::sequence);
  if (!derivation || !encryption || !parameters.at_end() || !reader.at_end()) return malformed();
  Pbes2 scheme{};
  SIGNET_CHECK(read_cipher(*encryption, scheme));
  SIGNET_TRY(scheme.kdf, read_kdf(*derivation, *scheme.cipher, limits));
  return scheme;
}

}  // namespace

Result<Secret> open_pkcs8(ByteView der, const Secret* passphrase, const KdfLimits& limits) {
  Reader outer(der);
  Reader reader(outer.read(Tag::sequence).value_or(ByteView()));
  const auto identifier = reader.read(Tag::sequence);
  const auto ciphertext = reader.read(Tag::octet_string);
  if (!outer.at_end() || !identifier || !ciphertext || !reader.at_end()) return malformed();
  SIGNET_TRY(const Pbes2 scheme, read_scheme(*identifier, limits));
  if (!is_ciphertext(*scheme.cipher, *ciphertext)) return malformed();
  if (passphrase == nullptr) return fail(Errc::passphrase_missing, "encrypted");
  SIGNET_TRY(
      const Secret key,
      std::visit([&](const auto& kdf) { return derive_key(kdf, *passphrase, scheme.cipher->key_octets); }, scheme.kdf));
  SIGNET_TRY(Secret plain, decrypt_cbc(*scheme.cipher, key, scheme.iv, *ciphertext));
  // One key in 256 that is wrong gives a good padding.
  if (find_shape(plain.expose()) != KeyShape::pkcs8) return fail(Errc::decryption_failed, "passphrase");
  return plain;
}

Result<Bytes> seal_pkcs8(ByteView pkcs8, const Secret& passphrase) {
  if (passphrase.empty()) return fail(Errc::passphrase_missing, "passphrase");
  SIGNET_TRY(const Secret salt, random_secret(kNewSalt));
  SIGNET_TRY(const Secret iv, random_secret(kAes256Cbc.block_octets));
  SIGNET_TRY(const Secret key,
             derive_key(Pbkdf2{kNewPrf.hash, salt.expose(), kNewPbkdf2Iterations}, passphrase, kAes256Cbc.key_octets));
  SIGNET_TRY(const Bytes ciphertext, encrypt_cbc(kAes256Cbc, key, iv.expose(), pkcs8));

  WipedBytes prf, count, kdf, kdf_identifier, cipher, scheme, scheme_identifier, body, out;
  der::append(prf, Tag::oid, as_bytes(kNewPrf.oid));
  der::append(prf, Tag::null, {});
  for (int shift = 16; shift >= 0; shift -= 8)
    count.push_back(static_cast<std::uint8_t>(kNewPbkdf2Iterations >> shift & 0xff));
  der::append(kdf, Tag::octet_string, salt.expose());
  der::append_number(kdf, count);
  der::append(kdf, Tag::sequence, prf);
  der::append(kdf_identifier, Tag::oid, as_bytes(kPbkdf2Oid));
  der::append(kdf_identifier, Tag::sequence, kdf);
  der::append(cipher, Tag::oid, as_bytes(kAes256Cbc.oid));
  der::append(cipher, Tag::octet_string, iv.expose());
  der::append(scheme, Tag::sequence, kdf_identifier);
  der::append(scheme, Tag::sequence, cipher);
  der::append(scheme_identifier, Tag::oid, as_bytes(kPbes2Oid));
  der::append(scheme_identifier, Tag::sequence, scheme);
  der::append(body, Tag::sequence, scheme_identifier);
  der::append(body, Tag::octet_string, ciphertext);
  der::append(out, Tag::sequence, body);
  return Bytes(out.begin(), out.end());
}

}  // namespace signet::crypto
