// Keys at work: whether one may serve an algorithm, and its prepared forms.
#include <algorithm>
#include <string>
#include <utility>

#include "crypto/signature_algorithm.h"
#include "jose/jwk_write.h"
#include "jose/key_state.h"
#include "signet/key.h"
#include "try.h"

namespace signet {
namespace {

/// use, key_ops and alg of RFC 7517 sections 4.2 to 4.4: what the key's owner wants it to be used for.
Result<> check_intention(const KeyInfo& info, const SignatureAlgorithm& row, std::string_view operation) {
  if (!info.use.empty() && info.use != "sig") return fail(Errc::key_mismatch, "use");
  if (!info.key_ops.empty() && std::ranges::find(info.key_ops, operation) == info.key_ops.end()) {
    return fail(Errc::key_mismatch, "key_ops");
  }
  if (info.alg.empty() || info.alg == row.name) return {};
  if (!row.also_fits.empty() && info.alg == row.also_fits) return {};
  return fail(Errc::key_mismatch, "alg");
}

class KeySigner final : public Signer {
 public:
  KeySigner(const SignatureAlgorithm& row, std::string kid, std::unique_ptr<const PreparedSign> prepared)
      : row_(&row), kid_(std::move(kid)), prepared_(std::move(prepared)) {}
  std::string_view algorithm() const noexcept override { return row_->name; }
  std::string_view kid() const noexcept override { return kid_; }
  Result<Bytes> sign(ByteView input) const override { return prepared_->sign(input); }

 private:
  const SignatureAlgorithm* row_;
  std::string kid_;
  std::unique_ptr<const PreparedSign> prepared_;
};

}  // namespace

Result<> Key::check_fit(const SignatureAlgorithm& row) const {
  SIGNET_CHECK(crypto::check_fit(row, *state_->material));
  return check_intention(state_->info, row, "verify");
}

Result<std::shared_ptr<const VerificationKey>> Key::prepare(const SignatureAlgorithm& row) const {
  SIGNET_CHECK(check_fit(row));
  SIGNET_TRY(auto prepared, row.prepare_verify(row, state_->material));
  return std::make_shared<const VerificationKey>(row, state_, std::move(prepared));
}

Result<std::shared_ptr<const Signer>> Key::signer(const SignatureAlgorithm& row) const {
  SIGNET_CHECK(crypto::check_fit(row, *state_->material));
  if (!is_private()) return fail(Errc::private_key, "d");
  SIGNET_CHECK(check_intention(state_->info, row, "sign"));
  SIGNET_TRY(auto prepared, row.prepare_sign(row, state_->material));
  return std::make_shared<const KeySigner>(row, state_->info.kid, std::move(prepared));
}

Result<std::shared_ptr<const Signer>> Key::signer() const {
  const std::string& alg = state_->info.alg;
  if (alg.empty()) return fail(Errc::alg_undecided, "alg");
  const SignatureAlgorithm* row = find_signature_algorithm(alg);
  if (row == nullptr) return fail_on_input(Errc::alg_unknown, alg);
  return signer(*row);
}

VerificationKey::VerificationKey(const SignatureAlgorithm& row, std::shared_ptr<const KeyState> key,
                                 std::unique_ptr<const PreparedVerify> prepared)
    : row_(&row), key_(std::move(key)), prepared_(std::move(prepared)) {}

VerificationKey::~VerificationKey() = default;

std::string_view VerificationKey::kid() const noexcept {
  return key_->info.kid;
}

KeyIdentity VerificationKey::identity() const {
  return jose::identity_of(*key_->material);
}

bool VerificationKey::verify(ByteView input, ByteView signature) const noexcept {
  return prepared_->verify(input, signature);
}

}  // namespace signet
