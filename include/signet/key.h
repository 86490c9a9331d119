// Keys: make, load, check, export, thumbprint. RFC 7517, RFC 7518 section 6, RFC 8037, RFC 9964, RFC 7638, RFC 9278.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "signet/algorithm.h"
#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/result.h"
#include "signet/seams/signer.h"

namespace signet {

/// The longest "kid" that is accepted, in bytes.
inline constexpr std::size_t kMaxKidBytes = 256;
/// The largest JWK, PEM, DER or OpenSSH content that is read.
inline constexpr std::size_t kMaxKeyText = 256u << 10;

/// RSA moduli, in bits: RFC 7518 sections 3.3 and 3.5 set the lower bound, and verification costs grow with the square.
inline constexpr unsigned kMinRsaBits = 2048;
inline constexpr unsigned kMaxRsaBits = 8192;

/// The members of a JWK that are not key material (RFC 7517 section 4). An empty string or vector: not there.
struct KeyInfo {
  std::string kid = {};
  std::string use = {};  ///< "sig", "enc", or another value
  std::string alg = {};
  std::vector<std::string> key_ops = {};
  std::string x5u = {};
  std::vector<Bytes> x5c = {};  ///< certificates as DER, leaf first
  std::string x5t = {};         ///< as in the JWK: base64url of SHA-1 of the leaf
  std::string x5t_s256 = {};
};

/// What to generate.
struct KeySpec {
  std::string_view alg;             ///< a JWA name; decides type, curve and size
  std::string_view crv = {};        ///< where `alg` leaves the curve open: else Ed25519 for EdDSA, P-256 for ECDH-ES
  std::string_view enc = {};        ///< for dir: the content encryption, which decides the size
  unsigned rsa_bits = kMinRsaBits;  ///< kMinRsaBits to kMaxRsaBits, a multiple of 8
};

enum class PemForm : std::uint8_t { spki, pkcs8, pkcs1, sec1 };

class VerificationKey;
class EncryptionKey;
class DecryptionKey;
struct KeyState;  // internal

/// One key with its JWK members: public, private or symmetric. Immutable and cheap to copy; every Key that exists
/// has passed the checks below, so holding one means that it is well made:
/// RSA 2048 to 8192 bits, e odd and 3 <= e < 2^33, n odd, no ROCA fingerprint; points on their curve, those of OKP keys
/// canonical and not of small order; private halves match public ones by arithmetic; minimal encodings; a certificate
/// that is there belongs to the key; key_ops and use do not contradict each other; an oct key is no PEM, JWK or
/// certificate text. Primality is only tested by check_deep(). An AKP key (ML-DSA) always has its algorithm in
/// info().alg. Where libcrypto lacks ML-DSA a public AKP key can be held, shown and published, and a private one is
/// refused, since nothing can tell whether its halves belong together.
class Key {
 public:
  /// Errors: malformed_json, duplicate_name, malformed_key(MEMBER), key_unsupported(kty|crv|oth), weak_key(MEMBER),
  /// key_mismatch(MEMBER), certificate_mismatch(MEMBER), limit_exceeded(MEMBER), key_unsupported(alg) for an AKP key of
  /// an unknown algorithm, alg_unavailable(ALG) for a private AKP key that libcrypto cannot check.
  static Result<Key> from_jwk(std::string_view json);
  static Result<Key> from_jwk(const json::Value& jwk);
  /// One PEM block: PUBLIC KEY (SPKI), PRIVATE KEY (PKCS#8), ENCRYPTED PRIVATE KEY (PKCS#8 with PBES2), RSA PUBLIC KEY,
  /// RSA PRIVATE KEY (PKCS#1), EC PRIVATE KEY (SEC1; an EC PARAMETERS block may stand before it), both of which may be
  /// encrypted by their headers, OPENSSH PRIVATE KEY (not encrypted), CERTIFICATE (the first is the leaf, further
  /// ones are its chain; they become x5c). The passphrase is used only for an encrypted key, and not kept.
  /// Errors: malformed_pem(PART), key_unsupported(curve|bcrypt|cipher|kdf|pbes1|...), passphrase_missing(encrypted),
  /// decryption_failed(passphrase) for a wrong one, limit_exceeded(iterations|scrypt|...) for a key whose encryption
  /// asks for more work than about a second, and as from_jwk.
  static Result<Key> from_pem(std::string_view pem, const Secret* passphrase = nullptr);
  /// What the file of a key holds, told apart by its structure: a JWK when '{' is the first character behind white
  /// space; DER (SPKI, PKCS#8, encrypted PKCS#8, PKCS#1, SEC1, or a certificate, which becomes x5c); a public key as
  /// OpenSSH writes it, on one line or as RFC 4716 has it (a comment is dropped); a JWK encrypted with a passphrase
  /// (encrypted_key.h), which is five parts of base64url; else PEM. Errors: as from_jwk, from_pem and
  /// open_encrypted_jwk.
  static Result<Key> from_content(ByteView content, const Secret* passphrase = nullptr);
  /// A symmetric key. Errors: weak_key(k) for text that is a PEM, a JWK, a JWK Set, a certificate or a DER public key
  /// (also base64 of one), and for an empty key. The length that an algorithm wants is checked when it is used.
  static Result<Key> from_octets(Secret octets);
  /// A new key with `alg`, `use` and `kid` (RFC 7638 thumbprint; random for symmetric keys) set.
  /// A key for dir is one for `enc`; the passphrase of a PBES2 algorithm is not ours to make.
  /// Errors: alg_unknown, alg_unavailable, key_unsupported(crv|enc|alg), policy_incomplete(enc), limit_exceeded(bits).
  static Result<Key> generate(const KeySpec& spec);

