#include "keys/token_answer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "codec/ascii.h"
#include "keys/jwks_response.h"
#include "keys/media_type.h"
#include "signet/json.h"
#include "try.h"

namespace signet::keys {
namespace {

constexpr std::string_view kKnownErrors[] = {
#define SIGNET_TOKEN_ERROR(name) #name,
#include "keys/token_errors.inc"
#undef SIGNET_TOKEN_ERROR
};

bool is_json(const HttpResponse& response) noexcept {
  const std::string* const type = response.find("content-type");
  return type != nullptr && is_media_type(*type, "application/json");
}

Result<json::Document> parse(const HttpResponse& response) {
  auto document = json::Document::parse(response.body, {.max_depth = kMaxTokenAnswerDepth});
  if (document) return document;
  if (document.error().code != Errc::malformed_json) return std::unexpected(document.error());
  return fail(Errc::malformed_json, "token_response");
}

// An error of OAuth says so in JSON, whatever its status; a redirect is none.
Error refusal_of(const HttpResponse& response) {
  constexpr int kFirstError = 400;
  Error unusable{Errc::response_unusable, "status"};
  if (response.status < kFirstError || !is_json(response)) return unusable;
  const auto document = parse(response);
  if (!document) return unusable;
  const auto name = document->root().find("error");
  if (!name || !name->string()) return unusable;
  return {Errc::token_refused, std::string(known_token_error(*name->string()))};
}

// One that fits into a field of a request: the characters of RFC 6749 appendix A.12, but for the space, which would end
// it (RFC 6750 section 2.1).
bool is_token_character(char c) noexcept {
  return codec::is_vschar(c) && c != ' ';
}

//= rfc6749#A.4 scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
bool is_scope_character(char c) noexcept {
  return codec::is_vschar(c) && c != '"' && c != '\\';
}

Result<Secret> read_value(const json::Value& root) {
  const auto member = root.find("access_token");
  const auto text = member ? member->string() : std::nullopt;
  const bool is_good = text && text->size() <= kMaxAccessToken && codec::all(*text, is_token_character);
  if (!is_good) return fail(Errc::response_unusable, "access_token");
  return Secret::copy_of(as_bytes(*text));
}

Result<> check_type(const json::Value& root, TokenType wanted) {
  const auto member = root.find("token_type");
  const auto text = member ? member->string() : std::nullopt;
  //= rfc6749#5.1 token_type: the value is case insensitive
  //= rfc9449#5 where a bound token is asked for, one that is not bound is not used
  const std::string_view name = wanted == TokenType::dpop ? "DPoP" : "Bearer";
  if (!text || !codec::equal_ignoring_case(*text, name)) return fail(Errc::response_unusable, "token_type");
  return {};
}

Result<std::optional<Duration>> read_lifetime(const json::Value& root) {
  const auto member = root.find("expires_in");
  if (!member) return std::nullopt;
  const auto seconds = member->integer();
  if (!seconds || *seconds <= 0) return fail(Errc::response_unusable, "expires_in");
  constexpr std::int64_t kMost = 366LL * 24 * 3600;
  return std::optional<Duration>(std::chrono::seconds(std::min(*seconds, kMost)));
}

Result<std::optional<std::string>> read_scope(const json::Value& root) {
  const auto member = root.find("scope");
  if (!member) return std::nullopt;
  const auto text = member->string();
  // Some answer an empty one, which names nothing.
  const bool is_good = text && text->size() <= kMaxGrantedScope && std::ranges::all_of(*text, is_scope_character);
  if (!is_good) return fail(Errc::response_unusable, "scope");
  return std::optional<std::string>(*text);
}

}  // namespace

std::string_view known_token_error(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(kKnownErrors, name);
  return found == std::end(kKnownErrors) ? "other" : *found;
}

Result<TokenAnswer> read_token_answer(const HttpResponse& response, TokenType wanted) {
  if (response.status != kStatusOk) return std::unexpected(refusal_of(response));
  if (!is_json(response)) return fail(Errc::response_unusable, "content_type");
  //= rfc6749#5.1 the parameters are the members of one JSON object
  SIGNET_TRY(const json::Document document, parse(response));
  if (!document.root().is_object()) return fail(Errc::malformed_json, "token_response");
  TokenAnswer answer;
  SIGNET_TRY(answer.value, read_value(document.root()));
  SIGNET_CHECK(check_type(document.root(), wanted));
  SIGNET_TRY(answer.lifetime, read_lifetime(document.root()));
  SIGNET_TRY(answer.scope, read_scope(document.root()));
  answer.whole = Secret::copy_of(as_bytes(response.body));
  return answer;
}

}  // namespace signet::keys
