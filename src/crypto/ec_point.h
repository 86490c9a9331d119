// Points of the EC curves between libcrypto and our numbers.
#pragma once

#include "crypto/key_material.h"
#include "crypto/libcrypto.h"

namespace signet::crypto {

/// The curve's group; null when this libcrypto lacks it.
EcGroupPtr open_group(const Curve& curve);
/// Writes x and y of a point that is not infinity. Errors: weak_key(x).
Result<> split_point(CurveNumbers& numbers, const EC_GROUP& group, const EC_POINT& point);

}  // namespace signet::crypto
