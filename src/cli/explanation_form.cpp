// Advice on the form of a token and on its header.
#include <algorithm>
#include <cctype>

#include "cli/explanation.h"
#include "cli/text.h"
#include "signet/base64url.h"

namespace signet::cli {
namespace {

using jwt::Step;

bool starts_with_word(std::string_view token, std::string_view lower_case) {
  return token.size() >= lower_case.size() &&
         std::ranges::equal(token.substr(0, lower_case.size()), lower_case, {},
                            [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
}

std::string is_empty(const Examined& examined, const Error&) {
  return examined.token.empty() ? "the input is empty; check the file or the variable that it comes from" : "";
}

std::string is_too_long(const Examined& examined, const Error& error) {
  if (error.code != Errc::limit_exceeded) return {};
  return text("the token has {} characters and {} are read; --max-size allows more", examined.token.size(),
              examined.demands.max_size);
}

// What is found before or around a token when it was copied from somewhere.
struct Wrapping {
  std::string_view start;  // in lower case
  std::string_view advice;
};
constexpr Wrapping kWrappings[] = {
    {"authorization:", "take off the name of the header field and the scheme: the token starts after \"Bearer \""},
    {"bearer ", "take off \"Bearer \": it is the scheme of the header field, not a part of the token"},
    {"dpop ", "take off \"DPoP \": it is the scheme of the header field, not a part of the token"},
    {"\"", "take off the quotes around the token"},
    {"'", "take off the quotes around the token"},
    {"-----begin ", "this is a PEM file, not a token: signet key show reads it"},
    {"ssh-", "this is an OpenSSH key, not a token: signet key show reads keys"},
};
std::string is_wrapped(const Examined& examined, const Error&) {
  for (const Wrapping& row : kWrappings)
    if (starts_with_word(examined.token, row.start)) return std::string(row.advice);
  return {};
}

std::string has_white_space(const Examined& examined, const Error&) {
  const std::size_t at = examined.token.find_first_of(" \t\r\n");
  if (at == std::string_view::npos || examined.token.starts_with('{')) return {};
  const bool line_break = examined.token[at] == '\r' || examined.token[at] == '\n';
  const std::string_view what = line_break ? "a line break" : "white space";
  const std::size_t first = examined.token.find_first_not_of(" \t\r\n");
  const std::size_t last = examined.token.find_last_not_of(" \t\r\n");
  if (at < first || at > last) return text("take off {} around the token", what);
  return text("take out {} at character {}: a token is one line without spaces", what, at + 1);
}

// The JSON that is no compact token, by a member that only it has.
struct JsonForm {
  std::string_view member;
  std::string_view advice;
};
constexpr JsonForm kJsonForms[] = {
    {"recipients",
     "this is a JWE in its general JSON form, and a token is compact: signet jwe decrypt --format general "
     "opens it with a recipient's private key"},
    {"ciphertext",
     "this is a JWE in its flattened JSON form, and a token is compact: signet jwe decrypt --format "
     "flattened opens it with the recipient's private key"},
    {"signatures", "this is a JWS in its general JSON form: signet jws verify --format general reads it"},
    {"signature", "this is a JWS in its flattened JSON form: signet jws verify --format flattened reads it"},
    {"keys", "this is a JWK Set, not a token: signet jwks show reads it"},
    {"kty", "this is a JWK, not a token: signet key show reads it"},
};
std::string is_json(const Examined& examined, const Error&) {
  if (!examined.token.starts_with('{')) return {};
  const auto document = json::Document::parse(examined.token);
  if (!document) return "the text starts like JSON; a token is three parts joined by dots";
  for (const JsonForm& row : kJsonForms)
    if (document->root().find(row.member)) return std::string(row.advice);
  return "this is JSON, not a token; signet sign makes one of claims";
}

std::string is_other_serialization(const Examined& examined, const Error&) {
  if (examined.token.find('~') != std::string_view::npos)
    return "there is a ~ in it, as in SD-JWTs: the token is what stands before the first one";
  if (examined.parts.segments.size() != 5) return {};
  if (examined.decryption != nullptr)
    return "what is inside is encrypted as well (five parts, a JWE), and a token is encrypted once";
  return "five parts are an encrypted token (JWE): give the recipient's private key with --decrypt-with FILE; what "
         "holds no signed token is opened by signet jwe decrypt";
}

std::string is_unsecured(const Examined& examined, const Error& error) {
  if (error.subject != "signature" || examined.parts.segments.size() != 3 || !examined.parts.segments[2].empty())
    return {};
  const auto alg = examined.header("alg");
  if (alg && alg->string() == "none")
    return "the token is unsecured (alg none): nothing protects it, and anyone can write such a one. Get a signed "
           "token";
  return "the token was cut off: its signature is missing";
}

std::string is_cut_off(const Examined& examined, const Error& error) {
  if (error.subject != "segments") return {};
  const std::size_t segments = examined.parts.segments.size();
  if (segments == 1 && examined.token_was_argument)
    return "no file has the name of the argument, so it was taken as the token itself; check the file's name";
  if (segments == 1) return "there is no dot in it: this is no token, or its first part alone";
  if (segments == 2) return "the signature is missing: the token was cut off, or its last part lost";
  return "there are more dots than a signed token has; check that two tokens were not joined";
}

std::string has_wrong_characters(const Examined& examined, const Error&) {
  constexpr std::string_view kParts[] = {"header", "payload", "signature"};
  if (examined.parts.segments.size() != 3) return {};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string_view segment = examined.parts.segments[i];
    if (segment.find('=') != std::string_view::npos)
      return text("the {} ends in padding (=); base64url in a token has none, so its maker has to leave it out",
                  kParts[i]);
    if (segment.find_first_of("+/") != std::string_view::npos)
      return text("the {} has + or /, as base64 has; base64url has - and _ in their place", kParts[i]);
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const std::size_t at = segment.find_first_not_of(kAlphabet);
    if (at != std::string_view::npos)
      return text("character {} of the {} is none of base64url (letters, digits, - and _)", at + 1, kParts[i]);
    if (segment.size() % 4 == 1) return text("the {} has an impossible length: something was cut off", kParts[i]);
    if (!base64url::decode(segment))
      return text("the last character of the {} has bits that must be zero: it was cut off or changed", kParts[i]);
  }
  return {};
}

// What becomes of a header that is no JSON: a token that starts in the middle.
std::string header_is_no_json(const Examined& examined, const Error& error) {
  if (error.code != Errc::malformed_json) return {};
  if (!examined.token.starts_with("eyJ"))
    return "a token nearly always starts with eyJ; check that its start was not cut off";
  return "the header is no strict JSON; the program that made the token has to be corrected";
}

std::string header_lacks_algorithm(const Examined& examined, const Error& error) {
  if (error.code != Errc::header_parameter) return {};
  if (error.subject == "alg" && !examined.header("alg"))
    return "every token names its algorithm; the program that made this one has to be corrected";
  if (error.subject == "b64") return "an unencoded payload (b64) is for JWS alone: a JWT never has it";
  return text("{} does not have the type that RFC 7515 gives it; the program that made the token has to be corrected",
              error.subject);
}

constexpr AdviceRow kRows[] = {
    {Step::form, is_empty},
    {Step::form, is_too_long},
    {Step::form, is_wrapped},
    {Step::form, has_white_space},
    {Step::form, is_json},
    {Step::form, is_other_serialization},
    {Step::form, is_unsecured},
    {Step::form, is_cut_off},
    {Step::form, has_wrong_characters},
    {Step::header, is_wrapped},
    {Step::header, has_white_space},
    {Step::header, is_json},
    {Step::header, has_wrong_characters},
    {Step::header, header_is_no_json},
    {Step::header, header_lacks_algorithm},
};

}  // namespace

std::span<const AdviceRow> form_advice() noexcept {
  return kRows;
}

}  // namespace signet::cli
