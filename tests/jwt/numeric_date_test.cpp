// NumericDate: RFC 7519 section 2.
#include "signet/claims.h"
#include "support.h"

namespace signet::test {
namespace {

/// Microseconds, or the error.
std::string parsed(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document) return "not JSON";
  const auto date = jwt::parse_numeric_date(document->root(), "exp");
  return date ? std::to_string(date->time_since_epoch().count()) : to_string(date.error());
}

TEST(NumericDate, Integers) {
  EXPECT_EQ(parsed("0"), "0");
  EXPECT_EQ(parsed("1"), "1000000");
  EXPECT_EQ(parsed("1300819380"), "1300819380000000");
}

TEST(NumericDate, FractionsAreExactAndCutAfterTheMicrosecond) {
  EXPECT_EQ(parsed("1.5"), "1500000");
  EXPECT_EQ(parsed("1.000001"), "1000001");
  EXPECT_EQ(parsed("1.0000019999"), "1000001");
  EXPECT_EQ(parsed("0.0000009"), "0");
  EXPECT_EQ(parsed("1800000000.123456"), "1800000000123456");
  // A double of this size has steps of 1/1024 second; decimals keep every digit.
  EXPECT_EQ(parsed("8589934592000.000001"), "8589934592000000001");
}

TEST(NumericDate, ExponentsMoveThePoint) {
  EXPECT_EQ(parsed("18e8"), "1800000000000000");
  EXPECT_EQ(parsed("1.8E+9"), "1800000000000000");
  EXPECT_EQ(parsed("1800000000123456e-6"), "1800000000123456");
  EXPECT_EQ(parsed("123e-7"), "12");
  EXPECT_EQ(parsed("1e-6"), "1");
  EXPECT_EQ(parsed("1e-7"), "0");
  EXPECT_EQ(parsed("0.000001e3"), "1000");
  EXPECT_EQ(parsed("1e0"), "1000000");
}

TEST(NumericDate, ZeroHasNoSignAndNoSize) {
  for (const auto* zero : {"-0", "-0.0", "-0.000e5", "0e0", "0e999999999999999999999999", "-0E-1", "0.0e400"})
    EXPECT_EQ(parsed(zero), "0") << zero;
}

TEST(NumericDate, NegativeNumbersAreRefusedHoweverSmall) {
  for (const auto* negative : {"-1", "-0.5", "-1e-9", "-1e30", "-1e-999999999999", "-9223372036854775808"})
    EXPECT_EQ(parsed(negative), "claim_type(exp)") << negative;
}

TEST(NumericDate, TheLastMicrosecondAndTheOneAfterIt) {
  EXPECT_EQ(parsed("9223372036854.775807"), "9223372036854775807");
  EXPECT_EQ(parsed("9223372036854.7758079"), "9223372036854775807");
  EXPECT_EQ(parsed("9223372036854.775808"), "claim_type(exp)");
  EXPECT_EQ(parsed("9223372036855"), "claim_type(exp)");
  EXPECT_EQ(parsed("9223372036854775807e-6"), "9223372036854775807");
  EXPECT_EQ(parsed("9223372036854775808e-6"), "claim_type(exp)");
}

TEST(NumericDate, HugeNumbersAreRefused) {
  for (const auto* huge : {"1e30", "1e400", "9223372036854775807", "9223372036854775808", "18446744073709551616",
                           "1e14", "0.1e15", "1e13"})
    EXPECT_EQ(parsed(huge), "claim_type(exp)") << huge;
  EXPECT_EQ(parsed("9e12"), "9000000000000000000");
}

TEST(NumericDate, AnExponentCostsNoWork) {
  EXPECT_EQ(parsed("1e999999999"), "claim_type(exp)");
  EXPECT_EQ(parsed("1e-999999999"), "0");
  EXPECT_EQ(parsed("1e9223372036854775808"), "claim_type(exp)");
  EXPECT_EQ(parsed("1e-9223372036854775809"), "0");
  EXPECT_EQ(parsed("1e" + std::string(1000, '9')), "claim_type(exp)");
  EXPECT_EQ(parsed("1e-" + std::string(1000, '9')), "0");
  EXPECT_EQ(parsed("1e" + std::string(1000, '0') + "1"), "10000000");
}

TEST(NumericDate, LongTextsOfDigits) {
  const std::string zeros(5000, '0');
  EXPECT_EQ(parsed("1." + zeros), "1000000");
  EXPECT_EQ(parsed("1" + zeros), "claim_type(exp)");
  EXPECT_EQ(parsed("1" + zeros + "e-5000"), "1000000");
  EXPECT_EQ(parsed("0." + zeros + "1e5001"), "1000000");
}

TEST(NumericDate, OnlyNumbers) {
  for (const auto* other : {R"("1800000000")", "true", "null", "[1800000000]", "{}", R"("2011-03-22T18:43:00Z")"})
    EXPECT_EQ(parsed(other), "claim_type(exp)") << other;
}

}  // namespace
}  // namespace signet::test
