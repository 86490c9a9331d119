// Ed25519 and Ed448 (RFC 9864 section 2.2), and EdDSA, which is either of them as the key's curve says (RFC 8037
// section 3.1).
#include <algorithm>
#include <array>
#include <utility>

#include "crypto/libcrypto.h"
#include "crypto/okp_point.h"
#include "crypto/signature/families.h"
#include "crypto/whole_signature.h"

namespace signet::crypto {
namespace {

// L, the order of the base point, little-endian and as long as a point: RFC 8032 sections 5.1 and 5.2.
constexpr std::uint8_t kOrder25519[] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                        0xa2, 0xde, 0xf9, 0xde, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};
constexpr std::uint8_t kOrder448[] = {
    0xf3, 0x44, 0x58, 0xab, 0x92, 0xc2, 0x78, 0x23, 0x55, 0x8f, 0xc5, 0x8d, 0x72, 0xc2, 0x6c, 0x21, 0x90, 0x36, 0xd6,
    0xae, 0x49, 0xdb, 0x4e, 0xc4, 0xe9, 0x23, 0xca, 0x7c, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f, 0x00};

constexpr std::size_t kMaxOctets = 2 * kMaxPointOctets;

using Contexts = WholeSignature::Contexts;

template <const auto& name>
Contexts probe_contexts() noexcept {
  const ErrorDrain drain;
  const Curve& curve = *find_curve(name);
  constexpr std::array<std::uint8_t, kMaxPointOctets> kAnyKey = {1};
  std::array<std::uint8_t, kMaxOctets> signature;
  const PkeyPtr key(
      EVP_PKEY_new_raw_private_key_ex(nullptr, curve.openssl_name, nullptr, kAnyKey.data(), curve.octets));
  return key ? contexts_serve_again(key.get(), std::span(signature).first(std::size_t{2} * curve.octets))
             : Contexts::used_once;
}

template <const auto& name>
Contexts contexts() noexcept {
  static const Contexts found = probe_contexts<name>();
  return found;
}

template <const auto& name>
bool available() noexcept {
  static const bool have = have_whole_signature(find_curve(name)->openssl_name);
  return have;
}

constexpr std::string_view kEd25519 = "Ed25519", kEd448 = "Ed448";

/// What the two curves do not have in common.
struct Scheme {
  std::string_view crv;
  ByteView order;
  Contexts (*contexts)() noexcept;
};
constexpr Scheme kSchemes[] = {{kEd25519, kOrder25519, contexts<kEd25519>}, {kEd448, kOrder448, contexts<kEd448>}};

const Scheme& scheme_of(const KeyMaterial& key) noexcept {
  return *std::ranges::find(kSchemes, key.curve()->name, &Scheme::crv);
}

/// Little-endian numbers, compared from their last octet. Not constant-time: signatures are public.
bool is_below(ByteView scalar, ByteView order) noexcept {
  return std::lexicographical_compare(scalar.rbegin(), scalar.rend(), order.rbegin(), order.rend());
}

class EdVerify final : public PreparedVerify {
 public:
  EdVerify(const PointRules& points, ByteView order, std::unique_ptr<const WholeSignature> key) noexcept
      : points_(points), order_(order), key_(std::move(key)) {}

  bool verify(ByteView input, ByteView signature) const noexcept override {
    const std::size_t half = order_.size();
    //= rfc8032#5.1.7 S in 0 <= S < L, R a point: said here, because libcrypto takes an R of small order
    if (signature.size() != 2 * half || !is_below(signature.subspan(half), order_)) return false;
    if (!acceptable_point(points_, signature.first(half))) return false;
    return key_->verify(input, signature);
  }

 private:
  const PointRules& points_;
  ByteView order_;
  std::unique_ptr<const WholeSignature> key_;
};

Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  const Scheme& scheme = scheme_of(*key);
  const PointRules& points = *key->curve()->points;
  // Import refuses such keys; a signature by one holds for any message, so it is not left to import alone.
  if (!acceptable_point(points, key->on_curve().x)) return fail(Errc::weak_key, "x");
  auto prepared = WholeSignature::make(key->pkey(), WholeSignature::Purpose::verify, scheme.contexts());
  if (!prepared) return fail(Errc::alg_unavailable, row.name);
  return std::make_unique<EdVerify>(points, scheme.order, std::move(prepared));
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  if (!key->is_private()) return fail(Errc::private_key, "d");
  const Scheme& scheme = scheme_of(*key);
  return prepare_whole_sign(row, *key, 2 * scheme.order.size(), scheme.contexts());
}

// A key says EdDSA or the specific name and means the same; that the name is its curve's was checked with the key.
constexpr std::string_view kBoth[] = {kEd25519, kEd448}, kGeneral[] = {"EdDSA"};

constexpr SignatureAlgorithm row(std::string_view name, std::span<const std::string_view> curves, std::uint16_t octets,
                                 std::span<const std::string_view> also_fits, std::string_view requirement,
                                 std::string_view spec, bool (*have)() noexcept) {
  return {.name = name,
          .kty = KeyType::okp,
          .curves = curves,
          .hash = Hash::none,
          .signature_octets = octets,
          .min_key_octets = 0,
          .generated_octets = 0,
          .also_fits = also_fits,
          .requirement = requirement,
          .spec = spec,
          .available = have,
          .prepare_verify = prepare_verify,
          .prepare_sign = prepare_sign};
}

constexpr std::span kBothCurves(kBoth);
constexpr SignatureAlgorithm kRows[] = {
    row("EdDSA", kBothCurves, 0, kBothCurves, "Deprecated", "RFC 8037 3.1", available<kEd25519>),
    row("Ed25519", kBothCurves.first(1), 64, kGeneral, "Optional", "RFC 9864 2.2", available<kEd25519>),
    row("Ed448", kBothCurves.last(1), 114, kGeneral, "Optional", "RFC 9864 2.2", available<kEd448>),
};

}  // namespace

std::span<const SignatureAlgorithm> families::eddsa() noexcept {
  return kRows;
}

}  // namespace signet::crypto
