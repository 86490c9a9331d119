// RSA numbers that are refused, and those that are completed. Attacks 9, 21 and 22.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <gmock/gmock.h>

#include "crypto/bignum.h"
#include "crypto/rsa_hygiene.h"
#include "crypto/rsa_key.h"
#include "key_support.h"

namespace signet::test {
namespace {

const RsaNumbers& good() {
  static const KeyPtr key = pem_key("rsa2048.pkcs8");
  return key->rsa();
}

std::string with_public(Bytes n, Bytes e) {
  return outcome(KeyMaterial::from_rsa({.n = std::move(n), .e = std::move(e)}));
}

Bytes modulus(std::size_t octets, std::uint8_t first, std::uint8_t last = 0x0b) {
  Bytes n(octets, 0x5a);
  n.front() = first;
  n.back() = last;
  return n;
}

TEST(RsaPublic, SizeOfTheModulus) {
  EXPECT_EQ(with_public(modulus(256, 0x80), {1, 0, 1}), "ok");
  EXPECT_EQ(with_public(modulus(256, 0x7f), {1, 0, 1}), "weak_key(n)");
  EXPECT_EQ(with_public(modulus(128, 0xff), {1, 0, 1}), "weak_key(n)");
  EXPECT_EQ(with_public({3}, {1, 0, 1}), "weak_key(n)");
  EXPECT_EQ(with_public(modulus(1024, 0xff), {1, 0, 1}), "ok");
  EXPECT_EQ(with_public(modulus(1025, 0x01), {1, 0, 1}), "limit_exceeded(n)");
  EXPECT_EQ(with_public(modulus(1u << 20, 0x01), {1, 0, 1}), "limit_exceeded(n)");
}

TEST(RsaPublic, FormOfTheModulus) {
  EXPECT_EQ(with_public({}, {1, 0, 1}), "malformed_key(n)");
  EXPECT_EQ(with_public(modulus(257, 0x00), {1, 0, 1}), "malformed_key(n)");
  EXPECT_EQ(with_public(modulus(256, 0xff, 0x10), {1, 0, 1}), "weak_key(n)");
}

TEST(RsaPublic, Exponent) {
  const Bytes n = modulus(256, 0xff);
  EXPECT_EQ(with_public(n, {}), "malformed_key(e)");
  EXPECT_EQ(with_public(n, {0}), "malformed_key(e)");
  EXPECT_EQ(with_public(n, {0, 1, 0, 1}), "malformed_key(e)");  // AAEAAQ
  for (const Bytes& weak : {Bytes{1}, Bytes{2}, Bytes{1, 0, 0}, Bytes{2, 0, 0, 0, 1}, Bytes{1, 0, 0, 0, 0, 1},
                            Bytes{0xff, 0xff, 0xff, 0xff, 0xff}, Bytes(256, 0x33)})
    EXPECT_EQ(with_public(n, weak), "weak_key(e)");
  for (const Bytes& fine : {Bytes{3}, Bytes{17}, Bytes{1, 0, 1}, Bytes{1, 0xff, 0xff, 0xff, 0xff}})
    EXPECT_EQ(with_public(n, fine), "ok");
}

struct Slot {
  const char* name;
  Secret RsaNumbers::* member;
};
constexpr Slot kSlots[] = {{"d", &RsaNumbers::d},   {"p", &RsaNumbers::p},   {"q", &RsaNumbers::q},
                           {"dp", &RsaNumbers::dp}, {"dq", &RsaNumbers::dq}, {"qi", &RsaNumbers::qi}};

std::string with_member(const Slot& slot, Secret value) {
  RsaNumbers numbers = copy(good());
  numbers.*slot.member = std::move(value);
  return outcome(KeyMaterial::from_rsa(std::move(numbers)));
}

TEST(RsaPrivate, EachMemberMustBeThereAndMinimalAndSmall) {
  for (const Slot& slot : kSlots) {
    const std::string refused = std::string("malformed_key(") + slot.name + ")";
    EXPECT_EQ(with_member(slot, {}), refused);
    EXPECT_EQ(with_member(slot, with_prefix(good().*slot.member, 1)), refused);
    EXPECT_EQ(with_member(slot, Secret(WipedBytes(1))), refused);
    EXPECT_EQ(with_member(slot, Secret(WipedBytes(257, 1))), refused);
    EXPECT_EQ(with_member(slot, Secret(WipedBytes(1u << 20, 1))), refused);
  }
}

TEST(RsaPrivate, EachMemberIsComputedAgain) {
  for (const Slot& slot : kSlots) {
    const std::string refused = std::string("key_mismatch(") + slot.name + ")";
    EXPECT_EQ(with_member(slot, altered(good().*slot.member, 2)), refused);
    EXPECT_EQ(with_member(slot, altered(good().*slot.member, 1)), refused);
    EXPECT_EQ(with_member(slot, Secret(WipedBytes{1})), refused);
  }
}

TEST(RsaPrivate, MembersOfAnotherKey) {
  const KeyPtr other = *KeyMaterial::generate_rsa(2048);
  for (const Slot& slot : kSlots)
    EXPECT_EQ(with_member(slot, copy(other->rsa().*slot.member)), std::string("key_mismatch(") + slot.name + ")");
  RsaNumbers mixed = copy(other->rsa());
  mixed.n = good().n;
  EXPECT_EQ(outcome(KeyMaterial::from_rsa(std::move(mixed))), "key_mismatch(p)");
}

TEST(RsaPrivate, FactorsMustBeTwo) {
  RsaNumbers square = copy(good());
  const crypto::BnCtxPtr context(BN_CTX_new());
  const crypto::BnPtr p = crypto::to_number(square.p.expose()), n(BN_new());
  ASSERT_EQ(BN_sqr(n.get(), p.get(), context.get()), 1);
  square.n = crypto::to_octets(n.get());
  square.q = copy(square.p);
  EXPECT_EQ(outcome(KeyMaterial::from_rsa(std::move(square))), "key_mismatch(q)");

  RsaNumbers trivial = copy(good());
  trivial.p = Secret(WipedBytes{1});
  trivial.q = Secret::copy_of(trivial.n);
  EXPECT_EQ(outcome(KeyMaterial::from_rsa(std::move(trivial))), "key_mismatch(p)");
}

TEST(RsaPrivate, SwappedFactorsWithTheirOwnCoefficient) {
  RsaNumbers swapped = copy(good());
  std::swap(swapped.p, swapped.q);
  std::swap(swapped.dp, swapped.dq);
  EXPECT_EQ(outcome(KeyMaterial::from_rsa(copy(swapped))), "key_mismatch(qi)");
  const crypto::BnCtxPtr context(BN_CTX_new());
  const crypto::BnPtr p = crypto::to_number(swapped.p.expose()), q = crypto::to_number(swapped.q.expose());
  const crypto::BnPtr qi(BN_mod_inverse(nullptr, q.get(), p.get(), context.get()));
  swapped.qi = crypto::to_secret_octets(qi.get());
  EXPECT_EQ(outcome(KeyMaterial::from_rsa(std::move(swapped))), "ok");
}

TEST(RsaPrivate, OnlyDIsCompleted) {
  for (const std::string name : {"rsa2048.pkcs8", "rsa3072_e3.pkcs8"}) {
    const KeyPtr whole = pem_key(name);
    const auto key = KeyMaterial::from_rsa({.n = whole->rsa().n, .e = whole->rsa().e, .d = copy(whole->rsa().d)});
    ASSERT_EQ(outcome(key), "ok") << name;
    for (const Slot& slot : kSlots)
      EXPECT_EQ(text_of((*key)->rsa().*slot.member), text_of(whole->rsa().*slot.member)) << slot.name;
  }
}

TEST(RsaPrivate, OnlyAWrongD) {
  const auto only = [](Secret d) {
    return outcome(KeyMaterial::from_rsa({.n = good().n, .e = good().e, .d = std::move(d)}));
  };
  EXPECT_EQ(only(altered(good().d, 1)), "key_mismatch(d)");
  EXPECT_EQ(only(altered(good().d, 2)), "key_mismatch(d)");
  EXPECT_EQ(only(Secret(WipedBytes{1})), "key_mismatch(d)");
  EXPECT_EQ(only(Secret(WipedBytes{2})), "key_mismatch(d)");
  EXPECT_EQ(only(Secret::copy_of(good().n)), "key_mismatch(d)");
  EXPECT_EQ(only(with_prefix(good().d, 1)), "malformed_key(d)");
  EXPECT_EQ(only(Secret(WipedBytes(257, 0x11))), "malformed_key(d)");
}

/// n = multiplier * product of the primes up to 167 + 65537^4: modulo each of them a power of 65537.
Bytes number_with_fingerprint(std::size_t octets) {
  const crypto::BnPtr n(BN_new()), power(BN_new());
  BN_set_bit(n.get(), static_cast<int>(octets * 8 - 220));
  BN_set_bit(n.get(), 5);
  for (unsigned prime = 2; prime <= 167; ++prime) {
    bool composite = false;
    for (unsigned divisor = 2; divisor < prime; ++divisor) composite = composite || prime % divisor == 0;
    if (!composite) BN_mul_word(n.get(), prime);
  }
  BN_set_word(power.get(), 65537);
  for (int i = 0; i < 3; ++i) BN_mul_word(power.get(), 65537);
  BN_add(n.get(), n.get(), power.get());
  return crypto::to_octets(n.get());
}

// CVE-2017-15361
TEST(Roca, TheFingerprintIsRefused) {
  for (const std::size_t octets : {256u, 384u, 512u, 1024u}) {
    Bytes n = number_with_fingerprint(octets);
    ASSERT_EQ(n.size(), octets);
    EXPECT_EQ(with_public(n, {1, 0, 1}), "weak_key(n)");
    n.back() = static_cast<std::uint8_t>(n.back() + 2);  // the same number but for one bit or two
    EXPECT_EQ(with_public(n, {1, 0, 1}), "ok");
  }
}

TEST(Roca, HonestModuliDoNotHaveIt) {
  for (const std::string name : {"rsa2048.spki", "rsa3072_e3.spki"}) {
    const crypto::BnPtr n = crypto::to_number(pem_key(name)->rsa().n);
    EXPECT_FALSE(crypto::has_roca_fingerprint(n.get()));
    EXPECT_FALSE(crypto::has_small_factor(n.get()));
  }
}

TEST(RsaDeep, PublicModuliThatAreNoProductsOfTwoLargePrimes) {
  const auto deep = [](Bytes n) {
    const auto key = KeyMaterial::from_rsa({.n = std::move(n), .e = {1, 0, 1}});
    return key ? outcome((*key)->check_deep()) : "not made: " + outcome(key);
  };
  EXPECT_EQ(deep(good().n), "ok");
  const crypto::BnCtxPtr context(BN_CTX_new());
  const crypto::BnPtr n = crypto::to_number(good().n);
  BN_mul_word(n.get(), 4093);
  EXPECT_EQ(deep(crypto::to_octets(n.get())), "weak_key(n)");

  // 2^2203 - 1 is a prime of Mersenne.
  BN_zero(n.get());
  BN_set_bit(n.get(), 2203);
  BN_sub_word(n.get(), 1);
  EXPECT_EQ(deep(crypto::to_octets(n.get())), "weak_key(n)");

  // p and the next prime: Fermat's method.
  const crypto::BnPtr p = crypto::to_number(good().p.expose()), q(BN_dup(p.get()));
  do BN_add_word(q.get(), 2);
  while (BN_check_prime(q.get(), context.get(), nullptr) != 1);
  BN_mul(n.get(), p.get(), q.get(), context.get());
  EXPECT_EQ(deep(crypto::to_octets(n.get())), "weak_key(n)");
}

/// A key whose arithmetic holds whatever p and q are: exponents are inverses modulo p-1 and q-1. Nothing where no
/// exponent is.
std::optional<RsaNumbers> key_of(const BIGNUM* p, const BIGNUM* q) {
  const crypto::BnCtxPtr context(BN_CTX_new());
  const crypto::BnPtr n(BN_new()), p1(BN_dup(p)), q1(BN_dup(q)), order(BN_new()), e(BN_new()), d(BN_new()),
      part(BN_new());
  BN_sub_word(p1.get(), 1);
  BN_sub_word(q1.get(), 1);
  BN_mul(order.get(), p1.get(), q1.get(), context.get());
  const crypto::ErrorDrain drain;
  const bool found = std::ranges::any_of(std::array{65537u, 257u, 17u, 5u, 3u, 7u, 11u, 13u}, [&](unsigned value) {
    BN_set_word(e.get(), value);
    return BN_mod_inverse(d.get(), e.get(), order.get(), context.get()) != nullptr;
  });
  if (!found || BN_mod_inverse(part.get(), q, p, context.get()) == nullptr) return std::nullopt;
  BN_mul(n.get(), p, q, context.get());
  RsaNumbers out{
      .n = crypto::to_octets(n.get()), .e = crypto::to_octets(e.get()), .d = crypto::to_secret_octets(d.get())};
  out.qi = crypto::to_secret_octets(part.get());
  out.p = crypto::to_secret_octets(p);
  out.q = crypto::to_secret_octets(q);
  BN_mod(part.get(), d.get(), p1.get(), context.get());
  out.dp = crypto::to_secret_octets(part.get());
  BN_mod(part.get(), d.get(), q1.get(), context.get());
  out.dq = crypto::to_secret_octets(part.get());
  return out;
}

/// A number without small factors that is quickly seen to be composite: the product of four primes of Mersenne.
crypto::BnPtr mersenne_product() {
  const crypto::BnCtxPtr context(BN_CTX_new());
  crypto::BnPtr product(BN_new());
  BN_one(product.get());
  for (const int exponent : {107, 127, 607, 1279}) {
    const crypto::BnPtr prime(BN_new());
    BN_set_bit(prime.get(), exponent);
    BN_sub_word(prime.get(), 1);
    BN_mul(product.get(), product.get(), prime.get(), context.get());
  }
  return product;
}

// Numbers that fool tests of primality with few or fixed bases, each as p of a key whose q is composite: p is looked at
// first, so q is blamed when p is prime. Factors below 4096 are found in the modulus itself, prime or not.
TEST(RsaDeep, NumbersOfWycheproofThatLookPrime) {
  const crypto::BnPtr q = mersenne_product();
  const json::Document document = parse_vector("wycheproof/primality_test.json");
  std::map<std::string, int> seen;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const Bytes octets = from_hex(test.find("value")->string().value());
      const crypto::BnPtr p = crypto::to_number(octets);
      // A value whose first bit is set is negative in the file.
      const bool unfit = octets.front() >= 0x80 || !BN_is_odd(p.get()) || BN_is_one(p.get());
      auto numbers = unfit ? std::nullopt : key_of(p.get(), q.get());
      if (!numbers) {
        ++seen["no key"];
        continue;
      }
      const auto key = KeyMaterial::from_rsa(std::move(*numbers));
      const std::string said = key ? outcome((*key)->check_deep()) : outcome(key);
      const bool is_prime = test.find("result")->string() == "valid";
      const std::string expected = BN_num_bits(p.get()) <= 12 ? "weak_key(n)"
                                   : is_prime                 ? "weak_key(q)"
                                                              : "weak_key(p)";
      EXPECT_TRUE(said == expected || (said == "weak_key(n)" && !is_prime))
          << *test.find("tcId")->number_text() << said;
      ++seen[said];
    }
  }
  EXPECT_THAT(seen, testing::ElementsAre(testing::Pair("no key", 21), testing::Pair("weak_key(n)", 59),
                                         testing::Pair("weak_key(p)", 181), testing::Pair("weak_key(q)", 56)));
}

/// A key whose arithmetic holds although q is composite.
RsaNumbers with_composite_factor() {
  const crypto::BnCtxPtr context(BN_CTX_new());
  const crypto::BnPtr p = crypto::to_number(good().p.expose()), q(BN_new());
  BN_set_bit(q.get(), 1023);
  BN_set_bit(q.get(), 1022);
  std::optional<RsaNumbers> out;
  while (!out) {
    BN_add_word(q.get(), BN_is_odd(q.get()) ? 2 : 4099);
    if (crypto::has_small_factor(q.get()) || BN_check_prime(q.get(), context.get(), nullptr) == 1) continue;
    out = key_of(p.get(), q.get());
  }
  return *std::move(out);
}

TEST(RsaDeep, CompositeFactorsAreFoundByTheDeepCheckAlone) {
  const auto key = KeyMaterial::from_rsa(with_composite_factor());
  ASSERT_EQ(outcome(key), "ok");
  EXPECT_EQ(outcome((*key)->check_deep()), "weak_key(q)");
  EXPECT_EQ(outcome(pem_key("rsa2048.pkcs8")->check_deep()), "ok");
}

}  // namespace
}  // namespace signet::test
