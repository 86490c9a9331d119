// Rich call data: RFC 9795.
#include "codec/uri.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/jcard.h"
#include "jwt/checks/passport.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kNam{"RFC 9795 5.1.1", "rcd has nam, the name to show; it is empty where there is none"};
constexpr Rule kApn{"RFC 9795 5.1.2", "apn is a canonical telephone number: of digits, * and # alone"};
constexpr Rule kIcn{"RFC 9795 5.1.3", "icn is an https URL, or a data URI with the image"};
constexpr Rule kOneCard{"RFC 9795 5.1.5", "rcd has jcd or jcl, not both"};
constexpr Rule kJcl{"RFC 9795 5.1.5", "jcl is an https URL"};
constexpr Rule kOwnRules[] = {kNam, kApn, kIcn, kOneCard, kJcl};
constexpr auto kRcdRules = join_rules(kOwnRules, kJcardRules);

/// Section 8.3 prints a data URI, too.
bool is_image(std::string_view text) noexcept {
  const auto uri = codec::parse_uri(text);
  return is_https_url(text) || (uri && codec::has_scheme(*uri, "data"));
}

Breach check_rcd(const json::Value& rcd) noexcept {
  const auto name = rcd.find("nam");
  SIGNET_HOLDS(must(name && name->is_string(), kNam));
  const auto number = rcd.find("apn");
  SIGNET_HOLDS(must(!number || is_string_of<is_canonical_number>(*number), kApn));
  const auto image = rcd.find("icn");
  SIGNET_HOLDS(must(!image || is_string_of<is_image>(*image), kIcn));
  const auto card = rcd.find("jcd");
  const auto link = rcd.find("jcl");
  SIGNET_HOLDS(must(!card || !link, kOneCard));
  SIGNET_HOLDS(must(!link || is_string_of<is_https_url>(*link), kJcl));
  return card ? check_jcard(*card) : kHolds;
}

constexpr Rule kSomeDigest{"RFC 9795 6", "rcdi has at least one digest"};
constexpr Rule kPointer{"RFC 9795 6", "a name in rcdi is a JSON Pointer into rcd: /icn"};
constexpr Rule kDigestForm{"RFC 9795 6", "a digest is the name of a hash, a hyphen, and base64"};
constexpr Rule kDigestHash{"RFC 9795 6", "the hash of a digest is named in lower case and without hyphens: sha256"};
constexpr Rule kDigestSize{"RFC 9795 6",
                           "a digest has the octets of its hash: 32, 48 or 64 of sha256, sha384 or sha512"};
constexpr Rule kRcdiRules[] = {kSomeDigest, kPointer, kDigestForm, kDigestHash, kDigestSize};

/// RFC 6901 section 3: empty, or "/" in front, and "~" only as "~0" and "~1".
bool is_json_pointer(std::string_view text) noexcept {
  for (std::size_t i = text.find('~'); i != std::string_view::npos; i = text.find('~', i + 1)) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (next != '0' && next != '1') return false;
  }
  return text.empty() || text.starts_with('/');
}

Breach check_rcdi(const json::Value& digests) noexcept {
  SIGNET_HOLDS(must(digests.size() != 0, kSomeDigest));
  for (const auto& [pointer, digest] : digests.members()) {
    SIGNET_HOLDS(must(is_json_pointer(pointer), kPointer));
    SIGNET_HOLDS(must(digest.is_string(), kDigestForm));
    SIGNET_HOLDS(check_digest(*digest.string(), {.form = kDigestForm, .hash = kDigestHash, .size = kDigestSize}));
  }
  return kHolds;
}

}  // namespace

constexpr ClaimCheck kRcd{check_rcd, kRcdRules};
constexpr ClaimCheck kRcdi{check_rcdi, kRcdiRules};

}  // namespace signet::jwt
