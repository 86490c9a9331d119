#include "crypto/rsa_hygiene.h"

#include <array>
#include <cstddef>

namespace signet::crypto {
namespace {

// M of the smallest keys concerned (512 bits) is the product of the primes up to this one, and it divides M of all
// larger keys; one table therefore serves every size.
constexpr unsigned kLargestRocaPrime = 167;
constexpr unsigned kGenerator = 65537;

constexpr int kMaxNewtonSteps = 64;  // the number of right bits doubles with each step
constexpr int kFermatSteps = 100;

constexpr bool is_prime(unsigned number) noexcept {
  for (unsigned divisor = 2; divisor * divisor <= number; ++divisor)
    if (number % divisor == 0) return false;
  return number > 1;
}

/// The residues that powers of 65537 take modulo one prime.
struct Subgroup {
  unsigned prime = 0;
  std::array<bool, kLargestRocaPrime> holds{};
};

constexpr Subgroup subgroup_of(unsigned prime) noexcept {
  Subgroup group{.prime = prime};
  unsigned power = 1;
  do {
    group.holds[power] = true;
    power = power * kGenerator % prime;
  } while (power != 1);
  return group;
}

constexpr std::size_t count_odd_primes() noexcept {
  std::size_t count = 0;
  for (unsigned number = 3; number <= kLargestRocaPrime; number += 2) count += is_prime(number);
  return count;
}

constexpr auto make_subgroups() noexcept {
  std::array<Subgroup, count_odd_primes()> groups{};
  std::size_t next = 0;
  for (unsigned number = 3; number <= kLargestRocaPrime; number += 2)
    if (is_prime(number)) groups[next++] = subgroup_of(number);
  return groups;
}

constexpr auto kSubgroups = make_subgroups();

/// root = floor(sqrt(number)), by Newton's method from above: the steps only go down, so they end.
bool square_root(BIGNUM* root, const BIGNUM* number, BN_CTX* context) noexcept {
  const BnPtr next(BN_new());
  if (!next || BN_set_word(root, 1) != 1 || BN_lshift(root, root, (BN_num_bits(number) + 1) / 2) != 1) return false;
  for (int step = 0; step < kMaxNewtonSteps; ++step) {
    if (BN_div(next.get(), nullptr, number, root, context) != 1 || BN_add(next.get(), next.get(), root) != 1 ||
        BN_rshift1(next.get(), next.get()) != 1)
      return false;
    if (BN_cmp(next.get(), root) >= 0) return true;
    if (BN_copy(root, next.get()) == nullptr) return false;
  }
  return false;
}

/// Whether number = root^2 for some root.
bool is_square(const BIGNUM* number, BN_CTX* context) noexcept {
  const BnPtr root(BN_new()), square(BN_new());
  return root && square && square_root(root.get(), number, context) && BN_sqr(square.get(), root.get(), context) == 1 &&
         BN_cmp(square.get(), number) == 0;
}

}  // namespace

bool has_roca_fingerprint(const BIGNUM* n) noexcept {
  for (const Subgroup& group : kSubgroups) {
    const BN_ULONG residue = BN_mod_word(n, group.prime);
    if (residue >= group.prime || !group.holds[residue]) return false;
  }
  return true;
}

bool has_small_factor(const BIGNUM* n) noexcept {
  for (unsigned number = 3; number < (1u << 12); number += 2)
    if (is_prime(number) && BN_mod_word(n, number) == 0) return true;
  return false;
}

bool looks_prime(const BIGNUM* n, BN_CTX* context) noexcept {
  const BnPtr two(BN_new()), exponent(BN_new()), power(BN_new());
  return two && exponent && power && BN_set_word(two.get(), 2) == 1 && BN_sub(exponent.get(), n, BN_value_one()) == 1 &&
         BN_mod_exp(power.get(), two.get(), exponent.get(), n, context) == 1 && BN_is_one(power.get());
}

// n = a^2 - b^2 = (a+b)(a-b) with a just above the root of n.
bool has_close_factors(const BIGNUM* n, BN_CTX* context) noexcept {
  const BnPtr a(BN_new()), rest(BN_new());
  if (!a || !rest || !square_root(a.get(), n, context)) return false;
  for (int step = 0; step < kFermatSteps; ++step) {
    const bool computed = BN_sqr(rest.get(), a.get(), context) == 1 && BN_sub(rest.get(), rest.get(), n) == 1;
    if (!computed) return false;
    if (!BN_is_negative(rest.get()) && is_square(rest.get(), context)) return true;
    if (BN_add_word(a.get(), 1) != 1) return false;
  }
  return false;
}

}  // namespace signet::crypto
