// Advice on typ and claims.
#include <algorithm>
#include <chrono>

#include "cli/arguments.h"
#include "cli/explanation.h"
#include "cli/text.h"
#include "cli/when.h"
#include "signet/claim_registry.h"
#include "signet/claims.h"

namespace signet::cli {
namespace {

using jwt::Step;

bool equal_without_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text, std::string_view characters) {
  const std::size_t first = text.find_first_not_of(characters);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(characters) - first + 1);
}

std::string_view without_scheme(std::string_view uri) {
  const std::size_t end = uri.find("://");
  return end == std::string_view::npos ? uri : uri.substr(end);
}

// How two names may be meant to be the same.
struct Likeness {
  bool (*alike)(std::string_view has, std::string_view wants);
  std::string_view difference;
};
constexpr Likeness kLikenesses[] = {
    {[](std::string_view a, std::string_view b) { return trimmed(a, " \t\r\n") == trimmed(b, " \t\r\n"); },
     "white space around it"},
    {[](std::string_view a, std::string_view b) {
       return a.substr(0, a.find_last_not_of('/') + 1) == b.substr(0, b.find_last_not_of('/') + 1);
     },
     "the slash at its end"},
    {equal_without_case, "upper and lower case"},
    {[](std::string_view a, std::string_view b) { return without_scheme(a) == without_scheme(b); },
     "its scheme (http or https)"},
};

std::string_view difference_of(std::string_view has, const std::vector<std::string>& wanted) {
  for (const std::string& wants : wanted)
    for (const Likeness& row : kLikenesses)
      if (row.alike(has, wants)) return row.difference;
  return {};
}

std::string typ_differs(const Examined& examined, const Error&) {
  const auto typ = examined.header("typ");
  const std::string_view has = typ ? typ->string().value_or("") : "";
  if (!typ)
    return "the token does not say what it is; ask for a token of the kind you expect, or accept it with --typ JWT";
  if (equal_without_case(has, "at+jwt") || equal_without_case(has, "application/at+jwt"))
    return "this is an access token (RFC 9068); if that is what you expect, say --typ at+jwt";
  return "this is another kind of token than the one you expect; name the kind with --typ if it is the right one";
}

std::string type_is_wrong(const Examined& examined, const Error& error) {
  if (error.subject == "payload") return "the payload is no JSON object: signet jws verify is for other payloads";
  const auto value = examined.claim(error.subject);
  if (!value) return {};
  const bool time = error.subject == "exp" || error.subject == "nbf" || error.subject == "iat";
  if (time && value->is_string())
    return text("{} is a string; RFC 7519 wants a number of seconds since 1970, so its maker has to be corrected",
                error.subject);
  const jwt::ClaimInfo* claim = jwt::find_registered_claim(error.subject);
  return text("{} is of the type {}, which {} does not allow; its maker has to be corrected", error.subject,
              json::name_of(value->kind()), claim == nullptr ? "RFC 7519" : claim->document->name);
}

std::string rule_is_broken(const Examined&, const Error& error) {
  if (error.rule == nullptr) return {};
  return text("{} says that {}; its maker has to be corrected, or accept it with --registered-claims warn",
              error.rule->section, error.rule->text);
}

// The values of a token and of the context are not shown: nonces and codes may be secrets.
std::string profile_is_not_met(const Examined& examined, const Error& error) {
  if (const ContextRow* row = missing_context(error))
    return text("the profile compares {}, so give what is expected with {}", row->name, row->flag);
  const std::string rule = error.rule == nullptr ? "" : text(" ({}: {})", error.rule->section, error.rule->text);
  if (error.code == Errc::claim_missing) return text("its issuer has to set {}{}", error.subject, rule);
  if (error.code == Errc::claim_mismatch)
    return text("{} is not what was expected{}: the token may be an answer to another request", error.subject, rule);
  if (error.code == Errc::header_parameter) return text("the header is not that of such a token{}", rule);
  if (error.code == Errc::token_expired)
    return text("{} is longer ago than is accepted{}; let the user log in anew", error.subject, rule);
  const jwt::Profile* kind = kind_of(examined.demands.profiles);
  return text("{} is not as {} wants it{}; its maker has to be corrected", error.subject,
              kind == nullptr ? "the profile" : kind->document, rule);
}

std::string issuer_differs(const Examined& examined, const Error& error) {
  if (error.code == Errc::claim_missing) return "the token does not say who made it; its issuer has to set iss";
  const auto value = examined.claim("iss");
  const std::string_view has = value ? value->string().value_or("") : "";
  if (const auto difference = difference_of(has, examined.demands.issuers); !difference.empty())
    return text(
        "it differs from --issuer in {} alone; issuers are compared byte by byte, so write it as the issuer does",
        difference);
  return "another issuer made the token; take its name for --issuer, and its keys, only if you trust it";
}

