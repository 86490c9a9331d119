// Verifying a detached payload by pieces.
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "jose/json_form.h"
#include "jose/jws_verify.h"
#include "jose/payload_pieces.h"
#include "jose/verification.h"
#include "signet/jws_stream.h"
#include "try.h"

namespace signet::jws {

struct DetachedVerifier::State {
  json::Document header;
  std::optional<json::Document> unproven_header;
  jose::SignatureBuffer buffer;
  jose::SignatureTask task;  // its keys outlive the streams below
  std::array<std::unique_ptr<VerificationStream>, kMaxKeyCandidates> streams;
  std::optional<jose::PayloadPieces> payload;

  /// Every candidate is prepared for one row, so either all of them take pieces or none.
  Result<> begin(std::string_view header_segment) {
    for (std::size_t i = 0; i < task.candidates.count; ++i) {
      if (!task.candidates.keys[i]) continue;
      SIGNET_TRY(streams[i], task.candidates.keys[i]->begin());
    }
    feed(as_bytes(header_segment));
    feed(as_bytes("."));
    return {};
  }
  void feed(ByteView text) noexcept {
    for (const auto& stream : streams)
      if (stream) stream->update(text);
  }
  Result<> update(ByteView piece) {
    SIGNET_CHECK(payload->add(piece));
    for (ByteView text = payload->next(); !text.empty(); text = payload->next()) feed(text);
    return {};
  }
  Result<VerifiedSignature> finish() {
    feed(payload->finish());
    for (std::size_t i = 0; i < streams.size(); ++i)
      if (streams[i] && streams[i]->finish(task.signature)) {
        return Verification::signature(std::move(header), std::move(unproven_header), *task.candidates.keys[i], 0);
      }
    return fail(Errc::bad_signature);
  }
};

DetachedVerifier::DetachedVerifier(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
DetachedVerifier::DetachedVerifier(DetachedVerifier&&) noexcept = default;
DetachedVerifier& DetachedVerifier::operator=(DetachedVerifier&&) noexcept = default;
DetachedVerifier::~DetachedVerifier() = default;

Result<DetachedVerifier> DetachedVerifier::begin_compact(std::string_view token, const KeySource& keys,
                                                         const AlgorithmSet& allowed, std::uint64_t max_payload) {
  SIGNET_TRY(const jose::Compact compact, jose::split_detached(token, kMaxSize));
  auto state = std::make_unique<State>();
  SIGNET_TRY(const jose::Header header, jose::parse_header(compact.header, state->header, jose::kJwsExtensions));
  SIGNET_TRY(state->task,
             jose::prepare_signature(header.alg, header.kid, compact.signature, keys, allowed, state->buffer));
  state->payload.emplace(header.b64, max_payload);
  SIGNET_CHECK(state->begin(compact.header));
  return DetachedVerifier(std::move(state));
}

Result<DetachedVerifier> DetachedVerifier::begin_flattened(std::string_view json, const KeySource& keys,
                                                           const AlgorithmSet& allowed, std::uint64_t max_payload) {
  SIGNET_TRY(const json::Document object, jose::parse_json_form(json, kMaxSize));
  SIGNET_TRY(const jose::JsonForm form, jose::read_flattened(object.root()));
  SIGNET_CHECK(jose::check_payload(form, ByteView(), kMaxSize));
  const jose::SignatureForm& signature = form.signatures.front();
  auto state = std::make_unique<State>();
  SIGNET_TRY(const jose::JointHeader headers, jose::read_headers(signature, state->header));
  if (signature.header) {
    SIGNET_TRY(state->unproven_header, json::Document::parse(signature.header->source()));
  }
  SIGNET_TRY(state->task, jose::prepare_signature(headers.proven.alg, headers.kid, signature.signature, keys, allowed,
                                                  state->buffer));
  state->payload.emplace(headers.proven.b64, max_payload);
  SIGNET_CHECK(state->begin(signature.protected_header));
  return DetachedVerifier(std::move(state));
}

Result<> DetachedVerifier::update_unverified(ByteView piece) {
  if (!state_) return std::unexpected(jose::ended(failure_));
  auto updated = state_->update(piece);
  if (updated) return updated;
  failure_ = updated.error();
  state_.reset();
  return updated;
}

Result<VerifiedSignature> DetachedVerifier::finish() {
  if (!state_) return std::unexpected(jose::ended(failure_));
  return std::exchange(state_, nullptr)->finish();
}

}  // namespace signet::jws
