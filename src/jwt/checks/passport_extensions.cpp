// The claims of PASSporT extensions: RFC 8443, RFC 8588, RFC 8946 section 6, RFC 9027 and RFC 9475.
#include <algorithm>

#include "codec/ascii.h"
#include "codec/radix64.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/passport.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kAttestation{"RFC 8588 4", "attest is A, B or C: full, partial or gateway attestation"};
constexpr std::string_view kAttestations[] = {"A", "B", "C"};
bool is_attestation(const json::Value& value) noexcept {
  return is_one_of(value, kAttestations);
}

constexpr Rule kUuid{"RFC 8588 5", "origid is a UUID: 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between them"};
bool is_uuid(std::string_view text) noexcept {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  const auto fits = [](char c, char form) { return form == 'x' ? codec::is_hex_digit(c) : c == form; };
  return std::ranges::equal(text, kForm, fits);
}

constexpr Rule kFullForm{"RFC 8946 6", "opt is a PASSporT in full form, not in compact form with two dots in front"};
constexpr Rule kThreeParts{"RFC 8946 6", "a PASSporT is three parts of base64url with dots between them, none empty"};
constexpr Rule kOptRules[] = {kFullForm, kThreeParts};
Breach check_opt(const json::Value& passport) noexcept {
  const std::string_view text = *passport.string();
  SIGNET_HOLDS(must(!text.starts_with(".."), kFullForm));
  return must(is_compact_jws(text) && !text.contains("..") && !text.ends_with('.'), kThreeParts);
}

constexpr Rule kPriorities{"RFC 8443 3", "each member of rph is an array of strings"};
constexpr Rule kAuth{"RFC 8443 4.2", "rph has auth, the priorities that are authorized"};
constexpr Rule kPriority{"RFC 8443 3", "a priority is a namespace and a value with a dot between them: ets.0"};
constexpr Rule kRphRules[] = {kPriorities, kAuth, kPriority};

/// RFC 4412 section 3.1: the token of SIP without a dot.
bool is_token_nodot(std::string_view text) noexcept {
  return codec::all(text, [](char c) { return codec::is_alnum(c) || std::string_view("-!%*_+`'~").contains(c); });
}
bool is_priority(std::string_view text) noexcept {
  const std::size_t dot = text.find('.');
  return dot != std::string_view::npos && is_token_nodot(text.substr(0, dot)) && is_token_nodot(text.substr(dot + 1));
}

Breach check_rph(const json::Value& rph) noexcept {
  for (const auto& [name, priorities] : rph.members())
    SIGNET_HOLDS(must(is_array_of<is_string>(priorities), kPriorities));
  const auto auth = rph.find("auth");
  SIGNET_HOLDS(must(auth.has_value(), kAuth));
  return must(is_array_of<is_string_of<is_priority>>(*auth), kPriority);
}

constexpr Rule kCallback{"RFC 9027 4", "sph is psap-callback, the one value that it has"};
bool is_callback(std::string_view text) noexcept {
  return text == "psap-callback";
}

constexpr Rule kDigestForm{"RFC 9475 3.2", "msgi is the name of a hash, a hyphen, and a digest in base64"};
constexpr Rule kDigestHash{"RFC 9475 3.2", "a hash is named in lower case and without hyphens: sha256"};
constexpr Rule kDigestSize{"RFC 9475 3.2",
                           "a digest has the octets of its hash: 32, 48 or 64 of sha256, sha384 or sha512"};
constexpr Rule kMsgiRules[] = {kDigestForm, kDigestHash, kDigestSize};
Breach check_msgi(const json::Value& digest) noexcept {
  return check_digest(*digest.string(), {.form = kDigestForm, .hash = kDigestHash, .size = kDigestSize});
}

struct Hash {
  std::string_view name;
  std::size_t octets;
};
constexpr Hash kHashes[] = {{"sha256", 32}, {"sha384", 48}, {"sha512", 64}};

/// Base64 whose padding may be left out: RFC 9795 prints its digests so.
bool is_digest(std::string_view text) noexcept {
  return text.ends_with('=') ? is_base64(text) : !text.empty() && codec::kStandard.is_canonical(text);
}

/// Where the name of the hash ends. No digest has a hyphen, so that one too many belongs to the name.
std::size_t name_end(std::string_view text) noexcept {
  for (const Hash& hash : kHashes) {
    if (text.starts_with(hash.name) && text.substr(hash.name.size()).starts_with('-')) return hash.name.size();
  }
  return text.rfind('-');
}

}  // namespace

Breach check_digest(std::string_view text, const DigestRules& rules) noexcept {
  const std::size_t end = name_end(text);
  SIGNET_HOLDS(must(end != std::string_view::npos, rules.form));
  const std::string_view name = text.substr(0, end);
  std::string_view digest = text.substr(end + 1);
  const auto allowed = [](char c) { return codec::is_lower(c) || codec::is_digit(c); };
  SIGNET_HOLDS(must(codec::all(name, allowed), rules.hash));
  SIGNET_HOLDS(must(is_digest(digest), rules.form));

  const auto* const hash = std::ranges::find(kHashes, name, &Hash::name);
  if (hash == std::end(kHashes)) return kHolds;
  while (digest.ends_with('=')) digest.remove_suffix(1);
  return must(digest.size() == (hash->octets * 4 + 2) / 3, rules.size);
}

constexpr ClaimCheck kAttest = kCheckOf<is_attestation, kAttestation>;
constexpr ClaimCheck kOrigid = kCheckOf<is_string_of<is_uuid>, kUuid>;
constexpr ClaimCheck kOpt{check_opt, kOptRules};
constexpr ClaimCheck kRph{check_rph, kRphRules};
constexpr ClaimCheck kSph = kCheckOf<is_string_of<is_callback>, kCallback>;
constexpr ClaimCheck kMsgi{check_msgi, kMsgiRules};

}  // namespace signet::jwt
