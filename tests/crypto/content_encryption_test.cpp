// What every content encryption does: it opens what it has sealed, and refuses all else with one error.
#include <array>
#include <atomic>
#include <span>
#include <thread>

#include <sys/mman.h>

#include "encryption_support.h"

namespace signet::test {
namespace {

constexpr std::string_view kRefused = "decryption_failed(token)";

struct Facts {
  std::string_view name;
  int key, iv, tag;
  std::string_view requirement;
};
// RFC 7518 section 5.1, and the sizes of sections 5.2.3 to 5.3.
constexpr Facts kFacts[] = {
    {"A128CBC-HS256", 32, 16, 16, "Required"}, {"A192CBC-HS384", 48, 16, 24, "Optional"},
    {"A256CBC-HS512", 64, 16, 32, "Required"}, {"A128GCM", 16, 12, 16, "Recommended"},
    {"A192GCM", 24, 12, 16, "Optional"},       {"A256GCM", 32, 12, 16, "Recommended"},
};

TEST(ContentEncryptionRows, AreThoseOfTheRegistry) {
  ASSERT_EQ(crypto::content_encryption_rows().size(), std::size(kFacts));
  for (const auto& [name, key, iv, tag, requirement] : kFacts) {
    const ContentEncryption& row = content_row(name);
    EXPECT_EQ(row.key_octets, key) << name;
    EXPECT_EQ(row.iv_octets, iv) << name;
    EXPECT_EQ(row.tag_octets, tag) << name;
    EXPECT_EQ(row.requirement, requirement) << name;
    EXPECT_TRUE(row.available()) << name;
  }
  EXPECT_EQ(find_content_encryption("a128gcm"), nullptr);
}

/// A message on its way.
struct Message {
  Bytes iv, aad, ciphertext, tag;
};

class EveryContentEncryption : public testing::TestWithParam<std::string_view> {
 protected:
  const ContentEncryption& row_ = content_row(GetParam());
  SharedContentKey key_ = content_key(GetParam(), pattern(row_.key_octets));

  Message seal(ByteView plaintext) const {
    Message message{.iv = pattern(row_.iv_octets, 3), .aad = pattern(21, 7), .ciphertext = {}, .tag = {}};
    Sealed sealed = key_->encrypt(message.iv, message.aad, plaintext).value();
    message.ciphertext = std::move(sealed.ciphertext);
    message.tag = std::move(sealed.tag);
    return message;
  }
  Result<Secret> open(const Message& message) const {
    return key_->decrypt(message.iv, message.aad, message.ciphertext, message.tag);
  }
};
INSTANTIATE_TEST_SUITE_P(Rows, EveryContentEncryption, testing::ValuesIn(all_content_encryptions()),
                         [](const auto& rows) { return word_of(rows.param); });

TEST_P(EveryContentEncryption, OpensWhatItSealed) {
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 31U, 32U, 33U, 1000U}) {
    const Bytes plaintext = pattern(size, 9);
    const Message message = seal(plaintext);
    EXPECT_EQ(message.tag.size(), row_.tag_octets);
    // RFC 7518 section 5.2.2.1 step 2 pads to whole blocks of 16 octets; GCM does not.
    EXPECT_EQ(message.ciphertext.size(), row_.iv_octets == 16 ? size / 16 * 16 + 16 : size);
    const auto opened = open(message);
    ASSERT_EQ(outcome(opened), "ok") << size;
    EXPECT_EQ(octets_of(*opened), plaintext) << size;
  }
}

TEST_P(EveryContentEncryption, RefusesEachChangedOctet) {
  const Message sent = seal(pattern(40, 9));
  for (Bytes Message::* part : {&Message::iv, &Message::aad, &Message::ciphertext, &Message::tag}) {
    for (std::size_t i = 0; i < (sent.*part).size(); ++i) {
      Message changed = sent;
      changed.*part = flipped(sent.*part, i);
      EXPECT_EQ(outcome(open(changed)), kRefused) << i;
    }
  }
  EXPECT_EQ(outcome(open(sent)), "ok");
}

TEST_P(EveryContentEncryption, RefusesOtherSizes) {
  const Message sent = seal(pattern(40, 9));
  for (const std::size_t size : {0U, 1U, 4U, 8U, 11U, 12U, 13U, 15U, 16U, 17U, 23U, 24U, 25U, 31U, 32U, 33U, 64U}) {
    Message changed = sent;
    changed.iv = resized(sent.iv, size);
    EXPECT_EQ(outcome(open(changed)), size == row_.iv_octets ? "ok" : kRefused) << size;
    const auto sealed = key_->encrypt(changed.iv, {}, {});
    EXPECT_EQ(outcome(sealed), size == row_.iv_octets ? "ok" : "internal(encrypt)") << size;
    changed = sent;
    changed.tag = resized(sent.tag, size);
    EXPECT_EQ(outcome(open(changed)), size == row_.tag_octets ? "ok" : kRefused) << size;
    changed = sent;
    changed.ciphertext = resized(sent.ciphertext, size);
    EXPECT_EQ(outcome(open(changed)), kRefused) << size;
  }
}

