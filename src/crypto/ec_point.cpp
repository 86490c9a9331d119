#include "crypto/ec_point.h"

#include <openssl/core_names.h>

#include "crypto/bignum.h"
#include "crypto/curve_key.h"

namespace signet::crypto {
namespace {

bool write_coordinate(Bytes& out, const BIGNUM* number, unsigned octets) {
  out.resize(octets);
  return BN_bn2binpad(number, out.data(), static_cast<int>(octets)) >= 0;
}

}  // namespace

EcGroupPtr open_group(const Curve& curve) {
  // libcrypto only reads the name, but its parameter type serves both directions.
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(curve.openssl_name), 0),
      OSSL_PARAM_construct_end()};
  return EcGroupPtr(EC_GROUP_new_from_params(params, nullptr, nullptr));
}

Result<> split_point(CurveNumbers& numbers, const EC_GROUP& group, const EC_POINT& point) {
  const BnPtr x(BN_new()), y(BN_new());
  if (!x || !y) return fail(Errc::internal, "bignum");
  // Infinity has no affine coordinates.
  if (EC_POINT_get_affine_coordinates(&group, &point, x.get(), y.get(), nullptr) != 1 ||
      !write_coordinate(numbers.x, x.get(), numbers.curve->octets) ||
      !write_coordinate(numbers.y, y.get(), numbers.curve->octets))
    return fail(Errc::weak_key, "x");
  return {};
}

Result<> read_point(CurveNumbers& numbers, ByteView encoded) {
  const std::size_t octets = numbers.curve->octets;
  const std::uint8_t form = encoded.empty() ? 0 : encoded.front();
  const bool whole = form == POINT_CONVERSION_UNCOMPRESSED && encoded.size() == 1 + 2 * octets;
  const bool compressed = (form & 0xfe) == POINT_CONVERSION_COMPRESSED && encoded.size() == 1 + octets;
  if (!whole && !compressed) return fail(Errc::malformed_key, "x");
  const EcGroupPtr group = open_group(*numbers.curve);
  const EcPointPtr point(group ? EC_POINT_new(group.get()) : nullptr);
  if (!point) return fail(Errc::internal, "bignum");
  // EC_POINT_oct2point refuses coordinates that are not below p, and points that are not on the curve.
  if (EC_POINT_oct2point(group.get(), point.get(), encoded.data(), encoded.size(), nullptr) != 1)
    return fail(Errc::weak_key, "x");
  return split_point(numbers, *group, *point);
}

}  // namespace signet::crypto