std::string audience_differs(const Examined& examined, const Error& error) {
  if (error.code == Errc::claim_missing) return "the token does not say for whom it is; its issuer has to set aud";
  const auto value = examined.claim("aud");
  if (!value) return {};
  std::vector<std::string_view> names;
  if (value->is_string()) names.push_back(*value->string());
  for (const json::Value element : value->elements()) names.push_back(element.string().value_or(""));
  for (const std::string_view name : names)
    if (const auto difference = difference_of(name, examined.demands.audiences); !difference.empty())
      return text("it differs from --audience in {} alone; audiences are compared byte by byte", difference);
  return "the token is for somebody else; ask the issuer for one that names you";
}

std::string claim_is_missing(const Examined& examined, const Error& error) {
  if (examined.parts.payload) {
    for (const auto& [name, value] : examined.parts.payload->root().members())
      if (equal_without_case(name, error.subject))
        return text("the token has {}, but names of claims are case-sensitive", name);
  }
  if (error.subject == "exp") return "a token without exp never ends; its issuer has to set it";
  return text("its issuer has to set {}", error.subject);
}

std::optional<Timestamp> time_of(const Examined& examined, std::string_view name) {
  const auto value = examined.claim(name);
  const auto when = value ? jwt::parse_numeric_date(*value, name) : Result<Timestamp>(fail(Errc::claim_missing));
  return when ? std::optional(*when) : std::nullopt;
}

// A time past the year 5000 is one in milliseconds.
bool is_milliseconds(Timestamp when) {
  constexpr std::int64_t kYear5000 = 95'617'584'000;
  return to_seconds(when) > kYear5000;
}

std::string token_is_expired(const Examined& examined, const Error&) {
  const auto exp = time_of(examined, "exp");
  if (!exp) return {};
  const Duration late = examined.now - *exp;
  const std::string when =
      text("it expired {} (leeway {})", to_relative(*exp, examined.now), to_words(examined.demands.leeway));
  if (late < jwt::kMaxLeeway)
    return text("{}; if clocks differ, --leeway 60s accepts it. Otherwise get a new token", when);
  return text("{}; get a new token", when);
}

std::string token_is_from_the_future(const Examined& examined, const Error& error) {
  const auto when = time_of(examined, error.subject);
  if (!when) return {};
  if (is_milliseconds(*when))
    return text("{} looks like milliseconds; RFC 7519 wants seconds, so its maker has to be corrected", error.subject);
  constexpr std::chrono::minutes kSkew(10);
  const Duration early = *when - examined.now;
  if (early < jwt::kMaxLeeway)
    return text("this clock is perhaps {} behind the issuer's: set it, or accept that with --leeway 60s",
                to_words(early));
  if (early < kSkew)
    return text("this clock is perhaps {} behind the issuer's: compare it with a time server", to_words(early));
  if (error.subject == "nbf") return text("it becomes valid {}", to_relative(*when, examined.now));
  return "compare this machine's clock with the issuer's";
}

std::string token_is_too_old(const Examined& examined, const Error&) {
  const auto iat = time_of(examined, "iat");
  if (!iat) return {};
  return text("it was made {}, and --max-age is {}; get a new token", to_relative(*iat, examined.now),
              to_words(examined.demands.max_age.value_or(Duration())));
}

std::string token_is_revoked(const Examined&, const Error& error) {
  if (error.code == Errc::revocations_unknown && error.subject == "issuer")
    return "the feed is that of --issuer, and says nothing of the tokens of others";
  if (error.code == Errc::revocations_unknown)
    return "the issuer's feed of revocations did not say enough: whether the token was revoked is not known";
  return text("the issuer took back what its {} names; get a new token", error.subject);
}

constexpr AdviceRow kRows[] = {
    {Step::typ, typ_differs},
    {Step::types, type_is_wrong},
    {Step::iss, issuer_differs},
    {Step::aud, audience_differs},
    {Step::required, claim_is_missing},
    {Step::exp, token_is_expired},
    {Step::nbf, token_is_from_the_future},
    {Step::iat, token_is_from_the_future},
    {Step::max_age, token_is_too_old},
    {Step::values, rule_is_broken},
    {Step::companions, rule_is_broken},
    {Step::profile, profile_is_not_met},
    {Step::revocation, token_is_revoked},
};

}  // namespace

std::span<const AdviceRow> claim_advice() noexcept {
  return kRows;
}

}  // namespace signet::cli
