// A public set never holds a usable private key, and what it publishes is a set of the same keys without a problem.
#include "signet/algorithm.h"
#include "signet/jwk_set.h"

#include "fuzz.h"

namespace {

using namespace signet;

std::size_t count_usable(const JwkSet& set) {
  std::size_t usable = 0;
  for (const KeySetEntry& entry : set.entries()) {
    FUZZ_CHECK(entry.key.has_value() != entry.problem.has_value());
    FUZZ_CHECK(entry.kid.size() <= kMaxKidBytes);
    usable += entry.key.has_value();
  }
  return usable;
}

void check_find(const JwkSet& set, KeyQuery query) {
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    query.algorithm = row;
    const auto found = set.find(query);
    if (!found) continue;
    FUZZ_CHECK(found->count >= 1 && found->count <= kMaxKeyCandidates);
    for (std::size_t i = 0; i < found->count; ++i) {
      FUZZ_CHECK(&found->keys[i]->algorithm() == row);
      const std::string_view kid = found->keys[i]->kid();
      FUZZ_CHECK(!query.kid || kid == *query.kid || kid.empty());
    }
  }
}

void check_set(const JwkSet& set) {
  check_find(set, {});
  check_find(set, {.kid = "a kid that hardly any set has"});
  for (const KeySetEntry& entry : set.entries()) check_find(set, {.kid = entry.kid});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  const auto set = JwkSet::parse(input.view());
  FUZZ_CHECK(lint_key_set(input.view(), Timestamp{}).has_value() == set.has_value());
  if (const auto all = JwkSet::parse_private(input.view())) {
    FUZZ_CHECK(set && count_usable(*all) >= count_usable(*set));
    check_set(*all);
  }
  if (!set) return 0;
  for (const KeySetEntry& entry : set->entries()) FUZZ_CHECK(!entry.key || !entry.key->is_private());
  check_set(*set);
  const auto again = JwkSet::parse(set->to_public_json().value());
  FUZZ_CHECK(again && again->entries().size() == count_usable(*set) && count_usable(*again) == count_usable(*set));
  return 0;
}
