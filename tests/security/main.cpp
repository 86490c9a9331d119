// The tests of attacks, which keep a scorecard.
#include <gtest/gtest.h>

#include "libcrypto_work.h"
#include "scorecard.h"

int main(int argc, char** argv) {
  signet::test::count_libcrypto();
  testing::InitGoogleTest(&argc, argv);
  signet::test::keep_scorecard();
  return RUN_ALL_TESTS();
}
