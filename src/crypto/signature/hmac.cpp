// HS256, HS384, HS512: RFC 7518 section 3.2.
#include "crypto/constant_time.h"
#include "crypto/hmac_midstate.h"
#include "crypto/signature/families.h"
#include "crypto/signature_streams.h"

namespace signet::crypto {
namespace {

class HmacVerify final : public PreparedVerify {
 public:
  HmacVerify(Hash hash, ByteView key) noexcept : key_(hash, key) {}

  bool verify(ByteView input, ByteView signature) const noexcept override {
    std::array<std::uint8_t, kMaxDigest> octets;
    //= rfc7518#3.2 the computed value is compared whole, in constant time; a cut one is refused
    return equal_in_constant_time(key_.mac(input, octets), signature);
  }

  std::unique_ptr<VerificationStream> begin() const override {
    return std::make_unique<StreamedVerify<HmacVerify>>(*this);
  }
  RunningMac message() const noexcept { return RunningMac(key_); }
  bool holds(RunningMac& message, ByteView signature) const noexcept {
    std::array<std::uint8_t, kMaxDigest> octets;
    const ByteView mac = message.finish(octets);
    return !mac.empty() && equal_in_constant_time(mac, signature);
  }

 private:
  HmacKey key_;
};

class HmacSign final : public PreparedSign {
 public:
  HmacSign(Hash hash, ByteView key) noexcept : key_(hash, key) {}

  Result<Bytes> sign(ByteView input) const override {
    std::array<std::uint8_t, kMaxDigest> octets;
    const ByteView mac = key_.mac(input, octets);
    return Bytes(mac.begin(), mac.end());
  }

  std::unique_ptr<SigningStream> begin() const override { return std::make_unique<StreamedSign<HmacSign>>(*this); }
  RunningMac message() const noexcept { return RunningMac(key_); }
  Result<Bytes> make(RunningMac& message) const {
    std::array<std::uint8_t, kMaxDigest> octets;
    const ByteView mac = message.finish(octets);
    if (mac.empty()) return fail(Errc::internal, "sign");
    return Bytes(mac.begin(), mac.end());
  }

 private:
  HmacKey key_;
};

Result<std::unique_ptr<const PreparedVerify>> prepare_verify(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  return std::make_unique<HmacVerify>(row.hash, key->octets());
}

Result<std::unique_ptr<const PreparedSign>> prepare_sign(const SignatureAlgorithm& row, KeyMaterial::Ptr key) {
  return std::make_unique<HmacSign>(row.hash, key->octets());
}

constexpr SignatureAlgorithm row(std::string_view name, Hash hash, std::uint16_t octets, std::string_view requirement) {
  return {.name = name,
          .kty = KeyType::oct,
          .curves = {},
          .hash = hash,
          .signature_octets = octets,
          .min_key_octets = octets,
          .generated_octets = octets,
          .also_fits = {},
          .requirement = requirement,
          .spec = "RFC 7518 3.2",
          .available = []() noexcept { return true; },  // linked, not fetched
          .prepare_verify = prepare_verify,
          .prepare_sign = prepare_sign};
}

constexpr SignatureAlgorithm kRows[] = {
    row("HS256", Hash::sha256, 32, "Required"),
    row("HS384", Hash::sha384, 48, "Optional"),
    row("HS512", Hash::sha512, 64, "Optional"),
};

}  // namespace

std::span<const SignatureAlgorithm> families::hmac() noexcept {
  return kRows;
}

}  // namespace signet::crypto
