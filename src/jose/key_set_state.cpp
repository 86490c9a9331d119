#include "jose/key_set_state.h"

#include <algorithm>
#include <utility>

#include "crypto/key_management.h"
#include "crypto/signature_algorithm.h"
#include "try.h"

namespace signet {
namespace {

PreparedKey prepare_all(const KeySetEntry& entry) {
  PreparedKey prepared{.kid = entry.kid, .key = &*entry.key, .forms = {}, .decryption_forms = {}};
  // An error says that the key is not for this row; find() gives the reason to whoever asks for it.
  for (const SignatureAlgorithm* row : crypto::signature_rows())
    if (auto form = entry.key->prepare(*row)) prepared.forms.push_back(*std::move(form));
  if (!entry.key->is_private()) return prepared;
  for (const KeyManagementAlgorithm* row : crypto::key_management_rows())
    if (auto form = entry.key->prepare_decryption(*row)) prepared.decryption_forms.push_back(*std::move(form));
  return prepared;
}

const auto* find_form(const auto& forms, const auto& row) noexcept {
  const auto found = std::ranges::find_if(forms, [&row](const auto& form) { return &form->algorithm() == &row; });
  return found == forms.end() ? nullptr : &*found;
}

}  // namespace

const std::shared_ptr<const VerificationKey>* PreparedKey::find(const SignatureAlgorithm& row) const noexcept {
  return find_form(forms, row);
}

const std::shared_ptr<const DecryptionKey>* PreparedKey::find(const KeyManagementAlgorithm& row) const noexcept {
  return find_form(decryption_forms, row);
}

Result<> PreparedKey::why_not(const SignatureAlgorithm& row) const {
  return key->check_fit(row);
}

Result<> PreparedKey::why_not(const KeyManagementAlgorithm& row) const {
  SIGNET_CHECK(key->prepare_decryption(row));
  return {};
}

KeySetState::KeySetState(std::vector<KeySetEntry> members) : entries(std::move(members)) {
  for (const KeySetEntry& entry : entries)
    if (entry.key) prepared.push_back(prepare_all(entry));
  for (const PreparedKey& key : prepared) in_order.push_back(&key);
  by_kid = in_order;
  std::ranges::sort(by_kid, {}, [](const PreparedKey* key) { return std::pair(key->kid, key); });
}

std::span<const PreparedKey* const> KeySetState::with_kid(std::string_view kid) const noexcept {
  const auto found = std::ranges::equal_range(by_kid, kid, {}, &PreparedKey::kid);
  return {found.begin(), found.end()};
}

}  // namespace signet
