// One prepared key, many threads at once.
#include <atomic>
#include <thread>

#include "signature_support.h"

namespace signet::test {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 50;

class SharedKey : public testing::TestWithParam<std::string_view> {};
INSTANTIATE_TEST_SUITE_P(Rows, SharedKey, testing::ValuesIn(all_rows()),
                         [](const auto& rows) { return test_name(rows.param); });

TEST_P(SharedKey, SignsAndVerifiesInFourThreads) {
  const KeyMaterial::Ptr key = generated(GetParam());
  const Verifying verifier = prepare_verify(GetParam(), key).value();
  const Signing signer = prepare_sign(GetParam(), key).value();
  std::atomic<int> wrong = 0;
  const auto work = [&](int thread) {
    const Bytes mine(100, static_cast<std::uint8_t>(thread)), other(100, 0xff);
    const Bytes signature = signer->sign(mine).value();
    for (int i = 0; i < kRounds; ++i) {
      if (!verifier->verify(mine, signature)) ++wrong;
      if (verifier->verify(other, signature)) ++wrong;
    }
    if (!verifier->verify(mine, signer->sign(mine).value())) ++wrong;
  };
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace signet::test
