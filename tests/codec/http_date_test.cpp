// Dates in fields of HTTP, read and written.
#include "codec/http_date.h"

#include <chrono>
#include <optional>
#include <string_view>

#include "support.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

TEST(HttpDate, TheFormThatSendersMustUse) {
  EXPECT_EQ(codec::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Timestamp(seconds(784'111'777)));
  EXPECT_EQ(codec::parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), Timestamp{});
  EXPECT_EQ(codec::parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), Timestamp(seconds(1'709'251'200)))
      << "leap second";
  EXPECT_TRUE(codec::parse_http_date("Sat, 01 Jan 0000 00:00:00 GMT"));
  EXPECT_TRUE(codec::parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT"));
}

TEST(HttpDate, NoOther) {
  for (const std::string_view text :
       {"", "0", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Wed, 29 Feb 2023 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT"})
    EXPECT_EQ(codec::parse_http_date(text), std::nullopt) << text;
}

TEST(HttpDate, IsWrittenAsTheRfcDoes) {
  using std::chrono::sys_seconds;
  EXPECT_EQ(codec::to_http_date(sys_seconds(seconds(784'111'777))), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(codec::to_http_date(sys_seconds(seconds(951'782'399))), "Mon, 28 Feb 2000 23:59:59 GMT");
  EXPECT_EQ(codec::to_http_date(sys_seconds(seconds(951'782'400))), "Tue, 29 Feb 2000 00:00:00 GMT");
}

}  // namespace
}  // namespace signet::test