// Additional data, IV and ciphertext are authenticated one after the other: where each ends must be held as well.
TEST_P(EveryContentEncryption, RefusesOctetsThatMoveToANeighbour) {
  const Message sent = seal(pattern(70, 9));
  for (const std::ptrdiff_t count : {1, 4, 12, 16}) {
    Message moved = sent;
    moved.iv.insert(moved.iv.end(), sent.ciphertext.begin(), sent.ciphertext.begin() + count);
    moved.ciphertext.erase(moved.ciphertext.begin(), moved.ciphertext.begin() + count);
    EXPECT_EQ(outcome(open(moved)), kRefused) << count;
    moved = sent;
    if (count <= row_.iv_octets) {
      moved.ciphertext.insert(moved.ciphertext.begin(), sent.iv.end() - count, sent.iv.end());
      moved.iv.resize(sent.iv.size() - static_cast<std::size_t>(count));
      EXPECT_EQ(outcome(open(moved)), kRefused) << count;
    }
    // The IV keeps its size: the last octets of the additional data come to stand before it.
    moved = sent;
    moved.iv.insert(moved.iv.begin(), sent.aad.end() - count, sent.aad.end());
    moved.iv.resize(row_.iv_octets);
    Bytes rest(sent.iv.begin(), sent.iv.end());
    rest.insert(rest.begin(), sent.aad.end() - count, sent.aad.end());
    moved.ciphertext.insert(moved.ciphertext.begin(), rest.begin() + row_.iv_octets, rest.end());
    moved.aad.resize(sent.aad.size() - static_cast<std::size_t>(count));
    EXPECT_EQ(outcome(open(moved)), kRefused) << count;
  }
}

TEST_P(EveryContentEncryption, RefusesAnotherKey) {
  const Message sent = seal(pattern(40, 9));
  const SharedContentKey other = content_key(GetParam(), pattern(row_.key_octets, 2));
  EXPECT_EQ(outcome(other->decrypt(sent.iv, sent.aad, sent.ciphertext, sent.tag)), kRefused);
  // Each octet of a key counts, those of the MAC and those of the cipher.
  for (std::size_t i = 0; i < row_.key_octets; ++i) {
    const SharedContentKey near = content_key(GetParam(), flipped(pattern(row_.key_octets), i));
    const auto opened = near->decrypt(sent.iv, sent.aad, sent.ciphertext, sent.tag);
    EXPECT_TRUE(!opened || octets_of(*opened) != pattern(40, 9)) << i;
  }
}

TEST_P(EveryContentEncryption, HasKeysOfOneSize) {
  for (const std::size_t size : {0U, 15U, 16U, 17U, 24U, 31U, 32U, 33U, 48U, 63U, 64U, 65U, 128U}) {
    const auto made = crypto::make_content_key(row_, Secret(WipedBytes(size)));
    EXPECT_EQ(outcome(made), size == row_.key_octets ? "ok" : kRefused) << size;
  }
}

// A prepared key keeps what it works with: nothing of one use may be seen in the next.
TEST_P(EveryContentEncryption, IsUsedAgainAsIfNew) {
  const Bytes first = pattern(100, 5), second = pattern(33, 6);
  const Message sent = seal(first), other = seal(second);
  for (int round = 0; round < 3; ++round) {
    Message changed = sent;
    changed.tag = flipped(sent.tag, 0);
    EXPECT_EQ(outcome(open(changed)), kRefused);
    EXPECT_EQ(octets_of(open(other).value()), second);
    const Message again = seal(first);
    EXPECT_EQ(again.ciphertext, sent.ciphertext);
    EXPECT_EQ(again.tag, sent.tag);
    changed = sent;
    changed.iv.clear();
    EXPECT_EQ(outcome(open(changed)), kRefused);
    EXPECT_EQ(octets_of(open(sent).value()), first);
  }
}

/// More octets than libcrypto's int can say, which nobody may read.
class Unreadable {
 public:
  static constexpr std::size_t kSize = std::size_t{1} << 31;
  Unreadable() : start_(mmap(nullptr, kSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) {}
  ~Unreadable() { munmap(start_, kSize); }
  Unreadable(const Unreadable&) = delete;
  Unreadable& operator=(const Unreadable&) = delete;
  bool mapped() const noexcept { return start_ != MAP_FAILED; }
  ByteView octets() const noexcept { return {static_cast<const std::uint8_t*>(start_), kSize}; }

 private:
  void* start_;
};

TEST_P(EveryContentEncryption, RefusesMoreThanAnIntCounts) {
  const Unreadable much;
  ASSERT_TRUE(much.mapped());
  EXPECT_EQ(outcome(key_->encrypt(pattern(row_.iv_octets), {}, much.octets())), "limit_exceeded(plaintext)");
}

TEST(AesGcm, RefusesMoreThanAnIntCountsWhenOpening) {
  const Unreadable much;
  ASSERT_TRUE(much.mapped());
  const SharedContentKey key = content_key("A128GCM", pattern(16));
  const Bytes iv = pattern(12), tag = pattern(16);
  EXPECT_EQ(outcome(key->decrypt(iv, {}, much.octets(), tag)), kRefused);
  EXPECT_EQ(outcome(key->decrypt(iv, much.octets(), {}, tag)), kRefused);
  EXPECT_EQ(outcome(key->encrypt(iv, much.octets(), {})), "limit_exceeded(plaintext)");
}

TEST_P(EveryContentEncryption, IsSharedByFourThreads) {
  std::atomic<int> wrong = 0;
  const auto work = [&](std::uint8_t thread) {
    const Bytes mine = pattern(100, thread);
    const Message sent = seal(mine);
    Message changed = sent;
    changed.ciphertext = flipped(sent.ciphertext, 3);
    for (int i = 0; i < 50; ++i) {
      const auto opened = open(sent);
      if (!opened || octets_of(*opened) != mine) ++wrong;
      if (open(changed)) ++wrong;
      if (seal(mine).tag != sent.tag) ++wrong;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back(work, static_cast<std::uint8_t>(i + 1));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace signet::test
