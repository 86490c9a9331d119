// What the codecs promise about memory: nothing is allocated in steady state, and nothing private is given back as it
// is.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include "codec/pem.h"
#include "signet/base64url.h"
#include "signet/bytes.h"
#include "support.h"

namespace {

constexpr std::size_t kHead = alignof(std::max_align_t);  // before each block: its size
constexpr std::string_view kMarker = "private-marker-01";
std::atomic<std::size_t> allocations{0};
std::atomic<bool> watching{false};
std::atomic<int> unwiped{0};

}  // namespace

// This program's own: they count, and look into what is given back while a test asks for it.
void* operator new(std::size_t size) {
  ++allocations;
  auto* const block = static_cast<char*>(std::malloc(kHead + size));
  if (block == nullptr) throw std::bad_alloc();
  std::memcpy(block, &size, sizeof size);
  return block + kHead;
}
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  char* const block = static_cast<char*>(memory) - kHead;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof size);
  if (watching && std::string_view(block + kHead, size).find(kMarker) != std::string_view::npos) ++unwiped;
  std::free(block);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

namespace signet {
namespace {

using json::Document;

// How many blocks of memory held the marker when they were given back.
template <class F>
int unwiped_after(F f) {
  unwiped = 0;
  watching = true;
  f();
  watching = false;
  return unwiped;
}

TEST(Memory, TheWatchSees) {
  EXPECT_GT(unwiped_after([] { std::string(kMarker).append(100, 'x'); }), 0);
}

TEST(Memory, WipeOverwrites) {
  char text[] = "0123456789";
  wipe(text + 2, 5);
  EXPECT_EQ(std::string_view(text, 10), std::string_view("01\0\0\0\0\0"
                                                         "789",
                                                         10));
  wipe(nullptr, 0);
}

TEST(Memory, SecretsAreWiped) {
  EXPECT_EQ(unwiped_after([] {
              Secret secret = Secret::copy_of(as_bytes(kMarker));
              Secret other = std::move(secret);
              other = Secret::copy_of(as_bytes("another"));
            }),
            0);
  EXPECT_EQ(unwiped_after([] {
              WipedBytes bytes;
              for (int i = 0; i < 50; ++i)
                for (const char c : kMarker) bytes.push_back(static_cast<std::uint8_t>(c));
            }),
            0);
}

TEST(Memory, DocumentsAreWiped) {
  const std::string plain = "{\"d\":\"" + std::string(kMarker) + "\"}";
  const std::string escaped = "[\"\\u0070rivate-marker-01\",\"\\u0070rivate-marker-01" + std::string(200, 'x') + "\"]";
  const std::string texts[] = {plain, escaped, plain.substr(1), escaped.substr(0, escaped.size() - 1)};
  EXPECT_EQ(unwiped_after([&] {
              for (const std::string& text : texts) {
                auto parsed = Document::parse(text);
                Document document;
                std::ranges::copy(text, document.prepare(text.size()).begin());
                EXPECT_EQ(document.parse_prepared(text.size()).has_value(), parsed.has_value());
                document.prepare(10 * text.size());  // grows
                if (parsed) document = *std::move(parsed);
              }
            }),
            0);
}

TEST(Memory, WritersAreWiped) {
  EXPECT_EQ(unwiped_after([] {
              json::Writer writer;
              writer.begin_array();
              for (int i = 0; i < 50; ++i) writer.string(kMarker);
              writer.end_array();
              const Secret text = writer.take_secret();
            }),
            0);
}

TEST(Memory, DecodersAndPemAreWiped) {
  const std::string text = base64url::encode(as_bytes(kMarker));
  EXPECT_EQ(unwiped_after([&] {
              const auto good = base64url::decode_secret(text);
              const auto bad = base64url::decode_secret(text + "=");
              EXPECT_TRUE(good && !bad);
              const Secret pem = codec::write_pem("PRIVATE KEY", as_bytes(kMarker));
              EXPECT_TRUE(codec::parse_pem(as_text(pem.expose())));
            }),
            0);
}

TEST(Memory, NothingIsAllocatedInSteadyState) {
  std::string object = "{\"\\u0061\":[\"\\n escaped\",1,true],\"b\":{\"c\":\"plain\"}";
  for (int i = 0; i < 40; ++i) object += ",\"member" + std::to_string(i) + "\":{\"x\":[],\"y\":\"\\t\"}";
  object += "}";
  const std::string texts[] = {object, "[1,2,3]", R"({"a":"b","c":"d"})"};
  const std::string encoded = base64url::encode(as_bytes(object));
  Document document;
  const auto round = [&] {
    std::size_t good = 0;
    for (const std::string& text : texts) {
      std::memcpy(document.prepare(text.size()).data(), text.data(), text.size());
      good += document.parse_prepared(text.size()).has_value();
    }
    const auto decoded = base64url::decode_into(encoded, document.prepare(object.size()));
    good += decoded && document.parse_prepared(*decoded);
    good += document.root().find("member39")->at_pointer("").has_value();
    return good;
  };
  ASSERT_EQ(round(), 5u);
  const std::size_t before = allocations;
  ASSERT_EQ(round(), 5u);
  EXPECT_EQ(allocations - before, 0u);
}

}  // namespace
}  // namespace signet
