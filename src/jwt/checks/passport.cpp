// Who calls whom, and with which keys: RFC 8225 section 5.2; and who was called before: RFC 8946.
#include "jwt/checks/passport.h"

#include <algorithm>
#include <ranges>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kNumber{"RFC 8225 5.2.1.1", "tn is a canonical telephone number: of digits, * and # alone"};
constexpr Rule kUri{"RFC 8225 5.2.1.2", "an identity under the name uri is a URI"};
constexpr Rule kIdentityText{"RFC 8225 5.2.1", "an identity is a string"};

constexpr Rule kOneIdentity{"RFC 8225 5.2.1", "orig has exactly one identity: tn, uri, or a type registered later"};
constexpr Rule kOrigRules[] = {kOneIdentity, kIdentityText, kNumber, kUri};

constexpr Rule kSomeIdentity{"RFC 8225 5.2.1", "dest has at least one identity: tn, uri, or a type registered later"};
constexpr Rule kIdentityArray{"RFC 8225 5.2.1", "the identities of dest stand in an array, also a single one"};
constexpr Rule kArrayNotEmpty{"RFC 8225 5.2.1", "an array of identities is not empty"};
constexpr Rule kDestRules[] = {kSomeIdentity, kIdentityArray, kArrayNotEmpty, kIdentityText, kNumber, kUri};

constexpr Rule kOneDiverted{"RFC 8946 3", "div has exactly one of tn and uri: a call is diverted from one identity"};
constexpr Rule kDivertedText{"RFC 8946 3", "the identity of div is a string, not an array"};
constexpr Rule kHistoryIndex{"RFC 8946 8", "hi is the index of a History-Info header field: 1.2.1"};
constexpr Rule kDivRules[] = {kOneDiverted, kDivertedText, kNumber, kUri, kHistoryIndex};

/// A string that is the identity of such a type; of a type that is not known nothing more is asked.
Breach check_identity(std::string_view type, const json::Value& identity) noexcept {
  SIGNET_HOLDS(must(identity.is_string(), kIdentityText));
  const std::string_view text = *identity.string();
  if (type == "tn") return must(is_canonical_number(text), kNumber);
  if (type == "uri") return must(is_uri(text), kUri);
  return kHolds;
}

Breach check_orig(const json::Value& orig) noexcept {
  //= rfc8225#5.2.1 exactly one identity; there may be other types of it one day (5.2.1.3)
  SIGNET_HOLDS(must(orig.size() == 1, kOneIdentity));
  const auto [type, identity] = *orig.members().begin();
  return check_identity(type, identity);
}

Breach check_dest(const json::Value& dest) noexcept {
  SIGNET_HOLDS(must(dest.size() != 0, kSomeIdentity));
  for (const auto& [type, identities] : dest.members()) {
    SIGNET_HOLDS(must(identities.is_array(), kIdentityArray));
    SIGNET_HOLDS(must(identities.size() != 0, kArrayNotEmpty));
    for (const json::Value identity : identities.elements()) SIGNET_HOLDS(check_identity(type, identity));
  }
  return kHolds;
}

/// Numbers with a dot between each two.
bool is_history_index(std::string_view text) noexcept {
  const auto allowed = [](char c) { return codec::is_digit(c) || c == '.'; };
  return codec::all(text, allowed) && !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
}

Breach check_div(const json::Value& div) noexcept {
  const auto tn = div.find("tn");
  const auto uri = div.find("uri");
  SIGNET_HOLDS(must(tn.has_value() != uri.has_value(), kOneDiverted));
  const json::Value identity = tn ? *tn : *uri;
  SIGNET_HOLDS(must(identity.is_string(), kDivertedText));
  SIGNET_HOLDS(check_identity(tn ? "tn" : "uri", identity));
  const auto index = div.find("hi");
  return must(!index || is_string_of<is_history_index>(*index), kHistoryIndex);
}

constexpr Rule kSomeFingerprint{"RFC 8225 5.2.2", "mky has at least one fingerprint"};
constexpr Rule kAlgAndDig{"RFC 8225 5.2.2", "a fingerprint has alg and dig, which are strings"};
constexpr Rule kHexadecimal{"RFC 8225 5.2.2", "dig is hexadecimal, two digits for each octet, without colons"};
constexpr Rule kDigSize{"RFC 8225 5.2.2", "dig has as many octets as alg makes: 32 for sha-256"};
constexpr Rule kSorted{"RFC 8225 5.2.2", "fingerprints are sorted by alg and dig, as UTF-8"};
constexpr Rule kMkyRules[] = {kSomeFingerprint, kAlgAndDig, kHexadecimal, kDigSize, kSorted};

/// RFC 8122 section 5; the names are the same in either case.
struct HashFunction {
  std::string_view name;
  std::size_t octets;
};
constexpr HashFunction kHashFunctions[] = {{"sha-1", 20},   {"sha-224", 28}, {"sha-256", 32}, {"sha-384", 48},
                                           {"sha-512", 64}, {"md5", 16},     {"md2", 16}};

bool fits(std::string_view alg, std::string_view dig) noexcept {
  const auto is_alg = [alg](const HashFunction& hash) {
    return std::ranges::equal(alg, hash.name, {}, codec::to_lower);
  };
  const auto* const hash = std::ranges::find_if(kHashFunctions, is_alg);
  return hash == std::end(kHashFunctions) || dig.size() == 2 * hash->octets;
}

struct Fingerprint {
  std::string_view parts[2];  ///< alg and dig
};
/// The octets of one part behind the other compare as the whole does; UTF-8 sorts by octets without a sign.
bool is_before(const Fingerprint& left, const Fingerprint& right) noexcept {
  const auto octet = [](char c) { return static_cast<unsigned char>(c); };
  return std::ranges::lexicographical_compare(std::views::join(left.parts), std::views::join(right.parts), {}, octet,
                                              octet);
}

Breach check_mky(const json::Value& fingerprints) noexcept {
  SIGNET_HOLDS(must(fingerprints.size() != 0, kSomeFingerprint));
  Fingerprint previous{};
  for (const json::Value each : fingerprints.elements()) {
    const auto alg = each.find("alg");
    const auto dig = each.find("dig");
    SIGNET_HOLDS(must(alg && is_text(*alg) && dig && is_text(*dig), kAlgAndDig));
    const Fingerprint fingerprint{{*alg->string(), *dig->string()}};
    const auto& [name, digits] = fingerprint.parts;
    SIGNET_HOLDS(must(codec::all(digits, codec::is_hex_digit) && digits.size() % 2 == 0, kHexadecimal));
    SIGNET_HOLDS(must(fits(name, digits), kDigSize));
    SIGNET_HOLDS(must(!is_before(fingerprint, previous), kSorted));
    previous = fingerprint;
  }
  return kHolds;
}

}  // namespace

bool is_canonical_number(std::string_view text) noexcept {
  return codec::all(text, [](char c) { return codec::is_digit(c) || c == '*' || c == '#'; });
}

constexpr ClaimCheck kOrig{check_orig, kOrigRules};
constexpr ClaimCheck kDest{check_dest, kDestRules};
constexpr ClaimCheck kDiv{check_div, kDivRules};
constexpr ClaimCheck kMky{check_mky, kMkyRules};

}  // namespace signet::jwt
