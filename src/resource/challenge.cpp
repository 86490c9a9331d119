#include "resource/challenge.h"

#include <algorithm>
#include <chrono>
#include <span>

#include "codec/ascii.h"

namespace signet::resource {
namespace {

constexpr bool is_quotable_octet(char c) noexcept {
  return codec::is_vschar(c) && c != '"' && c != '\\';
}

/// Parameters of one challenge, one after the other.
class Parameters {
 public:
  explicit Parameters(std::string_view scheme) : text_(scheme) {}

  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    text_.append(is_first_ ? " " : ", ").append(name).append("=\"");
    for (const char c : value) text_ += is_quotable_octet(c) ? c : '?';
    text_ += '"';
    is_first_ = false;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool is_first_ = true;
};

/// All of the values of both, each once, with spaces between them.
std::string joined_once(std::span<const std::string> one, std::span<const std::string> other) {
  std::string text;
  const auto add = [&](const std::string& value) { text.append(text.empty() ? "" : " ").append(value); };
  for (const std::string& value : one) add(value);
  for (const std::string& value : other)
    if (std::ranges::find(one, value) == one.end()) add(value);
  return text;
}

/// What is in both, where both name any: each of them has to be met.
std::string joined_common(std::span<const std::string> one, std::span<const std::string> other) {
  if (one.empty() || other.empty()) return joined_once(one, other);
  std::string text;
  for (const std::string& value : one)
    if (std::ranges::find(other, value) != other.end()) text.append(text.empty() ? "" : " ").append(value);
  return text;
}

std::string seconds_text(const Demands& always, const Demands& more) {
  std::optional<Duration> least = always.max_age;
  if (more.max_age) least = least ? std::min(*least, *more.max_age) : *more.max_age;
  return least ? std::to_string(std::chrono::floor<std::chrono::seconds>(*least).count()) : std::string();
}

}  // namespace

bool is_quotable(std::string_view text) noexcept {
  return std::ranges::all_of(text, is_quotable_octet);
}

std::vector<HttpField> challenge_fields(const Rules& rules, const Demands* more, std::string_view algorithms,
                                        const Challenge& challenge, const Error& error) {
  const Demands none;
  const Demands& also = more == nullptr ? none : *more;
  // A token that is bound to a certificate is presented as a bearer token (RFC 8705 section 3).
  const bool offers_bearer = rules.binding == Binding::allowed || rules.certificates;
  const bool offers_dpop = rules.dpop.has_value();
  std::vector<HttpField> fields;
  const auto write = [&](std::string_view name, Scheme scheme, bool is_only) {
    Parameters parameters(name);
    parameters.add("realm", rules.realm);
    if (challenge.tells_scope) parameters.add("scope", joined_once(rules.demands.scopes, also.scopes));
    if (is_only || scheme == challenge.scheme) {
      parameters.add("error", challenge.error);
      if (!challenge.error.empty()) parameters.add("error_description", to_string(error));
    }
    if (challenge.tells_authentication) {
      //= rfc9470#3 acr_values and max_age say what would be enough
      parameters.add("acr_values", joined_common(rules.demands.acr_values, also.acr_values));
      parameters.add("max_age", seconds_text(rules.demands, also));
    }
    if (scheme == Scheme::dpop) parameters.add("algs", algorithms);
    parameters.add("resource_metadata", rules.resource_metadata);
    fields.push_back({"WWW-Authenticate", parameters.take()});
  };
  if (offers_bearer) write("Bearer", Scheme::bearer, !offers_dpop);
  if (offers_dpop) write("DPoP", Scheme::dpop, !offers_bearer);
  return fields;
}

}  // namespace signet::resource
