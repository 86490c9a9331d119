// That finding a key of a remote set allocates nothing.
#include "counted_new.h"
#include "remote_fixture.h"

namespace signet::test {
namespace {

class RemoteMemory : public RemoteTest {};

TEST_F(RemoteMemory, NoneWhereTheKeyIsThere) {
  const auto set = opened(served_set(set_of({"a", "b"})));
  const KeyQuery query{.kid = "b", .algorithm = find_signature_algorithm("ES256")};
  ASSERT_TRUE(set->find(query));
  const std::size_t before = work_so_far().allocations;
  bool good = true;
  for (int i = 0; i < 20; ++i) {
    const auto found = set->find(query);
    good = good && found && found->count == 1 && set->version();
  }
  EXPECT_EQ(work_so_far().allocations - before, 0U);
  EXPECT_TRUE(good);
}

}  // namespace
}  // namespace signet::test
