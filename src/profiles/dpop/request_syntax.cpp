#include "profiles/dpop/request_syntax.h"

#include "codec/ascii.h"

namespace signet::dpop {
namespace {

constexpr Rule kMethod{"RFC 9110 9.1", "a method is a token"};
constexpr Rule kNonce{"RFC 9449 8.1", "a nonce is one or more printable characters without space, quote and backslash"};
constexpr std::size_t kMaxNonce = 4096;  // what a header field of a usual server holds

/// NQCHAR of RFC 6749 appendix A.
bool is_nonce_character(char c) noexcept {
  return codec::is_vschar(c) && c != ' ' && c != '"' && c != '\\';
}

}  // namespace

Result<> check_method_syntax(std::string_view method) {
  if (!codec::all(method, codec::is_tchar)) return fail(Errc::claim_rule, "htm", &kMethod);
  return {};
}

Result<> check_nonce_syntax(std::string_view nonce) {
  if (nonce.size() > kMaxNonce || !codec::all(nonce, is_nonce_character)) {
    return fail(Errc::claim_rule, "nonce", &kNonce);
  }
  return {};
}

}  // namespace signet::dpop
