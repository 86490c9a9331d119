// Keys at work for others: whether one may serve an algorithm of key management, and its prepared forms.
#include "signet/encryption_key.h"

#include <algorithm>
#include <span>
#include <utility>

#include "crypto/key_management.h"
#include "jose/jwk_types.h"
#include "jose/key_state.h"
#include "signet/key.h"
#include "try.h"

namespace signet {
namespace {

enum class Side : bool { encrypt, decrypt };

/// Which of RFC 7517's key_ops allow a key management mode; any one of them does.
struct ModeOperations {
  KeyManagementMode mode;
  std::span<const std::string_view> encrypt;
  std::span<const std::string_view> decrypt;
};
constexpr std::string_view kEncryptOrWrap[] = {"encrypt", "wrapKey"};
constexpr std::string_view kDecryptOrUnwrap[] = {"decrypt", "unwrapKey"};
constexpr std::string_view kDerive[] = {"deriveKey", "deriveBits"};
constexpr ModeOperations kOperations[] = {
    {KeyManagementMode::key_encryption, kEncryptOrWrap, kDecryptOrUnwrap},
    {KeyManagementMode::key_wrapping, std::span(kEncryptOrWrap).last(1), std::span(kDecryptOrUnwrap).last(1)},
    {KeyManagementMode::direct_key_agreement, kDerive, kDerive},
    {KeyManagementMode::key_agreement_with_key_wrapping, kDerive, kDerive},
    {KeyManagementMode::direct_encryption, std::span(kEncryptOrWrap).first(1), std::span(kDecryptOrUnwrap).first(1)},
};

/// PBES2's key is a passphrase, from which another is derived (RFC 7518 section 4.8).
bool allows(const KeyManagementAlgorithm& row, const std::vector<std::string>& key_ops, Side side) {
  const auto* operations = std::ranges::find(kOperations, row.mode, &ModeOperations::mode);
  const auto named = [&key_ops](std::string_view name) { return std::ranges::find(key_ops, name) != key_ops.end(); };
  const bool derives = row.mode == KeyManagementMode::key_wrapping && row.key_octets == 0;
  return std::ranges::any_of(side == Side::encrypt ? operations->encrypt : operations->decrypt, named) ||
         (derives && std::ranges::any_of(kDerive, named));
}

/// use, key_ops and alg of RFC 7517 sections 4.2 to 4.4: what the key's owner wants it to be used for.
Result<> check_intention(const KeyInfo& info, const KeyManagementAlgorithm& row, Side side) {
  if (!info.use.empty() && info.use != "enc") return fail(Errc::key_mismatch, "use");
  if (!info.key_ops.empty() && !allows(row, info.key_ops, side)) return fail(Errc::key_mismatch, "key_ops");
  if (info.alg.empty() || info.alg == row.name) return {};
  // A key that encrypts content itself may name what with, as that of RFC 7520 section 5.6 does.
  if (row.mode == KeyManagementMode::direct_encryption && find_content_encryption(info.alg) != nullptr) return {};
  return fail(Errc::key_mismatch, "alg");
}

/// For a key whose alg is none of key management.
Result<> check_content(const KeyInfo& info, const ContentEncryption& enc) {
  const ContentEncryption* own = find_content_encryption(info.alg);
  if (own != nullptr && own != &enc) return fail(Errc::key_mismatch, "alg");
  return {};
}

}  // namespace

Result<std::shared_ptr<const EncryptionKey>> Key::prepare_encryption(const KeyManagementAlgorithm& row) const {
  SIGNET_CHECK(crypto::check_fit(row, *state_->material));
  // The private half of a pair is no hindrance: what is encrypted to is the public one.
  SIGNET_CHECK(check_intention(state_->info, row, is_private() && !is_symmetric() ? Side::decrypt : Side::encrypt));
  SIGNET_TRY(auto prepared, row.prepare_encrypt(row, state_->material));
  return std::make_shared<const EncryptionKey>(row, state_, std::move(prepared));
}

Result<std::shared_ptr<const DecryptionKey>> Key::prepare_decryption(const KeyManagementAlgorithm& row) const {
  SIGNET_CHECK(crypto::check_fit(row, *state_->material));
  if (!is_private()) return fail(Errc::private_key, jose::private_member_of(type()));
  SIGNET_CHECK(check_intention(state_->info, row, Side::decrypt));
  SIGNET_TRY(auto prepared, row.prepare_decrypt(row, state_->material));
  return std::make_shared<const DecryptionKey>(row, state_, std::move(prepared));
}

EncryptionKey::EncryptionKey(const KeyManagementAlgorithm& row, std::shared_ptr<const KeyState> key,
                             std::unique_ptr<const PreparedEncrypt> prepared)
    : row_(&row), key_(std::move(key)), prepared_(std::move(prepared)) {}

EncryptionKey::~EncryptionKey() = default;

std::string_view EncryptionKey::kid() const noexcept {
  return key_->info.kid;
}

bool EncryptionKey::is_symmetric() const noexcept {
  return key_->material->type() == KeyType::oct;
}

std::string_view EncryptionKey::content_encryption() const noexcept {
  if (const ContentEncryption* own = find_content_encryption(key_->info.alg)) return own->name;
  if (row_->mode != KeyManagementMode::direct_encryption) return {};
  std::string_view only;
  for (const ContentEncryption* enc : crypto::content_encryption_rows()) {
    if (enc->key_octets != key_->material->octets().size()) continue;
    if (!only.empty()) return {};
    only = enc->name;
  }
  return only;
}

Result<> EncryptionKey::check_encryption(const ContentEncryption& enc) const {
  return check_content(key_->info, enc);
}

DecryptionKey::DecryptionKey(const KeyManagementAlgorithm& row, std::shared_ptr<const KeyState> key,
                             std::unique_ptr<const PreparedDecrypt> prepared)
    : row_(&row), key_(std::move(key)), prepared_(std::move(prepared)) {}

DecryptionKey::~DecryptionKey() = default;

std::string_view DecryptionKey::kid() const noexcept {
  return key_->info.kid;
}

bool DecryptionKey::is_symmetric() const noexcept {
  return key_->material->type() == KeyType::oct;
}

bool DecryptionKey::names_algorithm() const noexcept {
  return !key_->info.alg.empty();
}

Result<> DecryptionKey::check_encryption(const ContentEncryption& enc) const {
  return check_content(key_->info, enc);
}

}  // namespace signet
