#include <array>
#include <utility>

#include "crypto/akp_key.h"
#include "crypto/curve_key.h"
#include "crypto/der.h"
#include "crypto/key_der.h"
#include "crypto/key_oids.h"
#include "crypto/x509.h"
#include "try.h"

namespace signet::crypto {
namespace {

using der::Reader;
using der::Tag;
using KeyResult = Result<KeyMaterial::Ptr>;

std::unexpected<Error> malformed() {
  return fail(Errc::malformed_pem, "der");
}

/// What an AlgorithmIdentifier says: RSA when there is neither.
struct KeyAlgorithm {
  const Curve* curve = nullptr;
  const AkpAlgorithm* akp = nullptr;
};

/// The namedCurve of ECParameters. Explicit parameters let a key bring its own generator (CVE-2020-0601).
Result<const Curve*> read_named_curve(Reader& reader) {
  //= rfc5480#2.1.1 implicitCurve and specifiedCurve MUST NOT be used in PKIX
  const auto oid = reader.read(Tag::oid);
  const Curve* curve = oid ? find_curve_by_oid(*oid) : nullptr;
  if (curve == nullptr || curve->type != KeyType::ec) return fail(Errc::key_unsupported, "curve");
  return curve;
}

Result<KeyAlgorithm> read_algorithm(ByteView identifier) {
  Reader reader(identifier);
  const auto algorithm = reader.read(Tag::oid);
  if (!algorithm) return malformed();
  KeyAlgorithm found{find_curve_by_oid(*algorithm), find_akp_algorithm_by_oid(*algorithm)};
  if (as_text(*algorithm) == oid::kEc) {
    SIGNET_TRY(found.curve, read_named_curve(reader));
  } else if (as_text(*algorithm) == oid::kRsa) {
    //= rfc3279#2.3.1 the parameters field MUST have ASN.1 type NULL for this algorithm identifier
    const auto parameters = reader.read(Tag::null);
    if (!parameters || !parameters->empty()) return malformed();
  } else if (found.akp == nullptr && (found.curve == nullptr || found.curve->type != KeyType::okp)) {
    // RFC 8410 section 3 and RFC 9881 section 2: of the others there are no parameters.
    return fail(Errc::key_unsupported, "algorithm");
  }
  if (!reader.at_end()) return malformed();
  return found;
}

KeyResult read_public_bits(const KeyAlgorithm& algorithm, ByteView bits) {
  if (algorithm.akp != nullptr)
    return KeyMaterial::from_akp({.algorithm = algorithm.akp, .pub = Bytes(bits.begin(), bits.end())});
  if (algorithm.curve == nullptr) return read_rsa_public_der(bits);
  CurveNumbers numbers{.curve = algorithm.curve};
  if (algorithm.curve->type == KeyType::ec) {
    SIGNET_CHECK(read_point(numbers, bits));
  } else {
    numbers.x.assign(bits.begin(), bits.end());
  }
  return KeyMaterial::from_curve(std::move(numbers));
}

/// ECPrivateKey; `curve` is what stands around it, or null.
KeyResult read_ec_private(ByteView der, const Curve* curve) {
  Reader outer(der);
  const auto body = outer.read(Tag::sequence);
  if (!body || !outer.at_end()) return malformed();
  Reader reader(*body);
  const auto version = reader.read_number();
  const auto d = reader.read(Tag::octet_string);
  //= rfc5915#3 version SHALL be ecPrivkeyVer1
  if (!version || as_text(*version) != "\x01" || !d) return malformed();
  if (reader.next_is(Tag::context_0)) {
    Reader parameters(reader.read(Tag::context_0).value_or(ByteView()));
    SIGNET_TRY(const Curve* named, read_named_curve(parameters));
    if (!parameters.at_end() || (curve != nullptr && curve != named)) return malformed();
    curve = named;
  }
  if (curve == nullptr) return fail(Errc::key_unsupported, "curve");
  CurveNumbers numbers{.curve = curve, .d = Secret::copy_of(*d)};
  if (!reader.next_is(Tag::context_1)) {
    if (!reader.at_end()) return malformed();
    SIGNET_CHECK(derive_public(numbers));
    return KeyMaterial::from_curve(std::move(numbers));
  }
  Reader wrapped(reader.read(Tag::context_1).value_or(ByteView()));
  const auto point = wrapped.read_bits();
  if (!point || !wrapped.at_end() || !reader.at_end()) return malformed();
  SIGNET_CHECK(read_point(numbers, *point));
  return KeyMaterial::from_curve(std::move(numbers));
}

/// CurvePrivateKey, RFC 8410 section 7.
KeyResult read_okp_private(ByteView der, const Curve& curve) {
  Reader reader(der);
  const auto d = reader.read(Tag::octet_string);
  if (!d || !reader.at_end()) return malformed();
  CurveNumbers numbers{.curve = &curve, .d = Secret::copy_of(*d)};
  SIGNET_CHECK(derive_public(numbers));
  return KeyMaterial::from_curve(std::move(numbers));
}

/// The private key of RFC 9881: the seed, alone or with what is expanded from it.
KeyResult read_akp_private(ByteView der, const AkpAlgorithm& algorithm) {
  Reader reader(der);
  AkpKey key{.algorithm = &algorithm};
  std::optional<ByteView> seed, expanded;
  if (reader.next_is(Tag::sequence)) {
    Reader both(reader.read(Tag::sequence).value_or(ByteView()));
    seed = both.read(Tag::octet_string);
    expanded = both.read(Tag::octet_string);
    if (!seed || !expanded || !both.at_end()) return malformed();
  } else if (reader.next_is(Tag::octet_string)) {
    // Without the seed it is no key that a JWK could hold (RFC 9964 section 4).
    return fail(Errc::key_unsupported, "expanded");
  } else {
    seed = reader.read(Tag::context_0_primitive);
  }
  if (!seed || !reader.at_end()) return malformed();
  key.priv = Secret::copy_of(*seed);
  SIGNET_CHECK(derive_public(key));
  // RFC 9881 asks for this check where both are there.
  if (expanded && !is_expansion_of(*expanded, key)) return fail(Errc::key_mismatch, "priv");
  return KeyMaterial::from_akp(std::move(key));
}

KeyResult read_private_octets(const KeyAlgorithm& algorithm, ByteView octets) {
  if (algorithm.akp != nullptr) return read_akp_private(octets, *algorithm.akp);
  if (algorithm.curve == nullptr) return read_rsa_private_der(octets);
  if (algorithm.curve->type == KeyType::ec) return read_ec_private(octets, algorithm.curve);
  return read_okp_private(octets, *algorithm.curve);
}

/// The optional members behind the key: attributes, which say nothing about it, and since version 2 a public key.
Result<> check_pkcs8_tail(Reader& reader, bool version2, const KeyAlgorithm& algorithm, const KeyMaterial& key) {
  if (reader.next_is(Tag::context_0) && !reader.read(Tag::context_0)) return malformed();
  //= rfc5958#2 if publicKey is present, then version is set to v2, else to v1
  if (!version2 && reader.at_end()) return {};
  const auto wrapped = reader.read(Tag::context_1_primitive);
  if (!version2 || !wrapped || wrapped->empty() || wrapped->front() != 0 || !reader.at_end()) return malformed();
  SIGNET_TRY(const KeyMaterial::Ptr stated, read_public_bits(algorithm, wrapped->subspan(1)));
  if (!same_public_key(*stated, key)) return fail(Errc::key_mismatch, algorithm.akp == nullptr ? "d" : "priv");
  return {};
}

}  // namespace

KeyResult read_spki_der(ByteView der) {
  Reader outer(der);
  const auto body = outer.read(Tag::sequence);
  if (!body || !outer.at_end()) return malformed();
  Reader reader(*body);
  const auto identifier = reader.read(Tag::sequence);
  if (!identifier) return malformed();
  SIGNET_TRY(const KeyAlgorithm algorithm, read_algorithm(*identifier));
  const auto bits = reader.read_bits();
  if (!bits || !reader.at_end()) return malformed();
  return read_public_bits(algorithm, *bits);
}

KeyResult read_pkcs8_der(ByteView der) {
  Reader outer(der);
  const auto body = outer.read(Tag::sequence);
  if (!body || !outer.at_end()) return malformed();
  Reader reader(*body);
  const auto version = reader.read_number();
  const auto identifier = reader.read(Tag::sequence);
  const bool version2 = version && as_text(*version) == "\x01";
  if (!version || (!version->empty() && !version2) || !identifier) return malformed();
  SIGNET_TRY(const KeyAlgorithm algorithm, read_algorithm(*identifier));
  const auto octets = reader.read(Tag::octet_string);
  if (!octets) return malformed();
  SIGNET_TRY(KeyMaterial::Ptr key, read_private_octets(algorithm, *octets));
  SIGNET_CHECK(check_pkcs8_tail(reader, version2, algorithm, *key));
  return key;
}

KeyResult read_rsa_public_der(ByteView der) {
  Reader outer(der);
  const auto body = outer.read(Tag::sequence);
  if (!body || !outer.at_end()) return malformed();
  Reader reader(*body);
  const auto n = reader.read_number();
  const auto e = reader.read_number();
  if (!n || !e || !reader.at_end()) return malformed();
  RsaNumbers numbers;
  numbers.n.assign(n->begin(), n->end());
  numbers.e.assign(e->begin(), e->end());
  return KeyMaterial::from_rsa(std::move(numbers));
}

KeyResult read_rsa_private_der(ByteView der) {
  Reader outer(der);
  const auto body = outer.read(Tag::sequence);
  if (!body || !outer.at_end()) return malformed();
  Reader reader(*body);
  const auto version = reader.read_number();
  if (!version) return malformed();
  // Version 1 has more than two primes ("oth" in a JWK).
  if (!version->empty()) return fail(Errc::key_unsupported, "oth");
  std::array<ByteView, 8> members;
  for (ByteView& member : members) {
    const auto number = reader.read_number();
    // An absent member is no zero here.
    if (!number || number->empty()) return malformed();
    member = *number;
  }
  if (!reader.at_end()) return malformed();
  const auto [n, e, d, p, q, dp, dq, qi] = members;
  return KeyMaterial::from_rsa({.n = Bytes(n.begin(), n.end()),
                                .e = Bytes(e.begin(), e.end()),
                                .d = Secret::copy_of(d),
                                .p = Secret::copy_of(p),
                                .q = Secret::copy_of(q),
                                .dp = Secret::copy_of(dp),
                                .dq = Secret::copy_of(dq),
                                .qi = Secret::copy_of(qi)});
}

KeyResult read_sec1_der(ByteView der) {
  return read_ec_private(der, nullptr);
}

}  // namespace signet::crypto
