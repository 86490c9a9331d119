// Keys on curves: points that may be keys, and private halves that belong to them.
#pragma once

#include "crypto/key_material.h"
#include "crypto/libcrypto.h"

namespace signet::crypto {

/// Sizes, the point, and d against the point.
/// Errors: malformed_key(x|y|d), weak_key(x), key_mismatch(d).
Result<> check_curve_key(const CurveNumbers& numbers);
/// Libcrypto's own tests of an EC point and of a pair. Errors: weak_key(x), key_mismatch(d).
Result<> check_curve_deep(const CurveNumbers& numbers, evp_pkey_st* pkey);

/// Computes x and y from d, for forms that leave the public half out. Errors: malformed_key(d).
Result<> derive_public(CurveNumbers& numbers);
/// x and y of an EC point as SEC 1 section 2.3 writes it, uncompressed or compressed.
/// Errors: malformed_key(x), weak_key(x).
Result<> read_point(CurveNumbers& numbers, ByteView encoded);
/// 04 || x || y.
Bytes uncompressed_point(const CurveNumbers& numbers);

PkeyPtr make_curve_pkey(const CurveNumbers& numbers);
/// Errors: internal(CURVE).
Result<CurveNumbers> make_curve_numbers(const Curve& curve);

}  // namespace signet::crypto
