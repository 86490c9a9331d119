#include "cli/detached.h"

#include <utility>

#include "codec/file.h"
#include "signet/jws_stream.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kFlag = "--payload";

/// Hands every piece of the file to `take`.
template <class Take>
Outcome<> read_pieces(Invocation& run, const std::string& path, Take take) {
  SIGNET_TRY(codec::FilePieces pieces, run.open(kFlag, path));
  for (;;) {
    auto piece = pieces.next();
    if (!piece) return in_file(std::move(piece).error(), path);
    if (piece->empty()) return {};
    SIGNET_CHECK(take(*piece));
  }
}

bool needs_whole(const Error& error) noexcept {
  return error.code == Errc::streaming_unsupported;
}

/// What is said of a payload that was to be read whole: when it is too large, `unsupported` is the reason.
template <class T>
Outcome<T> or_unsupported(Outcome<T> result, const Error& unsupported) {
  if (result || result.error().error.code != Errc::limit_exceeded) return result;
  return std::unexpected(Failure(unsupported));
}

template <class T>
Outcome<T> outcome_of(Result<T> result) {
  if (!result) return std::unexpected(Failure(std::move(result).error()));
  return std::move(*result);
}

}  // namespace

Outcome<Serialization> format_of(const Invocation& run) {
  const std::string name = run.args.value("--format").value_or("compact");
  if (name == "compact") return Serialization::compact;
  if (name == "flattened") return Serialization::flattened;
  if (name == "general") return Serialization::general;
  return usage("--format", "the value is no format", "write compact, flattened or general");
}

Outcome<std::string> sign_detached(Invocation& run, const std::string& path, const jws::SignatureRequest& request,
                                   Serialization form) {
  const bool compact = form == Serialization::compact;
  auto stream = compact ? jws::DetachedSigner::begin_compact(*request.signer, request.header)
                        : jws::DetachedSigner::begin_flattened(request);
  if (stream) {
    SIGNET_CHECK(read_pieces(run, path, [&](ByteView piece) { return stream->update(piece); }));
    return outcome_of(stream->finish());
  }
  const Error& error = stream.error();
  if (!needs_whole(error)) return std::unexpected(error);
  SIGNET_TRY(const Secret payload, or_unsupported(run.read(kFlag, path, jws::kMaxSize), error));
  auto made = compact ? jws::sign_compact_detached(payload.expose(), *request.signer, request.header)
                      : jws::sign_flattened_detached(payload.expose(), request);
  return or_unsupported(outcome_of(std::move(made)), error);
}

Outcome<jws::VerifiedSignature> verify_detached(Invocation& run, const std::string& path, std::string_view token,
                                                const KeySource& keys, const AlgorithmSet& allowed,
                                                std::size_t max_whole, Serialization form) {
  const bool compact = form == Serialization::compact;
  auto stream = compact ? jws::DetachedVerifier::begin_compact(token, keys, allowed)
                        : jws::DetachedVerifier::begin_flattened(token, keys, allowed);
  if (stream) {
    SIGNET_CHECK(read_pieces(run, path, [&](ByteView piece) { return stream->update_unverified(piece); }));
    return outcome_of(stream->finish());
  }
  const Error& error = stream.error();
  if (!needs_whole(error)) return std::unexpected(error);
  SIGNET_TRY(const Secret payload, or_unsupported(run.read(kFlag, path, max_whole), error));
  auto verified = compact ? jws::verify_compact_detached(token, payload.expose(), keys, allowed, max_whole)
                          : jws::verify_flattened_detached(token, payload.expose(), keys, allowed, max_whole);
  return or_unsupported(outcome_of(std::move(verified)), error);
}

}  // namespace signet::cli
