#include "crypto/rsa_key.h"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <bit>
#include <tuple>
#include <utility>

#include "crypto/bignum.h"
#include "crypto/pkey_params.h"
#include "crypto/rsa_hygiene.h"
#include "crypto/rsa_private.h"
#include "try.h"

namespace signet::crypto {
namespace {

std::size_t bit_count(ByteView minimal) noexcept {
  return (minimal.size() - 1) * 8 + static_cast<std::size_t>(std::bit_width(minimal.front()));
}

Result<> check_modulus(ByteView n) {
  //= rfc7518#2 the octet sequence MUST utilize the minimum number of octets needed to represent the value
  if (!is_minimal(n)) return fail(Errc::malformed_key, "n");
  if (n.size() > kMaxRsaBits / 8) return fail(Errc::limit_exceeded, "n");
  //= rfc7518#3.3 a key of size 2048 bits or larger MUST be used
  if (bit_count(n) < kMinRsaBits) return fail(Errc::weak_key, "n");
  if ((n.back() & 1) == 0) return fail(Errc::weak_key, "n");
  return {};
}

Result<> check_exponent(ByteView e) {
  //= rfc7518#2 the octet sequence MUST utilize the minimum number of octets needed to represent the value
  if (!is_minimal(e)) return fail(Errc::malformed_key, "e");
  // A large exponent makes each verification many times slower.
  if (e.size() > (kMaxExponentBits + 7) / 8 || bit_count(e) > kMaxExponentBits) return fail(Errc::weak_key, "e");
  if ((e.back() & 1) == 0) return fail(Errc::weak_key, "e");
  if (e.size() == 1 && e.front() < 3) return fail(Errc::weak_key, "e");
  return {};
}

Result<> extract(const EVP_PKEY* pkey, const char* name, auto&& store) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(pkey, name, &number) != 1) return fail(Errc::internal, "rsa");
  store(BnPtr(number));
  return {};
}

}  // namespace

Result<> check_rsa_public(const RsaNumbers& numbers) {
  SIGNET_CHECK(check_modulus(numbers.n));
  SIGNET_CHECK(check_exponent(numbers.e));
  const BnPtr n = to_number(numbers.n);
  if (!n) return fail(Errc::internal, "bignum");
  if (has_roca_fingerprint(n.get())) return fail(Errc::weak_key, "n");
  return {};
}

PkeyPtr make_rsa_pkey(const RsaNumbers& numbers) {
  PkeyParams params;
  params.add_number(OSSL_PKEY_PARAM_RSA_N, numbers.n);
  params.add_number(OSSL_PKEY_PARAM_RSA_E, numbers.e);
  if (numbers.d.empty()) return params.build("RSA", EVP_PKEY_PUBLIC_KEY);
  params.add_number(OSSL_PKEY_PARAM_RSA_D, numbers.d.expose());
  params.add_number(OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p.expose());
  params.add_number(OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q.expose());
  params.add_number(OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp.expose());
  params.add_number(OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq.expose());
  params.add_number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qi.expose());
  return params.build("RSA", EVP_PKEY_KEYPAIR);
}

Result<RsaNumbers> make_rsa_numbers(unsigned bits) {
  const PkeyPtr pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{bits}));
  if (!pkey) return fail(Errc::internal, "rsa");
  RsaNumbers out;
  const auto open = [](Bytes& to) { return [&to](BnPtr number) { to = to_octets(number.get()); }; };
  const auto secret = [](Secret& to) { return [&to](BnPtr number) { to = to_secret_octets(number.get()); }; };
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_N, open(out.n)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_E, open(out.e)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_D, secret(out.d)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_FACTOR1, secret(out.p)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_FACTOR2, secret(out.q)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_EXPONENT1, secret(out.dp)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_EXPONENT2, secret(out.dq)));
  SIGNET_CHECK(extract(pkey.get(), OSSL_PKEY_PARAM_RSA_COEFFICIENT1, secret(out.qi)));
  return out;
}

Result<> complete_rsa_private(RsaNumbers& numbers) {
  SIGNET_TRY(RsaPrivate key, RsaPrivate::read(numbers));
  if (numbers.p.empty()) {
    SIGNET_CHECK(key.recover());
    key.write(numbers);
  }
  return key.check();
}

Result<> derive_crt_exponents(RsaNumbers& numbers) {
  for (const auto& [name, value] : {std::pair("d", &numbers.d), {"p", &numbers.p}, {"q", &numbers.q}})
    if (!is_minimal(value->expose()) || value->size() > numbers.n.size()) return fail(Errc::malformed_key, name);
  const BnPtr d = to_secret_number(numbers.d.expose()), remainder = new_secret_number();
  const BnCtxPtr context(BN_CTX_new());
  if (!d || !remainder || !context) return fail(Errc::internal, "bignum");
  for (const auto& [name, prime, exponent] :
       {std::tuple("p", &numbers.p, &numbers.dp), std::tuple("q", &numbers.q, &numbers.dq)}) {
    const BnPtr order = to_secret_number(prime->expose());
    // A prime of 1 leaves nothing to divide by.
    if (!order || BN_sub_word(order.get(), 1) != 1 || BN_is_zero(order.get()) ||
        BN_mod(remainder.get(), d.get(), order.get(), context.get()) != 1)
      return fail(Errc::malformed_key, name);
    *exponent = to_secret_octets(remainder.get());
  }
  return {};
}

Result<> check_rsa_deep(const RsaNumbers& numbers) {
  const BnPtr n = to_number(numbers.n);
  const BnCtxPtr context(BN_CTX_new());
  if (!n || !context) return fail(Errc::internal, "bignum");
  if (has_small_factor(n.get()) || looks_prime(n.get(), context.get())) return fail(Errc::weak_key, "n");
  if (has_close_factors(n.get(), context.get())) return fail(Errc::weak_key, "n");
  if (numbers.d.empty()) return {};
  const BnPtr p = to_secret_number(numbers.p.expose());
  const BnPtr q = to_secret_number(numbers.q.expose());
  if (!p || !q) return fail(Errc::internal, "bignum");
  if (BN_check_prime(p.get(), context.get(), nullptr) != 1) return fail(Errc::weak_key, "p");
  if (BN_check_prime(q.get(), context.get(), nullptr) != 1) return fail(Errc::weak_key, "q");
  return {};
}

}  // namespace signet::crypto