  KeyType type() const noexcept;
  /// "P-256", "Ed25519" ..., or empty.
  std::string_view crv() const noexcept;
  /// Size of the modulus, the curve's field, the octets or the public key (AKP), in bits.
  unsigned bits() const noexcept;
  bool is_private() const noexcept;  ///< has a private half; true for symmetric keys
  bool is_symmetric() const noexcept { return type() == KeyType::oct; }
  const KeyInfo& info() const noexcept SIGNET_LIFETIME_BOUND;

  /// The same key with other members. Errors: as from_jwk for those members.
  Result<Key> with_info(KeyInfo info) const;
  /// The public half; private key_ops become their public counterparts. Errors: symmetric_key(kty).
  Result<Key> public_key() const;

  /// JWK with public members only, in the order kty, crv, n, e, x, y, pub, kid, use, key_ops, alg, x5u, x5c, x5t,
  /// x5t#S256. Errors: symmetric_key(kty).
  Result<std::string> to_public_jwk() const;
  /// JWK with everything. Errors: private_key(d|priv) for a public key.
  Result<Secret> to_private_jwk() const;
  /// Errors: key_unsupported(FORM) where the form does not exist for the type, private_key(d|priv), symmetric_key(kty).
  Result<Secret> to_private_pem(PemForm form) const;
  Result<std::string> to_public_pem(PemForm form = PemForm::spki) const;
  /// An ENCRYPTED PRIVATE KEY: PBES2, PBKDF2 with HMAC-SHA-256 and 600,000 iterations, AES-256-CBC, random salt and IV.
  /// Errors: private_key(d), symmetric_key(kty), passphrase_missing(passphrase) for an empty one,
  /// limit_exceeded(passphrase) for more than 1024 octets, internal(random).
  Result<Secret> to_encrypted_pem(const Secret& passphrase) const;
  /// The public half as OpenSSH has it, "ssh-ed25519 AAAA...", with a line end and without a comment.
  /// Errors: symmetric_key(kty), key_unsupported(openssh) for types other than RSA, the NIST curves and Ed25519.
  Result<std::string> to_ssh_public() const;
  /// DER of the SubjectPublicKeyInfo. Errors: symmetric_key(kty).
  Result<Bytes> to_spki() const;

  /// RFC 7638 with SHA-256, base64url. For a symmetric key it is a hash of the secret: do not publish it.
  std::string thumbprint() const;
  /// RFC 9278: urn:ietf:params:oauth:jwk-thumbprint:sha-256:...
  std::string thumbprint_uri() const;
  /// Base64url of SHA-256 of the SubjectPublicKeyInfo: the other common style of kid. Errors: symmetric_key(kty).
  Result<std::string> spki_thumbprint() const;

