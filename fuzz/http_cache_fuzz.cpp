// How long an answer counts: whatever its fields say, that is between nothing and 400 days, and more age is never more
// time. An entity-tag that is sent back has the form of one.
#include <chrono>
#include <string>

#include "codec/http_date.h"
#include "keys/http_cache.h"

#include "fuzz.h"

namespace {

using namespace signet;

constexpr Duration kLongest = std::chrono::hours(24 * 400);

/// "Name: value" lines.
HttpResponse response_of(std::string_view text) {
  HttpResponse response{.status = 200};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t colon = std::min(line.find(':'), line.size());
    response.fields.push_back(
        {std::string(line.substr(0, colon)), std::string(line.substr(std::min(colon + 1, line.size())))});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return response;
}

void check_freshness(const HttpResponse& response) {
  const keys::Freshness said = keys::read_freshness(response);
  FUZZ_CHECK(!said.lifetime || (*said.lifetime >= Duration::zero() && *said.lifetime <= kLongest));
  FUZZ_CHECK(said.age >= Duration::zero() && said.age <= kLongest);
  const Duration now = keys::fresh_for(said, std::chrono::minutes(10), Duration::zero());
  const Duration later = keys::fresh_for(said, std::chrono::minutes(10), std::chrono::seconds(1));
  FUZZ_CHECK(now >= Duration::zero() && now <= kLongest && later <= now);
  HttpResponse stored = response;
  stored.fields.push_back({"Cache-Control", "no-store"});
  FUZZ_CHECK(keys::read_freshness(stored).lifetime == Duration::zero());
}

void check_etag(const HttpResponse& response) {
  const std::string_view etag = keys::read_etag(response);
  if (etag.empty()) return;
  FUZZ_CHECK(etag.size() >= 2 && etag.size() <= 256 && etag.ends_with('"'));
  FUZZ_CHECK(etag.starts_with('"') || etag.starts_with("W/\""));
  for (const char c : etag) FUZZ_CHECK(static_cast<unsigned char>(c) > 0x20 && c != 0x7f);
}

void check_date(std::string_view text) {
  const auto date = codec::parse_http_date(text);
  if (!date) return;
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(*date));
  FUZZ_CHECK(day.ok() && day.year() >= std::chrono::year(0) && day.year() <= std::chrono::year(10'000));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const HttpResponse response = response_of(input.view());
  check_freshness(response);
  check_etag(response);
  check_date(input.view());
  return 0;
}
