#include "keys/http_cache.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "codec/ascii.h"

namespace signet::keys {
namespace {

constexpr std::int64_t kLongest = 400LL * 24 * 3600;  // seconds; what is longer means as much

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Delta-seconds (RFC 9111 section 1.2.2): digits alone; too large a number is a very long time.
std::optional<Duration> parse_seconds(std::string_view text) {
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (!codec::all(text, codec::is_digit)) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc::result_out_of_range) seconds = kLongest;
  return std::chrono::seconds(std::min(seconds, kLongest));
}

void read_directive(std::string_view directive, CacheControl& out) {
  const std::size_t equals = directive.find('=');
  const std::string_view name = trimmed(directive.substr(0, equals));
  const bool has_value = equals != std::string_view::npos;
  if (codec::equal_ignoring_case(name, "no-store")) out.no_store = true;
  // With a list of fields it is about these alone.
  if (codec::equal_ignoring_case(name, "no-cache") && !has_value) out.no_store = true;
  if (!codec::equal_ignoring_case(name, "max-age") || !has_value) return;
  const auto age = parse_seconds(trimmed(directive.substr(equals + 1)));
  //= rfc9111#4.2.1 when there is more than one value, either the first or the most restrictive is used
  if (age) out.max_age = out.max_age ? std::min(*out.max_age, *age) : *age;
}

std::optional<int> parse_number(std::string_view text) {
  int number = 0;
  if (!codec::all(text, codec::is_digit)) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<unsigned> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::ranges::find(kMonths, name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

std::optional<Duration> lifetime_of(const HttpResponse& response, const CacheControl& control) {
  if (control.max_age) return control.max_age;
  const std::string* const expires = response.find("expires");
  if (expires == nullptr) return std::nullopt;
  const std::string* const date = response.find("date");
  const auto end = parse_http_date(*expires);
  const auto begin = date == nullptr ? std::nullopt : parse_http_date(*date);
  //= rfc9111#5.3 a cache MUST interpret invalid date formats, especially "0", as already expired
  if (!end || !begin) return Duration::zero();
  return std::clamp<Duration>(*end - *begin, Duration::zero(), std::chrono::seconds(kLongest));
}

}  // namespace

CacheControl read_cache_control(const HttpResponse& response) {
  CacheControl control;
  for (const HttpField& field : response.fields) {
    if (!codec::equal_ignoring_case(field.name, "cache-control")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      read_directive(rest.substr(0, comma), control);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return control;
}

// "Sun, 06 Nov 1994 08:49:37 GMT"; the day of the week says nothing that the date does not.
std::optional<Timestamp> parse_http_date(std::string_view text) noexcept {
  constexpr std::string_view kForm = "ddd, 00 mmm 0000 00:00:00 GMT";
  if (text.size() != kForm.size()) return std::nullopt;
  for (std::size_t i = 3; i < kForm.size(); ++i) {
    const bool is_fixed = kForm[i] != '0' && kForm[i] != 'm';
    if (is_fixed && text[i] != kForm[i]) return std::nullopt;
  }
  const auto day = parse_number(text.substr(5, 2));
  const auto month = month_of(text.substr(8, 3));
  const auto year = parse_number(text.substr(12, 4));
  const auto hour = parse_number(text.substr(17, 2));
  const auto minute = parse_number(text.substr(20, 2));
  const auto second = parse_number(text.substr(23, 2));
  if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  // 60 is a leap second.
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

std::optional<Duration> fresh_for(const HttpResponse& response) {
  const CacheControl control = read_cache_control(response);
  if (control.no_store) return Duration::zero();
  const std::optional<Duration> lifetime = lifetime_of(response, control);
  if (!lifetime) return std::nullopt;
  const std::string* const age_field = response.find("age");
  const Duration age = age_field == nullptr ? Duration::zero() : parse_seconds(*age_field).value_or(Duration::zero());
  return std::max<Duration>(*lifetime - age, Duration::zero());
}

}  // namespace signet::keys
