// Allow-lists of the three registries.
#include <algorithm>

#include "crypto/content_encryption.h"
#include "crypto/key_management.h"
#include "crypto/signature_algorithm.h"
#include "signet/algorithm.h"

namespace signet {
namespace {

void find_row(std::string_view name, const SignatureAlgorithm*& row) noexcept {
  row = find_signature_algorithm(name);
}
void find_row(std::string_view name, const KeyManagementAlgorithm*& row) noexcept {
  row = find_key_management_algorithm(name);
}
void find_row(std::string_view name, const ContentEncryption*& row) noexcept {
  row = find_content_encryption(name);
}

}  // namespace

template <class Row>
Result<RowSet<Row>> RowSet<Row>::of(std::span<const std::string_view> names) {
  RowSet set;
  for (const std::string_view name : names) {
    const Row* row = nullptr;
    find_row(name, row);
    if (row == nullptr) return fail_on_input(Errc::alg_unknown, name);
    set.add(*row);
  }
  return set;
}

template <class Row>
void RowSet<Row>::add(const Row& row) {
  if (std::find(rows_.begin(), rows_.end(), &row) == rows_.end()) rows_.push_back(&row);
}

template <class Row>
const Row* RowSet<Row>::find(std::string_view name) const noexcept {
  for (const Row* row : rows_)
    if (row->name == name) return row;
  return nullptr;
}

template class RowSet<SignatureAlgorithm>;
template class RowSet<KeyManagementAlgorithm>;
template class RowSet<ContentEncryption>;

}  // namespace signet
