// The claims of a received realm, which are parts of a SIP message: RFC 8055 section 5.4, with the grammar of RFC 3261
// section 25.1.
#include <algorithm>

#include "codec/ascii.h"
#include "jwt/checks/checks.h"
#include "jwt/checks/values.h"

namespace signet::jwt {
namespace {

constexpr Rule kTag{"RFC 8055 5.4",
                    "sip_from_tag is the tag of a From header field: a token of SIP, which is not empty"};
constexpr Rule kCallId{"RFC 8055 5.4", "sip_callid is a Call-ID: a word of SIP, or two with @ between them"};
constexpr Rule kBranch{"RFC 8055 5.4",
                       "sip_via_branch is the branch of a Via header field: a token of SIP, which is not empty"};
constexpr Rule kDigits{"RFC 8055 5.4", "sip_cseq_num is the number of a CSeq header field alone: decimal digits"};
constexpr Rule kBelow{"RFC 3261 8.1.1.5", "the number of a CSeq header field is below 2^31"};
constexpr Rule kSequenceRules[] = {kDigits, kBelow};

constexpr bool is_token_char(char c) noexcept {
  return codec::is_alnum(c) || std::string_view("-.!%*_+`'~").contains(c);
}
bool is_token(std::string_view text) noexcept {
  return codec::all(text, is_token_char);
}
bool is_word(std::string_view text) noexcept {
  return codec::all(text, [](char c) { return is_token_char(c) || std::string_view("()<>:\\\"/[]?{}").contains(c); });
}

/// No "@" is in a word, so that a second one is refused.
bool is_call_id(std::string_view text) noexcept {
  const std::size_t at = text.find('@');
  return is_word(text.substr(0, at)) && (at == std::string_view::npos || is_word(text.substr(at + 1)));
}

/// Texts of digits of the same length compare as their numbers do.
bool is_below(std::string_view digits, std::string_view limit) noexcept {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits.size() < limit.size() || (digits.size() == limit.size() && digits < limit);
}

Breach check_sequence(const json::Value& number) noexcept {
  const std::string_view text = *number.string();
  SIGNET_HOLDS(must(codec::all(text, codec::is_digit), kDigits));
  return must(is_below(text, "2147483648"), kBelow);
}

}  // namespace

constexpr ClaimCheck kSipFromTag = kCheckOf<is_string_of<is_token>, kTag>;
constexpr ClaimCheck kSipCallId = kCheckOf<is_string_of<is_call_id>, kCallId>;
constexpr ClaimCheck kSipCseqNum{check_sequence, kSequenceRules};
// That a branch begins with z9hG4bK is a matter of who made it: an element of RFC 2543 does not write it.
constexpr ClaimCheck kSipViaBranch = kCheckOf<is_string_of<is_token>, kBranch>;

}  // namespace signet::jwt
