// Signing a detached payload by pieces.
#include <cstdint>
#include <utility>

#include "jose/payload_pieces.h"
#include "jose/signature_members.h"
#include "signet/base64url.h"
#include "signet/jws_stream.h"
#include "try.h"

namespace signet::jws {

struct DetachedSigner::State {
  enum class Form : std::uint8_t { compact, flattened };
  State(Form wanted, bool b64, std::uint64_t max_payload) : form(wanted), payload(b64, max_payload) {}

  Form form;
  std::unique_ptr<SigningStream> stream;
  jose::SignatureMembers members;
  jose::PayloadPieces payload;

  Result<> begin() {
    SIGNET_CHECK(stream->update(as_bytes(members.protected_header)));
    return stream->update(as_bytes("."));
  }
  Result<> update(ByteView piece) {
    SIGNET_CHECK(payload.add(piece));
    for (ByteView text = payload.next(); !text.empty(); text = payload.next()) SIGNET_CHECK(stream->update(text));
    return {};
  }
  Result<std::string> finish() {
    SIGNET_CHECK(stream->update(payload.finish()));
    SIGNET_TRY(const Bytes signature, stream->finish());
    members.signature = base64url::encode(signature);
    if (form == Form::compact) return std::move(members.protected_header).append("..").append(members.signature);
    json::Writer out;
    out.begin_object();
    jose::write_members(out, members);
    out.end_object();
    return out.take_string();
  }
};

DetachedSigner::DetachedSigner(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
DetachedSigner::DetachedSigner(DetachedSigner&&) noexcept = default;
DetachedSigner& DetachedSigner::operator=(DetachedSigner&&) noexcept = default;
DetachedSigner::~DetachedSigner() = default;

Result<DetachedSigner> DetachedSigner::begin(std::unique_ptr<State> state, const SignatureRequest& request) {
  SIGNET_TRY(const std::string header, make_header(*request.signer, request.header));
  SIGNET_TRY(state->members.header, jose::make_unprotected(request.unprotected_json, header));
  state->members.protected_header = base64url::encode(as_bytes(header));
  SIGNET_TRY(state->stream, request.signer->begin());
  SIGNET_CHECK(state->begin());
  return DetachedSigner(std::move(state));
}

Result<DetachedSigner> DetachedSigner::begin_compact(const Signer& signer, const HeaderOptions& options,
                                                     std::uint64_t max_payload) {
  return begin(std::make_unique<State>(State::Form::compact, !options.unencoded_payload, max_payload),
               {.signer = &signer, .header = options});
}

Result<DetachedSigner> DetachedSigner::begin_flattened(const SignatureRequest& request, std::uint64_t max_payload) {
  return begin(std::make_unique<State>(State::Form::flattened, !request.header.unencoded_payload, max_payload),
               request);
}

Result<> DetachedSigner::update(ByteView piece) {
  if (!state_) return std::unexpected(jose::ended(failure_));
  auto updated = state_->update(piece);
  if (updated) return updated;
  failure_ = updated.error();
  state_.reset();
  return updated;
}

Result<std::string> DetachedSigner::finish() {
  if (!state_) return std::unexpected(jose::ended(failure_));
  return std::exchange(state_, nullptr)->finish();
}

}  // namespace signet::jws
