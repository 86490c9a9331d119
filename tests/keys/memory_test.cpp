// That finding a key of a remote set allocates nothing, and what an issuer takes that is registered.
#include <iostream>

#include "counted_new.h"
#include "registry_fixture.h"

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

class RegistryMemory : public RegistryTest {};

TEST_F(RegistryMemory, TenThousandIssuersOpenNothing) {
  IssuerRegistry all = registry();
  const std::size_t before = work_so_far().octets;
  for (int number = 1; number <= 10'000; ++number)
    ASSERT_TRUE(all.put(issuer_name(number), issuer_policy(), KeysAt{jwks_of(number)}));
  const std::size_t octets = work_so_far().octets - before;
  EXPECT_EQ(all.size(), 10'000U);
  EXPECT_EQ(all.open() + world->sent() + world->timers(), 0U);
  std::cout << "octets asked for by each of 10,000 issuers, with what registering needs for a moment: "
            << octets / 10'000 << '\n';
}

}  // namespace
}  // namespace signet::test
