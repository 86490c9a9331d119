#include <algorithm>
#include <utility>

#include "crypto/curve_key.h"
#include "crypto/key_ssh.h"
#include "crypto/rsa_key.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::string_view kMagic{"openssh-key-v1\0", 15};
constexpr std::size_t kBlock = 8;  // of the cipher "none"

std::unexpected<Error> malformed() {
  return fail(Errc::malformed_pem, "ssh");
}

Bytes to_bytes(ByteView octets) {
  return {octets.begin(), octets.end()};
}

/// n, e, d, iqmp, p, q: dp and dq are not there.
Result<KeyMaterial::Ptr> read_rsa(ssh::Reader& reader) {
  const auto n = reader.read_mpint(), e = reader.read_mpint(), d = reader.read_mpint(), qi = reader.read_mpint(),
             p = reader.read_mpint(), q = reader.read_mpint();
  if (!n || !e || !d || !qi || !p || !q) return malformed();
  RsaNumbers numbers{.n = to_bytes(*n),
                     .e = to_bytes(*e),
                     .d = Secret::copy_of(*d),
                     .p = Secret::copy_of(*p),
                     .q = Secret::copy_of(*q),
                     .qi = Secret::copy_of(*qi)};
  SIGNET_CHECK(check_rsa_public(numbers));
  SIGNET_CHECK(derive_crt_exponents(numbers));
  return KeyMaterial::from_rsa(std::move(numbers));
}

/// The private number as octets of the curve's size: an mpint has no leading zeros.
Result<Secret> read_scalar(ssh::Reader& reader, const Curve& curve) {
  const auto number = reader.read_mpint();
  if (!number) return malformed();
  if (number->size() > curve.octets) return fail(Errc::malformed_key, "d");
  WipedBytes octets(curve.octets);
  std::ranges::copy_backward(*number, octets.end());
  return Secret(std::move(octets));
}

Result<KeyMaterial::Ptr> read_on_curve(ssh::Reader& reader, const ssh::KeyTypeRow& row) {
  CurveNumbers numbers{.curve = find_curve(row.crv)};
  const auto members = ssh::read_blob_members(reader, row);
  if (!members) return malformed();
  if (row.type == KeyType::ec) {
    SIGNET_CHECK(read_point(numbers, members->point));
    SIGNET_TRY(numbers.d, read_scalar(reader, *numbers.curve));
    return KeyMaterial::from_curve(std::move(numbers));
  }
  // The seed and, once more, the public half.
  const auto both = reader.read_string();
  const std::size_t size = numbers.curve->octets;
  if (!both || both->size() != 2 * size) return malformed();
  if (!std::ranges::equal(both->subspan(size), members->point)) return fail(Errc::key_mismatch, "d");
  numbers.x = to_bytes(members->point);
  numbers.d = Secret::copy_of(both->first(size));
  return KeyMaterial::from_curve(std::move(numbers));
}

bool is_padding(ByteView octets) noexcept {
  for (std::size_t i = 0; i < octets.size(); ++i)
    if (octets[i] != i + 1) return false;
  return octets.size() < kBlock;
}

/// Two equal numbers, which tell whether a decryption worked; the key; its comment; padding.
Result<KeyMaterial::Ptr> read_private_section(ByteView section) {
  if (section.size() % kBlock != 0) return malformed();
  ssh::Reader reader(section);
  const auto check = reader.read_uint32(), again = reader.read_uint32();
  const auto name = reader.read_string();
  if (!check || check != again || !name) return malformed();
  const ssh::KeyTypeRow* row = ssh::find_key_type(as_text(*name));
  if (row == nullptr) return fail(Errc::key_unsupported, "algorithm");
  auto key = row->type == KeyType::rsa ? read_rsa(reader) : read_on_curve(reader, *row);
  if (!key) return key;
  if (!reader.read_string() || !is_padding(reader.rest())) return malformed();
  return key;
}

}  // namespace

Result<KeyMaterial::Ptr> read_openssh_private(ByteView octets) {
  if (!as_text(octets).starts_with(kMagic)) return malformed();
  ssh::Reader reader(octets.subspan(kMagic.size()));
  const auto cipher = reader.read_string(), kdf = reader.read_string(), options = reader.read_string();
  const auto count = reader.read_uint32();
  if (!cipher || !kdf || !options || !count) return malformed();
  // Its derivation, bcrypt_pbkdf, is in no library that is used here.
  if (as_text(*cipher) != "none" || as_text(*kdf) != "none") return fail(Errc::key_unsupported, "bcrypt");
  if (*count != 1) return fail(Errc::malformed_pem, "keys");
  const auto blob = reader.read_string(), section = reader.read_string();
  if (!options->empty() || !blob || !section || !reader.at_end()) return malformed();
  SIGNET_TRY(KeyMaterial::Ptr key, read_private_section(*section));
  // Each key has one spelling, so that equal keys have equal octets.
  SIGNET_TRY(const Bytes own, write_ssh_blob(*key));
  if (!std::ranges::equal(own, *blob)) return fail(Errc::key_mismatch, "d");
  return key;
}

}  // namespace signet::crypto
