#include "crypto/rsa_private.h"

#include <array>
#include <string_view>

#include "crypto/bignum.h"
#include "try.h"

namespace signet::crypto {
namespace {

/// Each base splits a well-made modulus with a chance of at least one half.
constexpr BN_ULONG kBases[] = {2,  3,  5,  7,  11, 13, 17, 19, 23, 29,  31,  37,  41,  43,  47,  53,
                               59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131};

struct Slot {
  std::string_view member;
  const Secret* value;
};

Result<> check_present(const RsaNumbers& numbers) {
  const std::array<Slot, 5> crt = {
      {{"p", &numbers.p}, {"q", &numbers.q}, {"dp", &numbers.dp}, {"dq", &numbers.dq}, {"qi", &numbers.qi}}};
  bool some = false;
  for (const Slot& slot : crt) some = some || !slot.value->empty();
  for (const Slot& slot : crt) {
    //= rfc7518#6.3.2 if the producer includes any of the other private key parameters, then all of the others MUST be
    // present
    if (some && slot.value->empty()) return fail(Errc::malformed_key, slot.member);
    if (!some) break;
    if (!is_minimal(slot.value->expose()) || slot.value->size() > numbers.n.size())
      return fail(Errc::malformed_key, slot.member);
  }
  //= rfc7518#6.3.2 the parameter "d" is REQUIRED for RSA private keys
  if (!is_minimal(numbers.d.expose()) || numbers.d.size() > numbers.n.size()) return fail(Errc::malformed_key, "d");
  return {};
}

std::unexpected<Error> no_memory() {
  return fail(Errc::internal, "bignum");
}

/// What one base says about n: a square root of 1 that is not trivial splits it.
enum class Split { found, try_next, impossible, broken };

/// k = 2^twos * odd is a multiple of the order of every base. On `found`, `root` is the square root.
Split try_base(BN_ULONG base, const BIGNUM* odd, int twos, const BIGNUM* n, BIGNUM* root, BN_CTX* context) {
  const BnPtr last = new_secret_number(), square = new_secret_number();
  if (!last || !square || BN_sub(last.get(), n, BN_value_one()) != 1 || BN_set_word(root, base) != 1 ||
      BN_mod_exp(root, root, odd, n, context) != 1)
    return Split::broken;
  if (BN_is_one(root) || BN_cmp(root, last.get()) == 0) return Split::try_next;
  for (int i = 0; i < twos; ++i) {
    if (BN_mod_sqr(square.get(), root, n, context) != 1) return Split::broken;
    if (BN_is_one(square.get())) return Split::found;
    if (BN_cmp(square.get(), last.get()) == 0) return i + 1 < twos ? Split::try_next : Split::impossible;
    if (BN_copy(root, square.get()) == nullptr) return Split::broken;
  }
  return Split::impossible;
}

}  // namespace

Result<RsaPrivate> RsaPrivate::read(const RsaNumbers& numbers) {
  SIGNET_CHECK(check_present(numbers));
  RsaPrivate key;
  key.context_.reset(BN_CTX_new());
  key.n_ = to_number(numbers.n);
  key.e_ = to_number(numbers.e);
  key.d_ = to_secret_number(numbers.d.expose());
  key.p_ = to_secret_number(numbers.p.expose());
  key.q_ = to_secret_number(numbers.q.expose());
  key.dp_ = to_secret_number(numbers.dp.expose());
  key.dq_ = to_secret_number(numbers.dq.expose());
  key.qi_ = to_secret_number(numbers.qi.expose());
  if (!key.context_ || !key.n_ || !key.e_ || !key.d_ || !key.p_ || !key.q_ || !key.dp_ || !key.dq_ || !key.qi_)
    return no_memory();
  return key;
}

Result<> RsaPrivate::recover() {
  SIGNET_CHECK(split_modulus());
  return derive_crt();
}

// d*e - 1 is a multiple of the order of every number modulo n; the walk from its odd part upwards by squaring meets
// a square root of 1 (NIST SP 800-56B, appendix C, shows the same idea). The work is bounded by the table of bases.
Result<> RsaPrivate::split_modulus() {
  BnPtr odd = new_secret_number(), root = new_secret_number();
  if (!odd || !root || BN_mul(odd.get(), d_.get(), e_.get(), context_.get()) != 1 || BN_sub_word(odd.get(), 1) != 1)
    return no_memory();
  if (BN_is_zero(odd.get()) || BN_is_odd(odd.get())) return fail(Errc::key_mismatch, "d");
  int twos = 0;
  while (!BN_is_bit_set(odd.get(), twos)) ++twos;
  if (BN_rshift(odd.get(), odd.get(), twos) != 1) return no_memory();
  BN_set_flags(odd.get(), BN_FLG_CONSTTIME);
  for (const BN_ULONG base : kBases) {
    const Split split = try_base(base, odd.get(), twos, n_.get(), root.get(), context_.get());
    if (split == Split::broken) return no_memory();
    if (split == Split::impossible) return fail(Errc::key_mismatch, "d");
    if (split == Split::try_next) continue;
    if (BN_sub_word(root.get(), 1) != 1 || BN_gcd(p_.get(), root.get(), n_.get(), context_.get()) != 1 ||
        BN_div(q_.get(), nullptr, n_.get(), p_.get(), context_.get()) != 1)
      return no_memory();
    if (BN_cmp(p_.get(), q_.get()) < 0) BN_swap(p_.get(), q_.get());
    return {};
  }
  return fail(Errc::key_mismatch, "d");
}

Result<> RsaPrivate::derive_crt() {
  const BnPtr p1 = new_secret_number(), q1 = new_secret_number();
  if (!p1 || !q1 || BN_sub(p1.get(), p_.get(), BN_value_one()) != 1 ||
      BN_sub(q1.get(), q_.get(), BN_value_one()) != 1 || BN_mod(dp_.get(), d_.get(), p1.get(), context_.get()) != 1 ||
      BN_mod(dq_.get(), d_.get(), q1.get(), context_.get()) != 1)
    return no_memory();
  BN_set_flags(q_.get(), BN_FLG_CONSTTIME);
  if (BN_mod_inverse(qi_.get(), q_.get(), p_.get(), context_.get()) == nullptr) return fail(Errc::key_mismatch, "d");
  return {};
}

void RsaPrivate::write(RsaNumbers& numbers) const {
  numbers.p = to_secret_octets(p_.get());
  numbers.q = to_secret_octets(q_.get());
  numbers.dp = to_secret_octets(dp_.get());
  numbers.dq = to_secret_octets(dq_.get());
  numbers.qi = to_secret_octets(qi_.get());
}

Result<> RsaPrivate::check() const {
  SIGNET_CHECK(check_factors());
  return check_exponents();
}

// n is odd, so factors of it are odd as well.
Result<> RsaPrivate::check_factors() const {
  const BnPtr product = new_secret_number(), rest = new_secret_number();
  if (!product || !rest || BN_mul(product.get(), p_.get(), q_.get(), context_.get()) != 1) return no_memory();
  if (BN_is_one(p_.get())) return fail(Errc::key_mismatch, "p");
  if (BN_is_one(q_.get())) return fail(Errc::key_mismatch, "q");
  if (BN_cmp(product.get(), n_.get()) != 0) {
    if (BN_mod(rest.get(), n_.get(), p_.get(), context_.get()) != 1) return no_memory();
    return fail(Errc::key_mismatch, BN_is_zero(rest.get()) ? "q" : "p");
  }
  if (BN_cmp(p_.get(), q_.get()) == 0) return fail(Errc::key_mismatch, "q");
  return {};
}

Result<> RsaPrivate::check_exponents() const {
  const BnPtr p1 = new_secret_number(), q1 = new_secret_number(), value = new_secret_number();
  BN_CTX* context = context_.get();
  if (!p1 || !q1 || !value || BN_sub(p1.get(), p_.get(), BN_value_one()) != 1 ||
      BN_sub(q1.get(), q_.get(), BN_value_one()) != 1)
    return no_memory();
  if (BN_cmp(d_.get(), n_.get()) >= 0) return fail(Errc::key_mismatch, "d");
  for (const BIGNUM* order : {p1.get(), q1.get()}) {
    if (BN_mod_mul(value.get(), d_.get(), e_.get(), order, context) != 1) return no_memory();
    if (!BN_is_one(value.get())) return fail(Errc::key_mismatch, "d");
  }
  if (BN_mod(value.get(), d_.get(), p1.get(), context) != 1) return no_memory();
  if (BN_cmp(value.get(), dp_.get()) != 0) return fail(Errc::key_mismatch, "dp");
  if (BN_mod(value.get(), d_.get(), q1.get(), context) != 1) return no_memory();
  if (BN_cmp(value.get(), dq_.get()) != 0) return fail(Errc::key_mismatch, "dq");
  if (BN_mod_mul(value.get(), qi_.get(), q_.get(), p_.get(), context) != 1) return no_memory();
  if (!BN_is_one(value.get()) || BN_cmp(qi_.get(), p_.get()) >= 0) return fail(Errc::key_mismatch, "qi");
  return {};
}

}  // namespace signet::crypto
