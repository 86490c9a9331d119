// Checking a signature takes no memory from the heap once the header's Document has its own.
#include <cstdlib>
#include <new>

#include "jose/jws_verify.h"
#include "jose_support.h"

namespace {
thread_local std::size_t allocations = 0;

void* counted(std::size_t size) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void* counted_or_throw(std::size_t size) {
  if (void* memory = counted(size)) return memory;
  throw std::bad_alloc();
}
}  // namespace

void* operator new(std::size_t size) {
  return counted_or_throw(size);
}
void* operator new[](std::size_t size) {
  return counted_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace signet::test {
namespace {

TEST(Allocation, TheCounterCounts) {
  const std::size_t before = allocations;
  const auto made = std::make_unique<int>(7);
  EXPECT_EQ(*made, 7);
  EXPECT_GT(allocations, before);
}

TEST(Allocation, NoneForACheckedSignature) {
  for (const std::string_view alg : {"HS256", "RS256", "PS256", "ES256", "EdDSA"}) {
    const Key& key = key_for(alg);
    const JwkSet keys = set_of({shown(key_for("ES384")), shown(key)});
    const AlgorithmSet allowed = rows({alg});
    const std::string token = jws::sign_compact(as_bytes("payload"), **key.signer(), {.typ = "JWT"}).value();
    const std::string forged = replaced(token, ".", ".AAAA");
    json::Document document;
    for (int warm = 0; warm < 3; ++warm)
      ASSERT_EQ(outcome(jose::check_signature(token, keys, allowed, jws::kMaxSize, document)), "ok") << alg;
    const std::size_t before = allocations;
    const bool good = jose::check_signature(token, keys, allowed, jws::kMaxSize, document).has_value();
    const bool bad = jose::check_signature(forged, keys, allowed, jws::kMaxSize, document).has_value();
    EXPECT_EQ(allocations, before) << alg;
    EXPECT_TRUE(good) << alg;
    EXPECT_FALSE(bad) << alg;
  }
}

// Row 37.
TEST(Attack37, TenMillionDotsTakeNoMemory) {
  const JwkSet keys = set_of({shown(key_for("ES256"))});
  const AlgorithmSet allowed = rows({"ES256"});
  const std::string dots(10'000'000, '.');
  json::Document document;
  const std::size_t before = allocations;
  const auto checked = jose::check_signature(dots, keys, allowed, jws::kMaxSize, document);
  EXPECT_LE(allocations - before, 1u) << "at most the text of the error";
  EXPECT_EQ(outcome(checked), "malformed_token(segments)");
}

}  // namespace
}  // namespace signet::test
