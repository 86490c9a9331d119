// That a verification with a Scratch allocates nothing. This program replaces the global operator new and counts; what
// libcrypto takes from its own malloc is not counted here.
#include <cstdlib>
#include <new>

#include "token_fixture.h"

namespace {

thread_local std::size_t allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
void* counted(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto align = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(align, (size + align - 1) / align * align)) return memory;
  std::abort();
}

}  // namespace

// All forms, since a sanitizer's own would stand in for those that are missing.
void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, alignment);
}
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return counted(size, alignment);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return counted(size);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return counted(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return counted(size, alignment);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  std::free(memory);
}

namespace signet::test {
namespace {

constexpr auto* kTwelveClaims =
    R"({"iss":"https://as.example","sub":"user-42","aud":["api","https://api.example"],"exp":1800000600,)"
    R"("nbf":1799999990.5,"iat":1800000000,"jti":"8f14e45f-ceea-467f","scope":"read write","client_id":"web",)"
    R"("name":"Zo\u00eb","address":{"country":"DE"},"groups":["a","b","c"]})";

jwt::Policy strict_policy(std::string_view algorithm) {
  return jwt::Policy()
      .issuer("https://as.example")
      .audience("other")
      .audience("api")
      .algorithms({algorithm})
      .typ_jwt()
      .require("sub")
      .require("jti")
      .max_age(std::chrono::hours(1))
      .check("scope", [](const jwt::Claims& claims, Timestamp) -> Result<> {
        if (!claims.find("scope")) return fail(Errc::claim_missing, "scope");
        return {};
      });
}

class AllocationTest : public testing::TestWithParam<std::string> {};

TEST_P(AllocationTest, NoneInSteadyState) {
  const Key key = Key::generate({.alg = GetParam()}).value();
  ASSERT_FALSE(key.info().kid.empty());
  const std::string token = jwt::Builder().claims_json(kTwelveClaims).sign(*key.signer().value()).value();
  const jwt::Verifier checked = jwt::Verifier::build(strict_policy(GetParam()), JwkSet::of(std::span(&key, 1))).value();
  jwt::Scratch scratch;
  for (int warm = 0; warm < 3; ++warm) ASSERT_EQ(outcome(checked.verify(token, kNow, scratch)), "ok");

  const std::size_t before = allocations;
  bool good = true;
  for (int i = 0; i < 20; ++i) {
    const Result<jwt::VerifiedView> view = checked.verify(token, kNow, scratch);
    good = good && view && view->claims().subject() == "user-42" && view->key_id() == key.info().kid &&
           view->claims().audience().contains("api") && view->claims().find("address")->find("country");
  }
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_TRUE(good);
}

INSTANTIATE_TEST_SUITE_P(Verify, AllocationTest,
                         testing::Values("HS256", "HS512", "RS256", "PS256", "ES256", "ES512", "EdDSA"),
                         [](const auto& spec) { return spec.param; });

TEST(Allocation, TheCounterCounts) {
  const std::size_t before = allocations;
  const jwt::Verifier checked = verifier(open_policy());
  EXPECT_GT(allocations, before);
  const std::size_t built = allocations;
  EXPECT_EQ(outcome(checked.verify(token_of("{}"), kNow)), "ok");
  EXPECT_GT(allocations, built) << "a Verified owns memory";
}

}  // namespace
}  // namespace signet::test
