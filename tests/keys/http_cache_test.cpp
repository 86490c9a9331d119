// What an answer says of how long it may be used.
#include "keys/http_cache.h"

#include "support.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

keys::Freshness freshness(std::vector<HttpField> fields) {
  return keys::read_freshness({.status = 200, .fields = std::move(fields), .body = {}});
}
/// Seconds of lifetime; -1: the answer does not say.
std::int64_t lifetime(std::string_view cache_control) {
  const auto said = freshness({{"cache-control", std::string(cache_control)}}).lifetime;
  return said ? std::chrono::floor<seconds>(*said).count() : -1;
}

constexpr std::int64_t kForever = 400LL * 24 * 3600;

TEST(HttpCache, MaxAge) {
  EXPECT_EQ(lifetime("max-age=60"), 60);
  EXPECT_EQ(lifetime("Max-Age=60"), 60);
  EXPECT_EQ(lifetime("public,max-age=60 , immutable"), 60);
  EXPECT_EQ(lifetime("\t max-age = 60"), 60);
  EXPECT_EQ(lifetime("max-age=\"60\""), 60) << "RFC 9111 section 5.2: both forms";
  EXPECT_EQ(lifetime("max-age=0"), 0);
  EXPECT_EQ(lifetime("max-age=000000000000000000000000000060"), 60);
}

TEST(HttpCache, WhatIsNotUnderstoodIsIgnored) {
  for (const std::string_view text : {"", ",", ",,,", "max-age", "max-age=", "max-age=\"\"", "max-age=-1", "max-age=+1",
                                      "max-age=1.5", "max-age=1 2", "max-age=\"60", "max-age=0x10", "s-maxage=60",
                                      "x-max-age=60", "must-revalidate", "no-cache=\"Set-Cookie\"", "private"})
    EXPECT_EQ(lifetime(text), -1) << text;
}

TEST(HttpCache, HugeNumbersAreForever) {
  for (const std::string_view text : {"max-age=34560001", "max-age=9223372036854775807", "max-age=9223372036854775808",
                                      "max-age=99999999999999999999999999999999999999"})
    EXPECT_EQ(lifetime(text), kForever) << text;
}

TEST(HttpCache, OfSeveralTheLeastCounts) {
  EXPECT_EQ(lifetime("max-age=60, max-age=30, max-age=90"), 30);
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=60"}, {"CACHE-CONTROL", "max-age=50"}}).lifetime, seconds(50));
  EXPECT_EQ(lifetime("max-age=60, no-store"), 0);
  EXPECT_EQ(freshness({{"Cache-Control", "max-age=60"}, {"Cache-Control", "no-cache"}}).lifetime, seconds(0));
  EXPECT_EQ(lifetime("NO-CACHE"), 0);
}

// A comma or a directive within quotes is none.
TEST(HttpCache, QuotesHold) {
  EXPECT_EQ(lifetime("private=\"a, max-age=9, no-store\", max-age=60"), 60);
  EXPECT_EQ(lifetime("private=\"a\\\", max-age=9, no-store\", max-age=60"), 60);
  EXPECT_EQ(lifetime("private=\"a, max-age=9"), -1) << "never closed";
  EXPECT_EQ(lifetime("private=\"a\\"), -1);
}

TEST(HttpCache, ExpiresIsSecond) {
  const HttpField date{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"};
  const HttpField expires{"Expires", "Sun, 06 Nov 1994 08:50:37 GMT"};
  EXPECT_EQ(freshness({date, expires}).lifetime, seconds(60));
  EXPECT_EQ(freshness({date, expires, {"Cache-Control", "max-age=5"}}).lifetime, seconds(5));
  EXPECT_EQ(freshness({date, expires, {"Cache-Control", "no-store"}}).lifetime, seconds(0));
  EXPECT_EQ(freshness({{"Date", expires.value}, {"Expires", date.value}}).lifetime, seconds(0)) << "in the past";
  EXPECT_EQ(freshness({date, {"Expires", "Fri, 31 Dec 9999 23:59:59 GMT"}}).lifetime, seconds(kForever));
  //= rfc9111#5.3 a cache MUST interpret invalid date formats, especially "0", as already expired
  EXPECT_EQ(freshness({date, {"Expires", "0"}}).lifetime, seconds(0));
  EXPECT_EQ(freshness({expires}).lifetime, seconds(0)) << "nothing says when it was sent";
  EXPECT_EQ(freshness({date}).lifetime, std::nullopt);
}

TEST(HttpCache, Age) {
  const auto age = [](std::string_view text) { return freshness({{"age", std::string(text)}}).age; };
  EXPECT_EQ(age("7"), seconds(7));
  EXPECT_EQ(age(" 7 "), seconds(7));
  //= rfc9111#5.1 of a list the first member is used, and an invalid value is ignored
  EXPECT_EQ(age("7, 9"), seconds(7));
  EXPECT_EQ(age("-7"), seconds(0));
  EXPECT_EQ(age("seven"), seconds(0));
  EXPECT_EQ(age(""), seconds(0));
  EXPECT_EQ(age("99999999999999"), seconds(kForever));
  EXPECT_EQ(age("99999999999999999999999999"), seconds(kForever));
}

TEST(HttpCache, WhatIsLeft) {
  const auto left = [](std::optional<Duration> lifetime, Duration age, Duration since) {
    return keys::fresh_for({.lifetime = lifetime, .age = age}, seconds(10), since);
  };
  EXPECT_EQ(left(seconds(60), seconds(0), seconds(0)), seconds(60));
  EXPECT_EQ(left(seconds(60), seconds(20), seconds(5)), seconds(35));
  EXPECT_EQ(left(std::nullopt, seconds(3), seconds(1)), seconds(6));
  EXPECT_EQ(left(seconds(60), seconds(kForever), seconds(kForever)), seconds(0));
  EXPECT_EQ(left(seconds(kForever), seconds(0), Duration::max()), seconds(0));
  EXPECT_EQ(left(seconds(60), seconds(0), Duration::min()), seconds(60)) << "a clock that went back";
}

}  // namespace
}  // namespace signet::test
