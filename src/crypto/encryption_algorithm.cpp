// The registries of key management and content encryption.
#include <algorithm>
#include <utility>

#include "crypto/content_encryption/families.h"
#include "crypto/key_management/families.h"
#include "signet/algorithm.h"

namespace signet {
namespace {

template <class Row>
using Family = std::span<const Row> (*)() noexcept;

constexpr Family<KeyManagementAlgorithm> kKeyFamilies[] = {
#define SIGNET_FAMILY(name) &crypto::key_families::name,
#include "crypto/key_management/list.inc"
#undef SIGNET_FAMILY
};

constexpr Family<ContentEncryption> kContentFamilies[] = {
#define SIGNET_FAMILY(name) &crypto::content_families::name,
#include "crypto/content_encryption/list.inc"
#undef SIGNET_FAMILY
};

template <class Row>
std::vector<const Row*> collect(std::span<const Family<Row>> families) {
  std::vector<const Row*> rows;
  for (const Family<Row> family : families)
    for (const Row& row : family()) rows.push_back(&row);
  return rows;
}

template <class Row>
const Row* find_by_name(std::span<const Row* const> rows, std::string_view name) noexcept {
  const auto found = std::ranges::find(rows, name, &Row::name);
  return found == rows.end() ? nullptr : *found;
}

}  // namespace

std::span<const KeyManagementAlgorithm* const> crypto::key_management_rows() noexcept {
  static const auto rows = collect<KeyManagementAlgorithm>(kKeyFamilies);
  return rows;
}

std::span<const ContentEncryption* const> crypto::content_encryption_rows() noexcept {
  static const auto rows = collect<ContentEncryption>(kContentFamilies);
  return rows;
}

const KeyManagementAlgorithm* find_key_management_algorithm(std::string_view name) noexcept {
  return find_by_name(crypto::key_management_rows(), name);
}

const ContentEncryption* find_content_encryption(std::string_view name) noexcept {
  return find_by_name(crypto::content_encryption_rows(), name);
}

std::vector<const KeyManagementAlgorithm*> key_management_algorithms() {
  const auto rows = crypto::key_management_rows();
  return {rows.begin(), rows.end()};
}

std::vector<const ContentEncryption*> content_encryptions() {
  const auto rows = crypto::content_encryption_rows();
  return {rows.begin(), rows.end()};
}

std::string_view name_of(KeyManagementMode mode) noexcept {
  switch (mode) {
    case KeyManagementMode::key_encryption:
      return "key encryption";
    case KeyManagementMode::key_wrapping:
      return "key wrapping";
    case KeyManagementMode::direct_key_agreement:
      return "direct key agreement";
    case KeyManagementMode::key_agreement_with_key_wrapping:
      return "key agreement with key wrapping";
    case KeyManagementMode::direct_encryption:
      return "direct encryption";
  }
  return {};
}

KeyManagementInfo describe(const KeyManagementAlgorithm& row) {
  return {.name = row.name,
          .types = row.types,
          .curves = row.curves,
          .mode = row.mode,
          .key_octets = row.key_octets,
          .parameters = row.parameters,
          .legacy = row.legacy,
          .requirement = row.requirement,
          .spec = row.spec,
          .available = row.available()};
}

ContentEncryptionInfo describe(const ContentEncryption& row) {
  return {.name = row.name,
          .key_octets = row.key_octets,
          .iv_octets = row.iv_octets,
          .tag_octets = row.tag_octets,
          .requirement = row.requirement,
          .spec = row.spec,
          .available = row.available()};
}

bool crypto::is_direct(const KeyManagementAlgorithm& row) noexcept {
  return row.mode == KeyManagementMode::direct_encryption || row.mode == KeyManagementMode::direct_key_agreement;
}

bool crypto::fits_type(const KeyManagementAlgorithm& row, const KeyMaterial& key) noexcept {
  if (std::ranges::find(row.types, key.type()) == row.types.end()) return false;
  if (row.curves.empty()) return true;
  return key.curve() != nullptr && std::ranges::find(row.curves, key.curve()->name) != row.curves.end();
}

Result<> crypto::check_fit(const KeyManagementAlgorithm& row, const KeyMaterial& key) {
  if (std::ranges::find(row.types, key.type()) == row.types.end()) return fail(Errc::key_mismatch, "kty");
  if (!fits_type(row, key)) return fail(Errc::key_mismatch, "crv");
  //= rfc7518#4.4 A128KW wraps with a key of 128 bits, and so on
  const bool sized = row.key_octets == 0 || key.type() != KeyType::oct || key.octets().size() == row.key_octets;
  if (!sized) return fail(Errc::key_mismatch, "k");
  if (!row.available()) return fail(Errc::alg_unavailable, row.name);
  return {};
}

Result<std::shared_ptr<const crypto::ContentKey>> crypto::make_content_key(const ContentEncryption& row,
                                                                           const Secret& cek) {
  if (cek.size() != row.key_octets) return fail(Errc::decryption_failed, "token");
  auto key = row.prepare(row, cek.expose());
  if (!key) return std::unexpected(std::move(key).error());
  return std::shared_ptr<const ContentKey>(std::move(*key));
}

}  // namespace signet
