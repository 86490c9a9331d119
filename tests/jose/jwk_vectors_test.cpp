// Published keys and curves, as JWK and by their names in other files.
#include <map>

#include "jose_support.h"

namespace signet::test {
namespace {

/// A number of the file, which may begin with a zero octet for its sign, in the octets of its field.
std::string coordinate(std::string_view hex, std::size_t octets) {
  Bytes number = from_hex(hex);
  if (number.size() > octets) number.erase(number.begin(), number.end() - static_cast<std::ptrdiff_t>(octets));
  number.insert(number.begin(), octets - number.size(), 0);
  return base64url::encode(number);
}

// Keys of X25519: the private ones are sound, of the public ones those of another type or form are refused, and those
// that are not canonical or of small order. Public keys of other curves are keys, but not for X25519.
TEST(JwkVectors, X25519OfWycheproof) {
  const json::Document document = parse_vector("wycheproof/x25519_jwk_test.json");
  std::map<std::string, int> seen;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const auto mine = Key::from_jwk(*test.find("private"));
      EXPECT_EQ(outcome(mine), "ok") << *test.find("tcId")->number_text();
      const auto key = Key::from_jwk(*test.find("public"));
      const std::string said = !key ? outcome(key) : key->crv() == "X25519" ? "ok" : "ok for another curve";
      const std::string_view result = test.find("result")->string().value();
      const bool gives_zero = test.find("shared")->string() == std::string(64, '0');
      EXPECT_TRUE(said == "ok" ? result != "invalid" && !gives_zero : result != "valid")
          << *test.find("tcId")->number_text() << said;
      ++seen[said];
    }
  }
  const std::map<std::string, int> expected = {
      {"ok", 474},
      {"weak_key(x)", 44},
      {"ok for another curve", 5},
      {"key_mismatch(crv)", 1},
      {"key_unsupported(kty)", 1},
      {"malformed_key(crv)", 1},
      {"malformed_key(k)", 1},
      {"malformed_key(kty)", 2},
      {"malformed_key(n)", 1},
      {"malformed_key(x)", 1},
  };
  EXPECT_EQ(seen, expected);
}

// Of all curves of prime order that the file describes, four are those of JWA: their generators are keys, and no name
// of another is known.
TEST(JwkVectors, CurvesOfWycheproof) {
  const std::map<std::string_view, std::string_view> ours = {
      {"secp256r1", "P-256"}, {"secp384r1", "P-384"}, {"secp521r1", "P-521"}, {"secp256k1", "secp256k1"}};
  const json::Document document = parse_vector("wycheproof/ec_prime_order_curves_test.json");
  int known = 0, unknown = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const std::string_view name = test.find("name")->string().value();
      const auto found = ours.find(name);
      const std::string crv(found == ours.end() ? name : found->second);
      const auto size = static_cast<std::size_t>(crv == "P-384" ? 48 : crv == "P-521" ? 66 : 32);
      const std::string jwk = R"({"kty":"EC","crv":")" + crv + R"(","x":")" +
                              coordinate(*test.find("gx")->string(), size) + R"(","y":")" +
                              coordinate(*test.find("gy")->string(), size) + "\"}";
      const bool is_ours = found != ours.end();
      EXPECT_EQ(outcome(Key::from_jwk(jwk)), is_ours ? "ok" : "key_unsupported(crv)") << name;
      ++(is_ours ? known : unknown);
    }
  }
  EXPECT_EQ(known, 4);
  EXPECT_EQ(unknown, 22);
}

}  // namespace
}  // namespace signet::test
