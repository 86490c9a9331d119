#include <set>

#include "signet/result.h"

#include "support.h"
#include "try.h"

namespace signet {
namespace {

TEST(Result, CodesHaveNamesAndTexts) {
  EXPECT_EQ(name_of(Errc::malformed_token), "malformed_token");
  EXPECT_EQ(name_of(Errc::internal), "internal");
  std::set<std::string_view> names;
  for (auto code = Errc::malformed_token; code <= Errc::internal;
       code = static_cast<Errc>(static_cast<int>(code) + 1)) {
    EXPECT_TRUE(names.insert(name_of(code)).second) << name_of(code);
    EXPECT_GT(text_of(code).size(), 10u);
    EXPECT_FALSE(text_of(code).ends_with('.')) << text_of(code);
  }
}

TEST(Result, ErrorsAsText) {
  EXPECT_EQ(to_string(fail(Errc::claim_missing, "exp").error()), "claim_missing(exp)");
  EXPECT_EQ(to_string(fail(Errc::bad_signature).error()), "bad_signature");
}

TEST(Result, SubjectsFromInputAreCutAndEscaped) {
  EXPECT_EQ(fail_on_input(Errc::claim_type, "a \"q\" (b) \\ \x1b\x7f\xc3\xa9").error().subject,
            R"(a \x22q\x22 \x28b\x29 \x5c \x1b\x7f\xc3\xa9)");
  EXPECT_EQ(fail_on_input(Errc::claim_type, std::string(64, 'a')).error().subject, std::string(64, 'a'));
  EXPECT_EQ(fail_on_input(Errc::claim_type, std::string(65, 'a')).error().subject, std::string(64, 'a') + "...");
}

Result<int> half(int number) {
  if (number % 2 != 0) return fail(Errc::usage, "odd");
  return number / 2;
}
Result<int> quarter(int number) {
  SIGNET_TRY(const int once, half(number));
  SIGNET_CHECK(half(once));
  return once / 2;
}

TEST(Result, Propagates) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_EQ(test::outcome(quarter(3)), "usage(odd)");
  EXPECT_EQ(test::outcome(quarter(2)), "usage(odd)");
}

}  // namespace
}  // namespace signet
