// Attacks on key agreement: row 42.
#include <algorithm>
#include <iterator>

#include "crypto/key_agreement.h"
#include "jose/jwk_types.h"
#include "jwe_target.h"
#include "target.h"

namespace signet::test {
namespace {

constexpr std::string_view kAgreements[] = {"ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"};
constexpr std::string_view kCurves[] = {"P-256", "P-384", "P-521", "X25519", "X448"};

std::size_t octets_of(std::string_view crv) {
  constexpr std::size_t kSizes[] = {32, 48, 66, 32, 56};
  return kSizes[static_cast<std::size_t>(std::ranges::find(kCurves, crv) - std::begin(kCurves))];
}
bool has_y(std::string_view crv) {
  return crv.starts_with("P-");
}

std::string public_jwk(std::string_view crv) {
  return decryption_key_for("ECDH-ES", "", crv).public_key().value().with_info({}).value().to_public_jwk().value();
}
std::string member_of(std::string_view jwk, std::string_view name) {
  return std::string(json::Document::parse(jwk)->root().find(name)->string().value());
}

/// The header with this epk, which is any text; with none, without.
std::string header_with(const JweTarget& target, std::string_view epk, std::string_view more = {}) {
  const std::string_view comma = epk.empty() ? "" : R"(,"epk":)";
  return joined({R"({"alg":")", target.alg, R"(","enc":")", target.enc, "\"", comma, epk, more, "}"});
}

/// A point as an attacker writes it.
std::string point(std::string_view crv, std::string_view x, std::string_view y, std::string_view more = {}) {
  const std::string y_member = has_y(crv) ? joined({R"(,"y":")", y, "\""}) : "";
  return joined(
      {R"({"kty":")", has_y(crv) ? "EC" : "OKP", R"(","crv":")", crv, R"(","x":")", x, "\"", y_member, more, "}"});
}
std::string filled(std::size_t octets, char value) {
  return b64(std::string(octets, value));
}

/// Points that are on no curve, or on another one, and what is no point.
std::vector<std::string> bad_points(std::string_view crv) {
  const std::size_t size = octets_of(crv);
  const std::string good = public_jwk(crv);
  const std::string x = member_of(good, "x");
  const std::string y = has_y(crv) ? member_of(good, "y") : "";
  std::vector<std::string> all = {
      point(crv, filled(size, '\0'), filled(size, '\0')),      // the point at infinity, as some write it
      point(crv, filled(size, '\xff'), filled(size, '\xff')),  // not below p
      point(crv, filled(size, '\0'), y),
      point(crv, filled(size - 1, '\x07'), y),
      point(crv, filled(size + 1, '\x07'), y),
      point(crv, "", y),
      point(crv, x + "=", y),
      point(crv, joined({"\\u000a", x}), y),
      point(crv, x, y, R"(,"d":")" + filled(size, '\x01') + "\""),
      point(crv, x, y, R"(,"d":"")"),
      point(crv, x, y, R"(,"d":null)"),
      R"({"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODw"})",
      R"({"kty":"RSA","n":"AQ","e":"AQAB"})",
      joined({R"({"crv":")", crv, R"(","x":")", x, R"(","y":")", y, "\"}"}),
      joined({R"({"kty":")", has_y(crv) ? "EC" : "OKP", R"(","x":")", x, R"(","y":")", y, "\"}"}),
      joined({R"({"kty":")", has_y(crv) ? "OKP" : "EC", R"(","crv":")", crv, R"(","x":")", x, R"(","y":")", y, "\"}"}),
      joined({R"({"kty":1,"crv":")", crv, R"(","x":")", x, R"(","y":")", y, "\"}"}),
      R"({"kty":"EC","crv":"secp256k1","x":"WKn-ZIGevcwGIyyrzFoZNBdaq9_TsqzGHwHitJBcBmXQ4LJ95-6j-YYfFP2WUg0O","y":"x"})",
      "{}",
      "null",
      "[]",
      "\"" + x + "\"",
      "1",
  };
  if (!has_y(crv)) return all;
  all.push_back(point(crv, y, x));  // off the curve
  all.push_back(point(crv, x, x));
  all.push_back(point(crv, x, filled(size, '\x01')));
  all.push_back(joined({R"({"kty":"EC","crv":")", crv, R"(","x":")", x, "\"}"}));
  all.push_back(point(crv, b64(joined({"\x02", std::string(size, '\x05')})), ""));  // compressed
  for (const std::string_view other : kCurves)
    if (has_y(other) && other != crv) {
      const std::string foreign = public_jwk(other);
      all.push_back(point(crv, member_of(foreign, "x"), member_of(foreign, "y")));
    }
  return all;
}

