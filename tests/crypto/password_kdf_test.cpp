// Derivation of keys from passphrases: the vectors of the RFCs, and the bounds.
#include <array>

#include "crypto/password_kdf.h"

#include "support.h"

namespace signet::test {
namespace {

using crypto::KdfLimits;
using crypto::Pbkdf2;
using crypto::Scrypt;

template <class Kdf>
std::string derived(const Kdf& kdf, std::string_view password, std::string_view expected_hex) {
  const Bytes expected = from_hex(expected_hex);
  const auto key = crypto::derive_key(kdf, Secret::copy_of(as_bytes(password)), expected.size());
  if (!key) return to_string(key.error());
  return as_text(key->expose()) == as_text(expected) ? "ok" : "another key";
}

TEST(PasswordKdf, Pbkdf2OfRfc6070AndRfc7914) {
  const ByteView salt = as_bytes("salt");
  EXPECT_EQ(derived(Pbkdf2{"SHA1", salt, 1}, "password", "0c60c80f961f0e71f3a9b524af6012062fe037a6"), "ok");
  EXPECT_EQ(derived(Pbkdf2{"SHA1", salt, 4096}, "password", "4b007901b765489abead49d926f721d065a429c1"), "ok");
  EXPECT_EQ(derived(Pbkdf2{"SHA1", as_bytes(std::string_view("sa\0lt", 5)), 4096}, std::string_view("pass\0word", 9),
                    "56fa6aa75548099dcc37d7f03425e0c3"),
            "ok");
  EXPECT_EQ(derived(Pbkdf2{"SHA256", salt, 1}, "passwd",
                    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                    "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"),
            "ok");
}

TEST(PasswordKdf, ScryptOfRfc7914) {
  EXPECT_EQ(derived(Scrypt{as_bytes("NaCl"), 1024, 8, 16}, "password",
                    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
            "ok");
  EXPECT_EQ(derived(Scrypt{as_bytes("SodiumChloride"), 16384, 8, 1}, "pleaseletmein",
                    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"),
            "ok");
}

TEST(PasswordKdf, WorkIsBoundedBeforeItIsDone) {
  const Bytes salt(8), long_salt(crypto::kMaxKdfSalt + 1);
  const auto pbkdf2 = [&](ByteView s, std::uint64_t n) { return outcome(check_work(Pbkdf2{"SHA256", s, n}, {})); };
  EXPECT_EQ(pbkdf2(salt, 1), "ok");
  EXPECT_EQ(pbkdf2(salt, crypto::kMaxPbkdf2Iterations), "ok");
  EXPECT_EQ(pbkdf2(salt, crypto::kMaxPbkdf2Iterations + 1), "limit_exceeded(iterations)");
  EXPECT_EQ(pbkdf2(salt, UINT64_MAX), "limit_exceeded(iterations)");
  EXPECT_EQ(pbkdf2(salt, 0), "malformed_pem(iterations)");
  EXPECT_EQ(pbkdf2(long_salt, 1), "limit_exceeded(salt)");
  EXPECT_EQ(outcome(check_work(Pbkdf2{"SHA256", salt, 11}, KdfLimits{.pbkdf2_iterations = 10})),
            "limit_exceeded(iterations)");

  const auto scrypt = [&](std::uint64_t n, std::uint64_t r, std::uint64_t p) {
    return outcome(check_work(Scrypt{salt, n, r, p}, {}));
  };
  EXPECT_EQ(scrypt(2, 1, 1), "ok");
  EXPECT_EQ(scrypt(1u << 17, 8, 1), "ok");
  EXPECT_EQ(scrypt(1u << 17, 8, 2), "limit_exceeded(scrypt)");
  EXPECT_EQ(scrypt(1u << 18, 8, 1), "limit_exceeded(scrypt)");
  EXPECT_EQ(scrypt(2, 1u << 19, 1), "ok");
  EXPECT_EQ(scrypt(2, 1, (1u << 19) + 1), "limit_exceeded(scrypt)");
  EXPECT_EQ(scrypt(2, UINT64_MAX, UINT64_MAX), "limit_exceeded(scrypt)");
  EXPECT_EQ(scrypt(std::uint64_t{1} << 63, 1, 1), "limit_exceeded(scrypt)");
  for (const auto& [n, r, p] : {std::array<std::uint64_t, 3>{0, 1, 1}, {1, 1, 1}, {3, 1, 1}, {2, 0, 1}, {2, 1, 0}})
    EXPECT_EQ(scrypt(n, r, p), "malformed_pem(scrypt)") << n << r << p;
  EXPECT_EQ(outcome(check_work(Scrypt{long_salt, 2, 1, 1}, {})), "limit_exceeded(salt)");
}

TEST(PasswordKdf, Passphrases) {
  const Bytes salt(8);
  const auto with = [&](std::size_t size) {
    return outcome(crypto::derive_key(Pbkdf2{"SHA256", salt, 1}, Secret(WipedBytes(size, 'x')), 16));
  };
  EXPECT_EQ(with(crypto::kMaxPassphrase), "ok");
  EXPECT_EQ(with(crypto::kMaxPassphrase + 1), "limit_exceeded(passphrase)");
  EXPECT_EQ(outcome(crypto::derive_key(Pbkdf2{"no hash", salt, 1}, Secret(WipedBytes(1)), 16)), "key_unsupported(kdf)");
  // What libcrypto itself refuses (N < 2^(128 * r / 8)) is an error as well.
  EXPECT_EQ(outcome(crypto::derive_key(Scrypt{salt, 1u << 16, 1, 1}, Secret(WipedBytes(1)), 16)),
            "key_unsupported(kdf)");
}

}  // namespace
}  // namespace signet::test
