#include "jwt/remembered.h"

#include <utility>

#include "jose/header.h"
#include "jwt/claim_rules.h"
#include "jwt/verifier_state.h"
#include "signet/seams/key_source.h"
#include "try.h"

namespace signet::jwt {
namespace {

/// Its typ was judged, and nothing that is asked again looks at it.
constexpr jose::Header kJudged{};

/// The two counts that stand before an object of std::make_shared.
constexpr std::size_t kSharing = 2 * sizeof(void*);

std::size_t memory_of(std::span<const Error> warnings) noexcept {
  std::size_t octets = warnings.size_bytes();
  for (const Error& warning : warnings) octets += warning.subject.capacity();
  return octets;
}

}  // namespace

std::optional<Versions> Remembered::versions(const Verifier& verifier) noexcept {
  const std::optional<std::uint64_t> keys = verifier.state_->keys->version();
  if (!keys) return std::nullopt;
  const RevocationSource* const source = verifier.state_->rules.revocations.source.get();
  if (source == nullptr) return Versions{.keys = *keys};
  const std::optional<std::uint64_t> revocations = source->version();
  if (!revocations) return std::nullopt;
  return Versions{.keys = *keys, .revocations = *revocations};
}

bool Remembered::is_possible(const Verifier& verifier) noexcept {
  return !verifier.state_->encryption;
}

std::size_t Remembered::max_size(const Verifier& verifier) noexcept {
  return verifier.state_->max_size;
}

Result<std::shared_ptr<const Remembered>> Remembered::verify(const Verifier& verifier, const Versions& versions,
                                                             std::string_view token, Timestamp now,
                                                             const Context* context) {
  Scratch scratch;
  SIGNET_TRY(const VerifiedView view, context == nullptr ? verifier.verify(token, now, scratch)
                                                         : verifier.verify(token, now, scratch, *context));
  json::Document header = std::move(scratch.state_->header);
  const std::size_t memory = kSharing + sizeof(Remembered) + header.memory() + scratch.state_->payload.memory() +
                             view.key_id().size() + memory_of(view.warnings());
  return std::make_shared<const Remembered>(std::move(header), Verifier::owning(view, scratch), versions, memory);
}

Result<> Remembered::still_holds(const Verifier& verifier, const Versions& versions, Timestamp now,
                                 const Context* context) const {
  const Proven proven{.header = kJudged,
                      .header_json = header_.root(),
                      .algorithm = token_.algorithm(),
                      .encryption = token_.encryption(),
                      .key_id = token_.key_id(),
                      .payload = token_.claims().json()};
  Report report(Report::Extent::first);
  const bool is_known = revocations_.load(std::memory_order_relaxed) == versions.revocations;
  judge_again(verifier.state_->rules, proven, token_.claims(), now, context,
              is_known ? Revocations::same : Revocations::ask, report);
  if (!report.empty()) return std::unexpected(std::move(report).take_first());
  // What was asked after the version was read may be of a later one: it is asked once more then.
  if (!is_known) revocations_.store(versions.revocations, std::memory_order_relaxed);
  return {};
}

}  // namespace signet::jwt
