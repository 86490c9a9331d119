// The mathematical part of a key: what a JWK, a PEM file and a key generator have in common.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "signet/bytes.h"
#include "signet/key.h"
#include "signet/result.h"

struct evp_pkey_st;  // EVP_PKEY; only src/crypto looks inside

namespace signet::crypto {

/// The longest symmetric key: far more than any hash has use for.
inline constexpr std::size_t kMaxOctetKey = 4096;

struct PointRules;

/// Facts about a curve. `octets` is the size of a coordinate (EC) or of the public key (OKP), and of the private key.
struct Curve {
  std::string_view name;  // "P-256"
  KeyType type;
  const char* openssl_name;  // group name for EC, key type name for OKP
  unsigned bits;
  unsigned octets;
  std::string_view oid;      // the OBJECT IDENTIFIER's contents in DER
  const PointRules* points;  // OKP: which encodings may be keys; null for EC
};
const Curve* find_curve(std::string_view name) noexcept;
const Curve* find_curve_by_oid(ByteView oid) noexcept;

/// Big-endian numbers of an RSA key; the private ones are all there or none (RFC 7518 section 6.3.2).
struct RsaNumbers {
  Bytes n{}, e{};
  Secret d{}, p{}, q{}, dp{}, dq{}, qi{};
};

/// An EC or OKP key in the octets of its JWK members; `y` is empty for OKP, `d` for a public key.
struct CurveNumbers {
  const Curve* curve = nullptr;
  Bytes x{}, y{};
  Secret d{};
};

/// Facts about an algorithm of AKP keys: RFC 9964 section 5, RFC 9881 section 2.
struct AkpAlgorithm {
  std::string_view name;  // the JWK's "alg"
  const char* openssl_name;
  unsigned public_octets;
  std::string_view oid;
};
const AkpAlgorithm* find_akp_algorithm(std::string_view name) noexcept;
const AkpAlgorithm* find_akp_algorithm_by_oid(ByteView oid) noexcept;

inline constexpr std::size_t kAkpSeedOctets = 32;

/// An AKP key in the octets of its JWK members; `priv`, the seed, is empty for a public key.
struct AkpKey {
  const AkpAlgorithm* algorithm = nullptr;
  Bytes pub{};
  Secret priv{};
};

/// Immutable, shared, and always well made: every way to make one runs the checks of signet::Key.
/// Subjects of its errors are JWK member names.
class KeyMaterial {
 public:
  using Ptr = std::shared_ptr<const KeyMaterial>;

  static Result<Ptr> from_rsa(RsaNumbers numbers);
  static Result<Ptr> from_curve(CurveNumbers numbers);
  static Result<Ptr> from_octets(Secret octets);
  static Result<Ptr> from_akp(AkpKey key);
  static Result<Ptr> generate_rsa(unsigned bits);
  static Result<Ptr> generate_curve(const Curve& curve);
  static Result<Ptr> generate_octets(std::size_t count);
  static Result<Ptr> generate_akp(const AkpAlgorithm& algorithm);

  ~KeyMaterial();
  KeyMaterial(const KeyMaterial&) = delete;
  KeyMaterial& operator=(const KeyMaterial&) = delete;

  KeyType type() const noexcept { return type_; }
  const Curve* curve() const noexcept { return curve_.curve; }  // EC and OKP, else null
  unsigned bits() const noexcept { return bits_; }
  bool is_private() const noexcept { return private_; }

  const RsaNumbers& rsa() const noexcept { return rsa_; }           // RSA only
  const CurveNumbers& on_curve() const noexcept { return curve_; }  // EC and OKP only
  ByteView octets() const noexcept { return octets_.expose(); }     // oct only
  const AkpKey& akp() const noexcept { return akp_; }               // AKP only
  /// Null for oct, and for a public AKP key that this libcrypto cannot take.
  evp_pkey_st* pkey() const noexcept { return pkey_; }

  Result<Ptr> public_half() const;  // symmetric_key(kty)
  Result<> check_deep() const;

 private:
  KeyMaterial() = default;
  KeyType type_{};
  bool private_ = false;
  unsigned bits_ = 0;
  RsaNumbers rsa_;
  CurveNumbers curve_;
  Secret octets_;
  AkpKey akp_;
  evp_pkey_st* pkey_ = nullptr;
};

}  // namespace signet::crypto
