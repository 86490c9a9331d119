#include "jose/jwk_types.h"

#include <algorithm>
#include <utility>

#include "signet/base64url.h"
#include "try.h"

namespace signet::jose {
namespace {

using crypto::CurveNumbers;
using crypto::KeyMaterial;
using crypto::RsaNumbers;

// Room for every key type; what is too large or too small for its own type is judged by KeyMaterial.
constexpr std::size_t kMaxMemberOctets = 4096;

/// The octets of a member that must be there as canonical base64url text.
Result<Secret> read_octets(const json::Value& jwk, std::string_view name) {
  const auto member = jwk.find(name);
  const auto text = member ? member->string() : std::nullopt;
  if (!text) return fail(Errc::malformed_key, name);
  auto octets = base64url::decode_secret(*text, kMaxMemberOctets);
  if (octets) return octets;
  return fail(octets.error().code == Errc::limit_exceeded ? Errc::limit_exceeded : Errc::malformed_key, name);
}

Result<Secret> read_number(const json::Value& jwk, std::string_view name) {
  SIGNET_TRY(Secret octets, read_octets(jwk, name));
  //= rfc7518#2 Base64urlUInt: MUST utilize the minimum number of octets needed to represent the value
  const ByteView number = octets.expose();
  if (number.empty() || (number.size() > 1 && number.front() == 0)) return fail(Errc::malformed_key, name);
  return octets;
}

/// A coordinate or a key of exactly the curve's size.
Result<Secret> read_field(const json::Value& jwk, std::string_view name, const crypto::Curve& curve) {
  SIGNET_TRY(Secret octets, read_octets(jwk, name));
  //= rfc7518#6.2.1.2 the length of this octet string MUST be the full size of a coordinate for the curve
  if (octets.size() != curve.octets) return fail(Errc::malformed_key, name);
  return octets;
}

Bytes to_public(const Secret& octets) {
  return {octets.expose().begin(), octets.expose().end()};
}

struct RsaPrivateMember {
  std::string_view name;
  Secret RsaNumbers::* number;
};
constexpr RsaPrivateMember kRsaPrivate[] = {
    {"d", &RsaNumbers::d},   {"p", &RsaNumbers::p},   {"q", &RsaNumbers::q},
    {"dp", &RsaNumbers::dp}, {"dq", &RsaNumbers::dq}, {"qi", &RsaNumbers::qi},
};

Result<> read_rsa_private(const json::Value& jwk, RsaNumbers& numbers) {
  const auto present =
      std::ranges::count_if(kRsaPrivate, [&](const auto& row) { return jwk.find(row.name).has_value(); });
  if (present == 0) return {};
  //= rfc7518#6.3.2 if any of the others is there, all of them MUST be there; "d" may stand alone
  const bool alone = present == 1 && jwk.find("d");
  for (const RsaPrivateMember& row : kRsaPrivate) {
    SIGNET_TRY(numbers.*row.number, read_number(jwk, row.name));
    if (alone) return {};  // KeyMaterial finds the factors
  }
  return {};
}

Result<KeyMaterial::Ptr> read_rsa(const json::Value& jwk) {
  //= rfc7518#6.3.2.7 a consumer that does not support more than two primes MUST NOT use the key
  if (jwk.find("oth")) return fail(Errc::key_unsupported, "oth");
  RsaNumbers numbers;
  SIGNET_TRY(const Secret n, read_number(jwk, "n"));
  SIGNET_TRY(const Secret e, read_number(jwk, "e"));
  numbers.n = to_public(n);
  numbers.e = to_public(e);
  SIGNET_CHECK(read_rsa_private(jwk, numbers));
  return KeyMaterial::from_rsa(std::move(numbers));
}

/// EC and OKP differ in "y" alone.
Result<KeyMaterial::Ptr> read_curve(const json::Value& jwk, KeyType type) {
  const auto crv = jwk.find("crv");
  const auto name = crv ? crv->string() : std::nullopt;
  if (!name) return fail(Errc::malformed_key, "crv");
  CurveNumbers numbers;
  numbers.curve = crypto::find_curve(*name);
  if (numbers.curve == nullptr) return fail(Errc::key_unsupported, "crv");
  if (numbers.curve->type != type) return fail(Errc::key_mismatch, "crv");
  SIGNET_TRY(const Secret x, read_field(jwk, "x", *numbers.curve));
  numbers.x = to_public(x);
  if (type == KeyType::ec) {
    SIGNET_TRY(const Secret y, read_field(jwk, "y", *numbers.curve));
    numbers.y = to_public(y);
  }
  if (jwk.find("d")) {
    SIGNET_TRY(numbers.d, read_field(jwk, "d", *numbers.curve));
  }
  return KeyMaterial::from_curve(std::move(numbers));
}

Result<KeyMaterial::Ptr> read_ec(const json::Value& jwk) {
  return read_curve(jwk, KeyType::ec);
}
Result<KeyMaterial::Ptr> read_okp(const json::Value& jwk) {
  return read_curve(jwk, KeyType::okp);
}

Result<KeyMaterial::Ptr> read_oct(const json::Value& jwk) {
  SIGNET_TRY(Secret octets, read_octets(jwk, "k"));
  return KeyMaterial::from_octets(std::move(octets));
}

Result<KeyMaterial::Ptr> read_akp(const json::Value& jwk) {
  //= rfc9964#3 the "alg" JSON Web Key Parameter is REQUIRED for all AKP keys
  const auto alg = jwk.find("alg");
  const auto name = alg ? alg->string() : std::nullopt;
  if (!name) return fail(Errc::malformed_key, "alg");
  crypto::AkpKey key{.algorithm = crypto::find_akp_algorithm(*name)};
  if (key.algorithm == nullptr) return fail(Errc::key_unsupported, "alg");
  SIGNET_TRY(const Secret pub, read_octets(jwk, "pub"));
  key.pub = to_public(pub);
  if (jwk.find("priv")) {
    SIGNET_TRY(key.priv, read_octets(jwk, "priv"));
    if (key.priv.empty()) return fail(Errc::malformed_key, "priv");  // it would pass for a public key
  }
  return KeyMaterial::from_akp(std::move(key));
}

template <auto number>
ByteView rsa_public(const KeyMaterial& key) noexcept {
  return key.rsa().*number;
}
template <auto number>
ByteView rsa_private(const KeyMaterial& key) noexcept {
  return (key.rsa().*number).expose();
}
ByteView curve_x(const KeyMaterial& key) noexcept {
  return key.on_curve().x;
}
ByteView curve_y(const KeyMaterial& key) noexcept {
  return key.on_curve().y;
}
ByteView curve_d(const KeyMaterial& key) noexcept {
  return key.on_curve().d.expose();
}
ByteView oct_k(const KeyMaterial& key) noexcept {
  return key.octets();
}

ByteView akp_pub(const KeyMaterial& key) noexcept {
  return key.akp().pub;
}
ByteView akp_priv(const KeyMaterial& key) noexcept {
  return key.akp().priv.expose();
}

constexpr JwkMember kRsaMembers[] = {
    {"n", false, rsa_public<&RsaNumbers::n>},   {"e", false, rsa_public<&RsaNumbers::e>},
    {"d", true, rsa_private<&RsaNumbers::d>},   {"p", true, rsa_private<&RsaNumbers::p>},
    {"q", true, rsa_private<&RsaNumbers::q>},   {"dp", true, rsa_private<&RsaNumbers::dp>},
    {"dq", true, rsa_private<&RsaNumbers::dq>}, {"qi", true, rsa_private<&RsaNumbers::qi>},
};
constexpr JwkMember kEcMembers[] = {{"x", false, curve_x}, {"y", false, curve_y}, {"d", true, curve_d}};
constexpr JwkMember kOkpMembers[] = {{"x", false, curve_x}, {"d", true, curve_d}};
constexpr JwkMember kOctMembers[] = {{"k", true, oct_k}};
constexpr JwkMember kAkpMembers[] = {{"pub", false, akp_pub}, {"priv", true, akp_priv}};

constexpr JwkType kTypes[] = {
    {KeyType::rsa, kRsaMembers, read_rsa}, {KeyType::ec, kEcMembers, read_ec},    {KeyType::okp, kOkpMembers, read_okp},
    {KeyType::oct, kOctMembers, read_oct}, {KeyType::akp, kAkpMembers, read_akp},
};

// A key of a type that is not supported may still be a private one.
constexpr std::string_view kPrivateOfOtherTypes[] = {"d", "k", "priv"};

}  // namespace

const JwkType* find_jwk_type(std::string_view kty) noexcept {
  for (const JwkType& row : kTypes)
    if (name_of(row.type) == kty) return &row;
  return nullptr;
}

const JwkType& jwk_type_of(KeyType type) noexcept {
  return *std::ranges::find(kTypes, type, &JwkType::type);
}

std::string_view private_member_of(KeyType type) noexcept {
  return std::ranges::find(jwk_type_of(type).members, true, &JwkMember::is_private)->name;
}

std::string_view find_private_member(const json::Value& jwk) noexcept {
  const auto kty = jwk.find("kty");
  const JwkType* type = find_jwk_type(kty ? kty->string().value_or("") : "");
  if (type == nullptr) {
    for (const std::string_view name : kPrivateOfOtherTypes)
      if (jwk.find(name)) return name;
    return {};
  }
  for (const JwkMember& member : type->members)
    if (member.is_private && jwk.find(member.name)) return member.name;
  return {};
}

}  // namespace signet::jose
