#include "crypto/context_pool.h"

#include <thread>

#include "support.h"

namespace signet::test {
namespace {

struct Counted {
  std::atomic<int>* copies;
  std::atomic<int>* alive;
  int users = 0;

  static std::unique_ptr<Counted> made(std::atomic<int>* copies, std::atomic<int>* alive) {
    ++*copies;
    ++*alive;
    return std::unique_ptr<Counted>(new Counted(copies, alive, true));
  }
  Counted(std::atomic<int>* copies_, std::atomic<int>* alive_) : copies(copies_), alive(alive_) {}
  ~Counted() {
    if (copied) --*alive;
  }
  std::unique_ptr<Counted> copy() const noexcept { return made(copies, alive); }

 private:
  Counted(std::atomic<int>* copies_, std::atomic<int>* alive_, bool copied_)
      : copies(copies_), alive(alive_), copied(copied_) {}
  bool copied = false;
};

using Pool = crypto::ContextPool<Counted>;

TEST(ContextPool, OneThreadNeverNeedsAnother) {
  std::atomic<int> copies = 0, alive = 0;
  {
    const Pool pool(Counted(&copies, &alive));
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(pool.borrow());
    EXPECT_EQ(copies, 1);
  }
  EXPECT_EQ(alive, 0);
}

TEST(ContextPool, KeepsNoMoreThanItsSlots) {
  std::atomic<int> copies = 0, alive = 0;
  {
    const Pool pool(Counted(&copies, &alive));
    {
      std::vector<std::unique_ptr<Pool::Lease>> leases;
      leases.reserve(Pool::kSlots + 3);
      for (std::size_t i = 0; i < Pool::kSlots + 3; ++i) leases.emplace_back(new Pool::Lease(pool.borrow()));
      EXPECT_EQ(alive, static_cast<int>(Pool::kSlots) + 3);
    }
    EXPECT_EQ(alive, static_cast<int>(Pool::kSlots));
  }
  EXPECT_EQ(alive, 0);
}

TEST(ContextPool, KeepsNothingThatCannotBeReused) {
  std::atomic<int> copies = 0, alive = 0;
  const Pool pool(Counted(&copies, &alive), false);
  for (int i = 1; i <= 3; ++i) {
    EXPECT_TRUE(pool.borrow());
    EXPECT_EQ(alive, 0);
  }
}

TEST(ContextPool, GivesAContextToOneThreadAtATime) {
  std::atomic<int> copies = 0, alive = 0, clashes = 0;
  const Pool pool(Counted(&copies, &alive));
  const auto work = [&] {
    for (int i = 0; i < 2000; ++i) {
      const auto context = pool.borrow();
      if (++context->users != 1) ++clashes;
      --context->users;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(clashes, 0);
}

}  // namespace
}  // namespace signet::test
