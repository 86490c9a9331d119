#include <utility>

#include "crypto/curve_key.h"
#include "crypto/key_ssh.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::uint8_t kUncompressed = 0x04;

}  // namespace

std::optional<ssh::PublicMembers> ssh::read_blob_members(Reader& reader, const KeyTypeRow& row) noexcept {
  if (row.type == KeyType::rsa) {
    const auto e = reader.read_mpint();
    const auto n = reader.read_mpint();
    if (!e || !n) return std::nullopt;
    return PublicMembers{*n, *e, {}};
  }
  if (row.type == KeyType::ec) {
    const auto identifier = reader.read_string();
    //= rfc5656#3.1 the identifier is that of the curve in the type's name
    if (!identifier || as_text(*identifier) != row.identifier) return std::nullopt;
  }
  const auto point = reader.read_string();
  const bool compressed = row.type == KeyType::ec && (!point || point->empty() || point->front() != kUncompressed);
  if (!point || compressed) return std::nullopt;
  return PublicMembers{{}, {}, *point};
}

Result<KeyMaterial::Ptr> read_ssh_blob(ByteView blob) {
  ssh::Reader reader(blob);
  const auto name = reader.read_string();
  if (!name) return fail(Errc::malformed_pem, "ssh");
  const ssh::KeyTypeRow* row = ssh::find_key_type(as_text(*name));
  if (row == nullptr) return fail(Errc::key_unsupported, "algorithm");
  const auto members = ssh::read_blob_members(reader, *row);
  if (!members || !reader.at_end()) return fail(Errc::malformed_pem, "ssh");
  if (row->type == KeyType::rsa) {
    RsaNumbers numbers;
    numbers.n.assign(members->n.begin(), members->n.end());
    numbers.e.assign(members->e.begin(), members->e.end());
    return KeyMaterial::from_rsa(std::move(numbers));
  }
  CurveNumbers numbers{.curve = find_curve(row->crv)};
  if (row->type == KeyType::ec) {
    SIGNET_CHECK(read_point(numbers, members->point));
  } else {
    numbers.x.assign(members->point.begin(), members->point.end());
  }
  return KeyMaterial::from_curve(std::move(numbers));
}

Result<Bytes> write_ssh_blob(const KeyMaterial& key) {
  if (key.type() == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  const ssh::KeyTypeRow* row = ssh::find_key_type(key);
  if (row == nullptr) return fail(Errc::key_unsupported, "openssh");
  Bytes out;
  ssh::append_string(out, as_bytes(row->name));
  if (row->type == KeyType::rsa) {
    ssh::append_mpint(out, key.rsa().e);
    ssh::append_mpint(out, key.rsa().n);
  } else if (row->type == KeyType::ec) {
    ssh::append_string(out, as_bytes(row->identifier));
    ssh::append_string(out, uncompressed_point(key.on_curve()));
  } else {
    ssh::append_string(out, key.on_curve().x);
  }
  return out;
}

}  // namespace signet::crypto
