#include "crypto/bignum.h"

namespace signet::crypto {

BnPtr to_number(ByteView big_endian) {
  return BnPtr(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr));
}

BnPtr new_secret_number() {
  BnPtr number(BN_new());
  if (number) BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

BnPtr to_secret_number(ByteView big_endian) {
  BnPtr number = to_number(big_endian);
  if (number) BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

Bytes to_octets(const BIGNUM* number) {
  Bytes octets(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, octets.data());
  return octets;
}

Secret to_secret_octets(const BIGNUM* number) {
  WipedBytes octets(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, octets.data());
  return Secret(std::move(octets));
}

}  // namespace signet::crypto