  /// Also tests primality and the pairwise consistency of a private key, and of a public modulus whether it gives
  /// itself away (small or close factors, a prime): a tenth of a second of work for RSA of 2048 bits, ten for 8192.
  /// Errors: weak_key(p|q|n), key_mismatch(MEMBER).
  Result<> check_deep() const;

  /// Whether kty, crv, use, key_ops, alg and size let this key verify with this row. Errors: key_mismatch(MEMBER),
  /// weak_key(k), alg_unavailable(ALG).
  Result<> check_fit(const SignatureAlgorithm& row) const;
  /// The key prepared once for many verifications with one algorithm. Errors: as check_fit.
  Result<std::shared_ptr<const VerificationKey>> prepare(const SignatureAlgorithm& row) const;
  /// The same for signing. Errors: as check_fit, and private_key(d|priv) for a public key.
  Result<std::shared_ptr<const Signer>> signer(const SignatureAlgorithm& row) const;
  /// With the algorithm that the key itself names. Errors: alg_undecided(alg).
  Result<std::shared_ptr<const Signer>> signer() const;

  /// The key, public or symmetric, prepared once for encrypting to its owner (encryption_key.h).
  /// Errors: key_mismatch(kty|crv|k|use|key_ops|alg), alg_unavailable(ALG).
  Result<std::shared_ptr<const EncryptionKey>> prepare_encryption(const KeyManagementAlgorithm& row) const;
  /// The same for decrypting. Errors: the same, and private_key(d) for a public key.
  Result<std::shared_ptr<const DecryptionKey>> prepare_decryption(const KeyManagementAlgorithm& row) const;

 private:
  explicit Key(std::shared_ptr<const KeyState> state) noexcept : state_(std::move(state)) {}
  std::shared_ptr<const KeyState> state_;
};

struct PreparedVerify;  // internal: the row's own form of the key

/// Verifies the signature of one message that is handed over piece by piece. Until finish() has said yes, nothing is
/// known about any of the pieces. May be given up at any time.
class VerificationStream {
 public:
  virtual ~VerificationStream() = default;
  /// Appends to the message. A failure of libcrypto is kept, and finish() then says no.
  virtual void update(ByteView piece) noexcept = 0;
  /// Whether `signature` is a signature of all pieces; says no when it is asked a second time.
  virtual bool finish(ByteView signature) noexcept = 0;
};

/// Which key it is, whatever its kid and algorithm: SHA-256 as RFC 7638 has it. It is for comparing. For a symmetric
/// key it is a hash of the secret, so it is never printed.
using KeyIdentity = std::array<std::uint8_t, 32>;

/// A key prepared for one algorithm: parsed once, immutable, shared between threads.
class VerificationKey {
 public:
  VerificationKey(const SignatureAlgorithm& row, std::shared_ptr<const KeyState> key,
                  std::unique_ptr<const PreparedVerify> prepared);
  ~VerificationKey();
  VerificationKey(const VerificationKey&) = delete;
  VerificationKey& operator=(const VerificationKey&) = delete;

  const SignatureAlgorithm& algorithm() const noexcept { return *row_; }
  /// The key's "kid", or empty.
  std::string_view kid() const noexcept SIGNET_LIFETIME_BOUND;
  /// The same for every form of one key, and different for different keys. It is computed each time.
  KeyIdentity identity() const;
  /// Whether `signature` is a signature of `input`. Does not throw; allocates nothing itself.
  bool verify(ByteView input, ByteView signature) const noexcept;
  /// Begins the verification of a message that never lies in memory as a whole; this key must outlive the stream.
  /// Errors: streaming_unsupported(ALG) when the algorithm reads its input twice, as EdDSA does.
  Result<std::unique_ptr<VerificationStream>> begin() const;

 private:
  const SignatureAlgorithm* row_;
  std::shared_ptr<const KeyState> key_;
  std::unique_ptr<const PreparedVerify> prepared_;
};

}  // namespace signet
