#include "crypto/digest.h"

#include "crypto/constant_time.h"
#include "support.h"

namespace signet::test {
namespace {

using crypto::Hash;

// FIPS 180-4, example "abc".
TEST(Digest, KnownAnswers) {
  const ByteView abc = as_bytes("abc");
  EXPECT_EQ(crypto::digest(Hash::sha1, abc), from_hex("a9993e364706816aba3e25717850c26c9cd0d89d"));
  EXPECT_EQ(crypto::digest(Hash::sha256, abc),
            from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_EQ(crypto::digest(Hash::sha384, abc),
            from_hex("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                     "8086072ba1e7cc2358baeca134c825a7"));
  EXPECT_EQ(crypto::digest(Hash::sha512, abc),
            from_hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
}

TEST(Digest, FactsAgreeWithWhatIsFetched) {
  EXPECT_EQ(crypto::fetched(Hash::none), nullptr);
  EXPECT_TRUE(crypto::digest(Hash::none, as_bytes("abc")).empty());
  for (const Hash hash : {Hash::sha1, Hash::sha256, Hash::sha384, Hash::sha512}) {
    EXPECT_NE(crypto::fetched(hash), nullptr) << crypto::name_of(hash);
    EXPECT_EQ(crypto::digest(hash, {}).size(), crypto::digest_size(hash)) << crypto::name_of(hash);
  }
}

TEST(EqualInConstantTime, ComparesSizesAndOctets) {
  const Bytes three = {1, 2, 3};
  EXPECT_TRUE(crypto::equal_in_constant_time(three, Bytes{1, 2, 3}));
  EXPECT_TRUE(crypto::equal_in_constant_time({}, {}));
  EXPECT_FALSE(crypto::equal_in_constant_time(three, Bytes{1, 2, 4}));
  EXPECT_FALSE(crypto::equal_in_constant_time(three, Bytes{1, 2}));
  EXPECT_FALSE(crypto::equal_in_constant_time(three, Bytes{1, 2, 3, 0}));
}

}  // namespace
}  // namespace signet::test
