#include "crypto/curve_key.h"
#include "crypto/der.h"
#include "crypto/key_der.h"
#include "crypto/key_oids.h"

namespace signet::crypto {
namespace {

using der::Tag;

constexpr std::uint8_t kVersion0[] = {0};
constexpr std::uint8_t kVersion1[] = {1};

WipedBytes sequence_of(const WipedBytes& body) {
  WipedBytes out;
  der::append(out, Tag::sequence, body);
  return out;
}

/// RFC 3279 section 2.3, RFC 5480 section 2.1.1, RFC 8410 section 3, RFC 9881 section 2.
void append_algorithm(WipedBytes& out, const KeyMaterial& key) {
  WipedBytes body;
  if (key.type() == KeyType::rsa) {
    der::append(body, Tag::oid, as_bytes(oid::kRsa));
    der::append(body, Tag::null, {});
  } else if (key.type() == KeyType::akp) {
    der::append(body, Tag::oid, as_bytes(key.akp().algorithm->oid));
  } else {
    if (key.type() == KeyType::ec) der::append(body, Tag::oid, as_bytes(oid::kEc));
    der::append(body, Tag::oid, as_bytes(key.curve()->oid));
  }
  der::append(out, Tag::sequence, body);
}

WipedBytes private_octets(const KeyMaterial& key) {
  if (key.type() == KeyType::rsa) return write_rsa_private_der(key.rsa());
  // The curve stands in the AlgorithmIdentifier.
  if (key.type() == KeyType::ec) return write_sec1_der(key.on_curve(), NamedCurve::left_out);
  WipedBytes out;
  if (key.type() == KeyType::akp) {
    der::append(out, Tag::context_0_primitive, key.akp().priv.expose());
  } else {
    der::append(out, Tag::octet_string, key.on_curve().d.expose());
  }
  return out;
}

}  // namespace

WipedBytes write_spki_der(const KeyMaterial& key) {
  WipedBytes body;
  append_algorithm(body, key);
  if (key.type() == KeyType::rsa) {
    der::append_bits(body, write_rsa_public_der(key.rsa()));
  } else if (key.type() == KeyType::ec) {
    der::append_bits(body, uncompressed_point(key.on_curve()));
  } else {
    der::append_bits(body, key.type() == KeyType::akp ? key.akp().pub : key.on_curve().x);
  }
  return sequence_of(body);
}

WipedBytes write_pkcs8_der(const KeyMaterial& key) {
  WipedBytes body;
  der::append(body, Tag::integer, kVersion0);
  append_algorithm(body, key);
  der::append(body, Tag::octet_string, private_octets(key));
  return sequence_of(body);
}

WipedBytes write_rsa_public_der(const RsaNumbers& numbers) {
  WipedBytes body;
  der::append_number(body, numbers.n);
  der::append_number(body, numbers.e);
  return sequence_of(body);
}

WipedBytes write_rsa_private_der(const RsaNumbers& numbers) {
  WipedBytes body;
  der::append(body, Tag::integer, kVersion0);
  der::append_number(body, numbers.n);
  der::append_number(body, numbers.e);
  for (const Secret* member : {&numbers.d, &numbers.p, &numbers.q, &numbers.dp, &numbers.dq, &numbers.qi})
    der::append_number(body, member->expose());
  return sequence_of(body);
}

WipedBytes write_sec1_der(const CurveNumbers& numbers, NamedCurve parameters) {
  WipedBytes body;
  der::append(body, Tag::integer, kVersion1);
  der::append(body, Tag::octet_string, numbers.d.expose());
  if (parameters == NamedCurve::included) {
    WipedBytes name;
    der::append(name, Tag::oid, as_bytes(numbers.curve->oid));
    der::append(body, Tag::context_0, name);
  }
  WipedBytes point;
  der::append_bits(point, uncompressed_point(numbers));
  der::append(body, Tag::context_1, point);
  return sequence_of(body);
}

}  // namespace signet::crypto
