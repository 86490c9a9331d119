#include <algorithm>
#include <utility>

#include "crypto/signature_algorithm.h"
#include "jose/jws_verify.h"
#include "jwt/verifier_state.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::jwt {
namespace {

/// Steps 1 to 6: nothing of the payload is read before its signature has held. The header that comes back looks into
/// `scratch`, which then holds the payload and the key, too.
Result<jose::Header> prove_signed(const VerifierState& state, std::string_view token, ScratchState& scratch) {
  //= rfc7797#7 JWTs MUST NOT use b64 with the value false; no extension is handed in, so it is refused with any value
  SIGNET_TRY(jose::CheckedSignature checked,
             jose::check_signature(token, *state.keys, state.algorithms, state.max_size, scratch.header));
  scratch.key = std::move(checked.key);
  scratch.proven_by = scratch.key->algorithm().name;
  SIGNET_CHECK(decode_payload(checked.compact.payload, scratch.payload));
  return checked.header;
}

/// The same for claims that a shared key proves: the outer layer is the only one.
Result<jose::Header> prove_shared(const jwe::Decrypted& outer, ScratchState& scratch) {
  scratch.key = nullptr;
  scratch.shared_key_id = outer.key_id();
  scratch.proven_by = outer.algorithm();
  SIGNET_TRY(scratch.header, json::Document::parse(outer.header().source()));
  SIGNET_CHECK(parse_payload(as_text(outer.plaintext()), scratch.payload));
  return outer_header(scratch.header.root());
}

Result<jose::Header> prove(const VerifierState& state, std::string_view token, ScratchState& scratch) {
  scratch.encryption = {};
  if (!state.encryption) return prove_signed(state, token, scratch);
  SIGNET_TRY(const OuterLayer outer, open_outer(*state.encryption, token));
  SIGNET_TRY(const jose::Header header, outer.is_nested ? prove_signed(state, as_text(outer.token.plaintext()), scratch)
                                                        : prove_shared(outer.token, scratch));
  SIGNET_CHECK(check_replicated(outer.token.header(), scratch.payload.root()));
  scratch.encryption = outer.token.encryption();
  return header;
}

/// Step 7 sees what the steps before have proven.
Proven proven(const jose::Header& header, const ScratchState& memory) {
  return {.header = header,
          .header_json = memory.header.root(),
          .algorithm = memory.proven_by,
          .encryption = memory.encryption,
          .key_id = memory.key_id(),
          .payload = memory.payload.root()};
}

Result<> name_payload(Result<> parsed) {
  if (!parsed && parsed.error().code == Errc::malformed_json) return fail(Errc::malformed_json, "payload");
  return parsed;
}

}  // namespace

Result<> decode_payload(std::string_view segment, json::Document& document) {
  const std::span<std::uint8_t> text = document.prepare(base64url::decoded_size(segment.size()));
  const Result<std::size_t> size = base64url::decode_into(segment, text);
  if (!size) return fail(Errc::malformed_token, "payload");
  return name_payload(document.parse_prepared(*size));
}

Result<> parse_payload(std::string_view text, json::Document& document) {
  std::ranges::copy(as_bytes(text), document.prepare(text.size()).begin());
  return name_payload(document.parse_prepared(text.size()));
}

Scratch::Scratch() : state_(std::make_unique<ScratchState>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

Result<VerifiedView> Verifier::verify(std::string_view token, Timestamp now, Scratch& scratch,
                                      const Context& context) const {
  if (!scratch.state_) scratch.state_ = std::make_unique<ScratchState>();  // it was moved from
  ScratchState& memory = *scratch.state_;
  SIGNET_TRY(const jose::Header header, prove(*state_, token, memory));
  Report report(Report::Extent::first);
  Report warnings(Report::Extent::all);
  const Claims claims = judge(state_->rules, proven(header, memory), now, context, report, warnings);
  if (!report.empty()) return std::unexpected(std::move(report).take_first());
  memory.warnings = std::move(warnings).take();
  return VerifiedView(claims, memory.proven_by, memory.key_id(), memory.encryption, memory.warnings);
}

Result<Verified> Verifier::verify(std::string_view token, Timestamp now, const Context& context) const {
  Scratch scratch;
  SIGNET_TRY(const VerifiedView view, verify(token, now, scratch, context));
  return owning(view, scratch);
}

Verified Verifier::owning(const VerifiedView& view, Scratch& scratch) {
  // Moving the Document keeps the views into it valid; the name of an algorithm lives forever.
  return Verified(std::move(scratch.state_->payload), view.claims(), view.algorithm(), std::string(view.key_id()),
                  view.encryption(), std::move(scratch.state_->warnings));
}

std::vector<Error> Verifier::failures(std::string_view token, Timestamp now, const Context& context) const {
  ScratchState memory;
  const Result<jose::Header> header = prove(*state_, token, memory);
  if (!header) return {header.error()};
  Report report(Report::Extent::all);
  Report warnings(Report::Extent::first);
  (void)judge(state_->rules, proven(*header, memory), now, context, report, warnings);
  return std::move(report).take();
}

}  // namespace signet::jwt
