#include "jose/key_set_state.h"

#include <algorithm>
#include <utility>

#include "crypto/signature_algorithm.h"

namespace signet {
namespace {

PreparedKey prepare_all(const KeySetEntry& entry) {
  PreparedKey prepared{.kid = entry.kid, .key = &*entry.key, .forms = {}};
  for (const SignatureAlgorithm* row : crypto::signature_rows()) {
    // An error says that the key is not for this row; find() gives the reason to whoever asks for it.
    if (auto form = entry.key->prepare(*row)) prepared.forms.push_back(*std::move(form));
  }
  return prepared;
}

}  // namespace

const std::shared_ptr<const VerificationKey>* PreparedKey::find(const SignatureAlgorithm& row) const noexcept {
  for (const auto& form : forms)
    if (&form->algorithm() == &row) return &form;
  return nullptr;
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
