// Claims of a Security Event Token: whatever they say, they end no tokens of an issuer that is none of the rules, and
// what is refused has a name.
#include <algorithm>
#include <vector>

#include "fuzz.h"
#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/security_events.h"

namespace {

using namespace signet;

constexpr Timestamp kNow{std::chrono::seconds(1'800'000'000)};

SecurityEventRules everything() {
  return {.token_issuers = {"https://other.example"},
          .opaque_session = RevokedKind::jti,
          .opaque_user_is_sub = true,
          .credential_events = true,
          .logout = true,
          .acknowledged = {"urn:x"}};
}

void check_entries(const jwt::Claims& claims, const SecurityEventRules& rules, const std::vector<Revocation>& entries) {
  for (const Revocation& entry : entries) {
    FUZZ_CHECK(!entry.value.empty());
    FUZZ_CHECK(entry.issuer == *claims.issuer() ||
               std::ranges::find(rules.token_issuers, entry.issuer) != rules.token_issuers.end());
    FUZZ_CHECK(entry.kind == RevokedKind::sub || entry.kind == RevokedKind::sid || entry.kind == RevokedKind::jti);
    FUZZ_CHECK((entry.kind == RevokedKind::sub) == entry.issued_before.has_value());
    FUZZ_CHECK(entry.issued_before <= kNow + jwt::kMaxLeeway + std::chrono::seconds(1));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const auto document = json::Document::parse(input.view(), {.max_bytes = jwt::kMaxSize});
  if (!document) return 0;
  const auto claims = jwt::Claims::of(document->root());
  if (!claims) return 0;
  const SecurityEventRules plain;
  const SecurityEventRules open = everything();
  const auto some = read_security_event(*claims, plain, kNow);
  const auto all = read_security_event(*claims, open, kNow);
  for (const auto* result : {&some, &all}) {
    if (!*result) FUZZ_CHECK(!result->error().subject.empty());
  }
  if (some) check_entries(*claims, plain, *some);
  if (all) check_entries(*claims, open, *all);
  // Rules that take more take what others take.
  FUZZ_CHECK(!some || all);
  return 0;
}
