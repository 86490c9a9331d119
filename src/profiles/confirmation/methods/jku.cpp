// cnf.jku: RFC 7800 section 3.5.
#include <algorithm>

#include "codec/uri.h"
#include "profiles/confirmation/method.h"
#include "signet/jwk_set.h"
#include "try.h"

namespace signet::confirmation {
namespace {

constexpr Rule kAllowed{"RFC 8725 3.10", "a jku is fetched from an origin that is allowed, and from no other"};
constexpr Rule kOneKey{"RFC 7800 3.5", "kid chooses among the keys of a jku, unless there is one alone"};

/// The scheme, host and port of an address in its normal form. Empty for what is no https address.
std::string_view origin_of(std::string_view normal) {
  constexpr std::string_view kScheme = "https://";
  return normal.starts_with(kScheme) ? normal.substr(0, normal.find('/', kScheme.size())) : "";
}

/// What is fetched is the very text whose origin was compared, so that no other reader of URLs sees another host.
std::string normal_form(std::string_view url) {
  std::string normal = codec::normal_http_target(url).value_or("");
  const auto uri = codec::parse_uri(url);
  if (!normal.empty() && uri->query) normal.append("?").append(*uri->query);
  return normal;
}

/// The one key that is meant.
Result<Key> choose(const JwkSet& set, std::optional<std::string_view> kid) {
  const Key* chosen = nullptr;
  for (const KeySetEntry& entry : set.entries()) {
    const bool other = kid && (kid->empty() || entry.kid != *kid);  // an empty one names no key, not one without a name
    if (!entry.key || other) continue;
    if (chosen != nullptr) return fail(Errc::key_not_found, "kid", &kOneKey);
    chosen = &*entry.key;
  }
  if (chosen == nullptr) return fail(Errc::key_not_found, "kid", &kOneKey);
  return *chosen;
}

Result<> confirm_jku(const Situation& situation, const json::Value& member) {
  const EngineState& engine = situation.engine;
  if (!engine.options.fetcher) return not_confirmable("jku");
  //= rfc8725#3.10 do not follow a jku blindly: only to origins that were allowed before
  SIGNET_CHECK(check_presented(situation, true, "jku"));
  const std::string url = normal_form(*member.string());
  if (std::ranges::find(engine.origins, origin_of(url)) == engine.origins.end())
    return not_confirmable("jku", &kAllowed);
  SIGNET_TRY(const std::string text, engine.options.fetcher->fetch(url, kMaxKeySetText));
  SIGNET_TRY(const JwkSet set, JwkSet::parse(text));
  const auto kid = situation.cnf.find("kid");
  if (!kid && set.entries().size() != 1) return fail(Errc::key_not_found, "kid", &kOneKey);
  SIGNET_TRY(const Key key, choose(set, kid ? kid->string() : std::nullopt));
  return prove_possession(situation, key, "jku");
}

}  // namespace

constexpr Method methods::jku{"jku", false, confirm_jku};

}  // namespace signet::confirmation
