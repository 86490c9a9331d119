#include "signet/algorithm.h"

#include <algorithm>

#include "crypto/signature/families.h"
#include "crypto/signature_algorithm.h"

namespace signet {
namespace {

using Family = std::span<const SignatureAlgorithm> (*)() noexcept;

constexpr Family kFamilies[] = {
#define SIGNET_FAMILY(name) &crypto::families::name,
#include "crypto/signature/list.inc"
#undef SIGNET_FAMILY
};

std::vector<const SignatureAlgorithm*> collect_rows() {
  std::vector<const SignatureAlgorithm*> rows;
  for (const Family family : kFamilies)
    for (const SignatureAlgorithm& row : family()) rows.push_back(&row);
  return rows;
}

}  // namespace

std::span<const SignatureAlgorithm* const> crypto::signature_rows() noexcept {
  static const std::vector<const SignatureAlgorithm*> rows = collect_rows();
  return rows;
}

const SignatureAlgorithm* find_signature_algorithm(std::string_view name) noexcept {
  for (const SignatureAlgorithm* row : crypto::signature_rows())
    if (row->name == name) return row;
  return nullptr;
}

std::vector<const SignatureAlgorithm*> signature_algorithms() {
  const auto rows = crypto::signature_rows();
  return {rows.begin(), rows.end()};
}

AlgorithmInfo describe(const SignatureAlgorithm& row) {
  return {.name = row.name,
          .kty = name_of(row.kty),
          .curves = row.curves,
          .hash = crypto::name_of(row.hash),
          .signature_octets = row.signature_octets,
          .min_key_octets = row.min_key_octets,
          .requirement = row.requirement,
          .spec = row.spec,
          .available = row.available()};
}

bool crypto::fits_curve(const SignatureAlgorithm& row, const KeyMaterial& key) noexcept {
  if (row.curves.empty()) return true;
  return key.curve() != nullptr && std::ranges::find(row.curves, key.curve()->name) != row.curves.end();
}

Result<> crypto::check_fit(const SignatureAlgorithm& row, const KeyMaterial& key) {
  if (key.type() != row.kty) return fail(Errc::key_mismatch, "kty");
  if (!fits_curve(row, key)) return fail(Errc::key_mismatch, "crv");
  //= rfc9964#3 an AKP key is for the algorithm that it names, and for no other
  if (key.type() == KeyType::akp && key.akp().algorithm->name != row.name) return fail(Errc::key_mismatch, "alg");
  //= rfc7518#3.2 a key of the same size as the hash output or larger MUST be used
  if (key.type() == KeyType::oct && key.octets().size() < row.min_key_octets) return fail(Errc::weak_key, "k");
  if (!row.available()) return fail(Errc::alg_unavailable, row.name);
  return {};
}

}  // namespace signet
