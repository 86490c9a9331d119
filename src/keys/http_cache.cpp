#include "keys/http_cache.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

#include "codec/ascii.h"
#include "codec/http_date.h"

namespace signet::keys {
namespace {

constexpr std::int64_t kLongest = 400LL * 24 * 3600;  // seconds
constexpr std::size_t kMaxEtag = 256;

struct CacheControl {
  std::optional<Duration> max_age;
  bool no_store = false;  // or no-cache: not to be used again without asking
};

/// Delta-seconds (RFC 9111 section 1.2.2): digits alone; too large a number is a very long time.
std::optional<Duration> parse_seconds(std::string_view text) {
  if (!codec::all(text, codec::is_digit)) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc::result_out_of_range) seconds = kLongest;
  return std::chrono::seconds(std::min(seconds, kLongest));
}

//= rfc9111#5.2 both the token form and the quoted-string form of an argument are accepted
std::string_view unquoted(std::string_view text) {
  const bool is_quoted = text.size() > 1 && text.starts_with('"') && text.ends_with('"');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// Where the first member of a list ends: at a comma that is not within quotes.
std::size_t end_of_member(std::string_view list) {
  bool is_quoted = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == '"') is_quoted = !is_quoted;
    if (is_quoted && list[i] == '\\') ++i;
    if (!is_quoted && list[i] == ',') return i;
  }
  return list.size();
}

void read_directive(std::string_view directive, CacheControl& out) {
  const std::size_t equals = directive.find('=');
  const std::string_view name = codec::trimmed(directive.substr(0, equals));
  const bool has_value = equals != std::string_view::npos;
  if (codec::equal_ignoring_case(name, "no-store")) out.no_store = true;
  // With a list of fields it is about these alone.
  if (codec::equal_ignoring_case(name, "no-cache") && !has_value) out.no_store = true;
  if (!codec::equal_ignoring_case(name, "max-age") || !has_value) return;
  const auto age = parse_seconds(unquoted(codec::trimmed(directive.substr(equals + 1))));
  //= rfc9111#4.2.1 when there is more than one value, either the first or the most restrictive is used
  if (age) out.max_age = out.max_age ? std::min(*out.max_age, *age) : *age;
}

/// All Cache-Control fields of the answer together.
CacheControl read_cache_control(const HttpResponse& response) {
  CacheControl control;
  for (const HttpField& field : response.fields) {
    if (!codec::equal_ignoring_case(field.name, "cache-control")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = end_of_member(rest);
      read_directive(rest.substr(0, end), control);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return control;
}

std::optional<Duration> lifetime_of(const HttpResponse& response) {
  const CacheControl control = read_cache_control(response);
  if (control.no_store) return Duration::zero();
  if (control.max_age) return control.max_age;
  const std::string* const expires = response.find("expires");
  if (expires == nullptr) return std::nullopt;
  const std::string* const date = response.find("date");
  const auto end = codec::parse_http_date(codec::trimmed(*expires));
  const auto begin = date == nullptr ? std::nullopt : codec::parse_http_date(codec::trimmed(*date));
  //= rfc9111#5.3 a cache MUST interpret invalid date formats, especially "0", as already expired
  if (!end || !begin) return Duration::zero();
  return std::clamp<Duration>(*end - *begin, Duration::zero(), std::chrono::seconds(kLongest));
}

}  // namespace

Freshness read_freshness(const HttpResponse& response) {
  Freshness said{.lifetime = lifetime_of(response)};
  const std::string* const age = response.find("age");
  if (age == nullptr) return said;
  //= rfc9111#5.1 of a list the first member is used, and an invalid value is ignored
  said.age = parse_seconds(codec::trimmed(age->substr(0, age->find(',')))).value_or(Duration::zero());
  return said;
}

Duration fresh_for(const Freshness& said, Duration default_lifetime, Duration since_asked) noexcept {
  const Duration passed =
      said.age + std::clamp<Duration>(since_asked, Duration::zero(), std::chrono::seconds(kLongest));
  return std::max(said.lifetime.value_or(default_lifetime) - passed, Duration::zero());
}

std::string_view read_etag(const HttpResponse& response) noexcept {
  const std::string* const field = response.find("etag");
  if (field == nullptr || field->size() > kMaxEtag) return {};
  const std::string_view etag = codec::trimmed(*field);
  std::string_view opaque = etag;
  if (opaque.starts_with("W/")) opaque.remove_prefix(2);
  if (opaque.size() < 2 || !opaque.starts_with('"') || !opaque.ends_with('"')) return {};
  const auto is_etagc = [](char c) { return codec::is_vschar(c) ? c != ' ' && c != '"' : !codec::is_ascii(c); };
  return std::ranges::all_of(opaque.substr(1, opaque.size() - 2), is_etagc) ? etag : std::string_view{};
}

}  // namespace signet::keys