// Of small order, and their other spellings: RFC 7748 section 6, and the list that goes with it.
std::vector<std::string> small_points(std::string_view crv) {
  const auto spelled = [](std::string_view hex) { return b64(as_text(from_hex(hex))); };
  if (crv == "X448") {
    std::string minus_one(112, 'f');
    minus_one.replace(0, 2, "fe").replace(56, 2, "fe");
    std::string p(112, 'f');
    p.replace(56, 2, "fe");
    std::string p_and_one(112, 'f');
    p_and_one.replace(0, 56, std::string(56, '0'));
    return {spelled(std::string(112, '0')), spelled("01" + std::string(110, '0')), spelled(minus_one), spelled(p),
            spelled(p_and_one)};
  }
  if (crv != "X25519") return {};
  const std::string f(60, 'f');
  std::vector<std::string> all;
  for (const std::string& hex :
       {std::string(64, '0'), "01" + std::string(62, '0'),
        std::string("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        std::string("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"), "ec" + f + "7f",
        "ed" + f + "7f", "ee" + f + "7f", "da" + f + "ff", "db" + f + "ff", "d9" + f + "ff"})
    all.push_back(spelled(hex));
  return all;
}

TEST(Attack42, PointsThatAreNone) {
  for (const std::string_view alg : kAgreements) {
    for (const std::string_view crv : kCurves) {
      const JweTarget target = JweTarget::of(alg, "A128CBC-HS256", crv);
      const Forger forger = target.forger();
      accept_jwe(target, forger.good());
      for (const std::string& epk : bad_points(crv))
        refuse_jwe(target, forger.seal(header_with(target, epk)), "header_parameter(epk)");
      for (const std::string& x : small_points(crv))
        refuse_jwe(target, forger.seal(header_with(target, point(crv, x, ""))), "header_parameter(epk)");
      refuse_jwe(target, forger.seal(header_with(target, "")), "header_parameter(epk)");
      const std::string good = public_jwk(crv);
      refuse_jwe(target, forger.seal(header_with(target, good, ",\"epk\":" + good)), "duplicate_name(epk)");
      refuse_jwe(target, forger.seal(header_with(target, good.substr(0, good.size() - 1) + R"(,"\u0078":"AA"})")),
                 "duplicate_name(x)");
    }
  }
}

// A good point, on the curve of somebody else's key.
TEST(Attack42, PointsOfOtherCurves) {
  for (const std::string_view alg : kAgreements) {
    for (const std::string_view crv : kCurves) {
      const JweTarget target = JweTarget::of(alg, "A256GCM", crv);
      for (const std::string_view other : kCurves) {
        if (other == crv) continue;
        const JweTarget foreign = JweTarget::of(alg, "A256GCM", other);
        refuse_jwe(target, foreign.forger().good(), "header_parameter(epk)");
      }
      // Signing keys are on the same curves, or nearly.
      const std::string ed = key_for(row("EdDSA")).public_key().value().to_public_jwk().value();
      refuse_jwe(target, target.forger().seal(header_with(target, ed)), "header_parameter(epk)");
    }
  }
}

Result<crypto::KeyMaterial::Ptr> material_of(const json::Value& jwk) {
  const jose::JwkType* type = jose::find_jwk_type(jwk.find("kty")->string().value_or(""));
  return type->read(jwk);
}

bool has_flag(const json::Value& test, std::string_view name) {
  for (const json::Value flag : test.find("flags")->elements())
    if (flag.string() == name) return true;
  return false;
}

/// The points of a file that are no points are refused as epk; with the others the file's secret comes out.
void run_points(const std::string& file, std::string_view crv) {
  const JweTarget target = JweTarget::of("ECDH-ES+A128KW", "A128GCM", crv);
  const Forger forger = target.forger();
  const json::Document document = parse_vector("wycheproof/" + file + "_test.json");
  std::size_t agreed = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const json::Value peer = *test.find("public");
      const bool hostile = test.find("result")->string() == "invalid" || has_flag(test, "ZeroSharedSecret") ||
                           has_flag(test, "NonCanonicalPublic");
      if (hostile) {
        refuse_jwe(target, forger.seal(header_with(target, json::to_compact(peer))), "header_parameter(epk)");
        continue;
      }
      const auto own = material_of(*test.find("private"));
      const auto other = material_of(peer);
      ASSERT_TRUE(own && other) << test.source();
      const auto z = crypto::agree(**own, **other);
      ASSERT_TRUE(z) << test.source();
      EXPECT_EQ(Bytes(z->expose().begin(), z->expose().end()), from_hex(*test.find("shared")->string()));
      ++agreed;
    }
  }
  EXPECT_GT(agreed, 100u);
}

TEST(Attack42, PublishedPoints) {
  run_points("x25519_jwk", "X25519");
  run_points("ecdh_secp256r1_webcrypto", "P-256");
  run_points("ecdh_secp384r1_webcrypto", "P-384");
  run_points("ecdh_secp521r1_webcrypto", "P-521");
}

}  // namespace
}  // namespace signet::test
