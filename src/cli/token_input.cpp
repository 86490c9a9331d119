#include "cli/token_input.h"

#include <utility>

#include "signet/base64url.h"

namespace signet::cli {

std::optional<json::Document> decode_object(std::string_view segment) {
  const auto octets = base64url::decode(segment);
  if (!octets) return std::nullopt;
  auto document = json::Document::parse(as_text(*octets));
  if (!document || !document->root().is_object()) return std::nullopt;
  return std::move(*document);
}

Failure explain_token(const Invocation& run, Failure failure) {
  if (failure.error.code == Errc::malformed_token && run.token_was_argument())
    failure.hint = "no file has the name of the argument, so it was taken as the token itself";
  return failure;
}

}  // namespace signet::cli
