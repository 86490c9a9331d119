#include "crypto/curve_key.h"

#include <openssl/core_names.h>

#include <algorithm>
#include <utility>

#include "crypto/bignum.h"
#include "crypto/constant_time.h"
#include "crypto/ec_point.h"
#include "crypto/okp_point.h"
#include "crypto/pkey_params.h"
#include "try.h"

namespace signet::crypto {
namespace {

std::unexpected<Error> no_memory() {
  return fail(Errc::internal, "bignum");
}

Result<> check_sizes(const CurveNumbers& numbers) {
  const std::size_t octets = numbers.curve->octets;
  //= rfc7518#6.2.1.2 the length of this octet string MUST be the full size of a coordinate
  if (numbers.x.size() != octets) return fail(Errc::malformed_key, "x");
  if (numbers.y.size() != (numbers.curve->type == KeyType::ec ? octets : 0)) return fail(Errc::malformed_key, "y");
  //= rfc7518#6.2.2.1 the length of this octet string MUST be ceiling(log-base-2(n)/8) octets
  if (!numbers.d.empty() && numbers.d.size() != octets) return fail(Errc::malformed_key, "d");
  return {};
}

Result<> derive_ec(CurveNumbers& numbers) {
  const EcGroupPtr group = open_group(*numbers.curve);
  const BnPtr d = to_secret_number(numbers.d.expose());
  const EcPointPtr point(group ? EC_POINT_new(group.get()) : nullptr);
  if (!point || !d) return no_memory();
  //= rfc5915#3 privateKey is the private key d, 1 <= d < n
  if (numbers.d.size() != numbers.curve->octets || BN_is_zero(d.get()) ||
      BN_cmp(d.get(), EC_GROUP_get0_order(group.get())) >= 0)
    return fail(Errc::malformed_key, "d");
  if (EC_POINT_mul(group.get(), point.get(), d.get(), nullptr, nullptr, nullptr) != 1) return no_memory();
  return split_point(numbers, *group, *point);
}

Result<> derive_okp(CurveNumbers& numbers) {
  if (numbers.d.size() != numbers.curve->octets) return fail(Errc::malformed_key, "d");
  const ByteView d = numbers.d.expose();
  const PkeyPtr pkey(
      EVP_PKEY_new_raw_private_key_ex(nullptr, numbers.curve->openssl_name, nullptr, d.data(), d.size()));
  std::size_t size = numbers.curve->octets;
  numbers.x.resize(size);
  if (!pkey || EVP_PKEY_get_raw_public_key(pkey.get(), numbers.x.data(), &size) != 1)
    return fail(Errc::malformed_key, "d");
  return {};
}

}  // namespace

Result<> derive_public(CurveNumbers& numbers) {
  return numbers.curve->type == KeyType::ec ? derive_ec(numbers) : derive_okp(numbers);
}

Result<> check_curve_key(const CurveNumbers& numbers) {
  SIGNET_CHECK(check_sizes(numbers));
  if (numbers.curve->type == KeyType::ec) {
    CurveNumbers point{.curve = numbers.curve};
    SIGNET_CHECK(read_point(point, uncompressed_point(numbers)));
  } else if (!acceptable_point(*numbers.curve->points, numbers.x) || !is_on_curve(*numbers.curve->points, numbers.x)) {
    return fail(Errc::weak_key, "x");
  }
  if (numbers.d.empty()) return {};
  CurveNumbers derived{.curve = numbers.curve, .d = Secret::copy_of(numbers.d.expose())};
  SIGNET_CHECK(derive_public(derived));
  if (!equal_in_constant_time(derived.x, numbers.x) || !equal_in_constant_time(derived.y, numbers.y))
    return fail(Errc::key_mismatch, "d");
  return {};
}

Result<> check_curve_deep(const CurveNumbers& numbers, evp_pkey_st* pkey) {
  // Libcrypto 3.0 has no further tests for OKP keys; d was compared with x when the key was made.
  if (numbers.curve->type != KeyType::ec) return {};
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey, nullptr));
  if (!context) return no_memory();
  if (EVP_PKEY_public_check(context.get()) != 1) return fail(Errc::weak_key, "x");
  if (!numbers.d.empty() && EVP_PKEY_pairwise_check(context.get()) != 1) return fail(Errc::key_mismatch, "d");
  return {};
}

Bytes uncompressed_point(const CurveNumbers& numbers) {
  Bytes point;
  point.reserve(1 + numbers.x.size() + numbers.y.size());
  point.push_back(POINT_CONVERSION_UNCOMPRESSED);
  point.insert(point.end(), numbers.x.begin(), numbers.x.end());
  point.insert(point.end(), numbers.y.begin(), numbers.y.end());
  return point;
}

PkeyPtr make_curve_pkey(const CurveNumbers& numbers) {
  const Curve& curve = *numbers.curve;
  const ByteView d = numbers.d.expose();
  if (curve.type == KeyType::okp) {
    return PkeyPtr(
        d.empty()
            ? EVP_PKEY_new_raw_public_key_ex(nullptr, curve.openssl_name, nullptr, numbers.x.data(), numbers.x.size())
            : EVP_PKEY_new_raw_private_key_ex(nullptr, curve.openssl_name, nullptr, d.data(), d.size()));
  }
  const Bytes point = uncompressed_point(numbers);
  PkeyParams params;
  params.add_text(OSSL_PKEY_PARAM_GROUP_NAME, curve.openssl_name);
  params.add_octets(OSSL_PKEY_PARAM_PUB_KEY, point);
  if (d.empty()) return params.build("EC", EVP_PKEY_PUBLIC_KEY);
  params.add_number(OSSL_PKEY_PARAM_PRIV_KEY, d);
  return params.build("EC", EVP_PKEY_KEYPAIR);
}

Result<CurveNumbers> make_curve_numbers(const Curve& curve) {
  CurveNumbers out{.curve = &curve};
  WipedBytes d(curve.octets);
  if (curve.type == KeyType::okp) {
    std::size_t size = d.size();
    const PkeyPtr pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, curve.openssl_name));
    if (!pkey || EVP_PKEY_get_raw_private_key(pkey.get(), d.data(), &size) != 1)
      return fail(Errc::internal, curve.name);
  } else {
    const PkeyPtr pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.openssl_name));
    BIGNUM* number = nullptr;
    if (!pkey || EVP_PKEY_get_bn_param(pkey.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1)
      return fail(Errc::internal, curve.name);
    const BnPtr owned(number);
    if (BN_bn2binpad(number, d.data(), static_cast<int>(d.size())) < 0) return fail(Errc::internal, curve.name);
  }
  out.d = Secret(std::move(d));
  SIGNET_CHECK(derive_public(out));
  return out;
}

}  // namespace signet::crypto
