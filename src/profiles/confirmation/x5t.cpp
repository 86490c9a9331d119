// cnf.x5t#S256: RFC 8705 section 3.1.
#include "crypto/digest.h"
#include "profiles/confirmation/method.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::confirmation {
namespace {

constexpr Rule kSame{"RFC 8705 3", "the client's certificate is the one that the token is bound to"};

Result<std::string> thumbprint_of(ByteView der) {
  const Bytes hash = crypto::digest(crypto::Hash::sha256, der);
  if (hash.empty()) return fail(Errc::internal, "digest");
  return base64url::encode(hash);
}

Result<> confirm_x5t(const Situation& situation, const json::Value& member) {
  if (!situation.presented.certificate) return not_confirmable("x5t#S256", &kSame);
  SIGNET_TRY(const std::string presented, thumbprint_of(*situation.presented.certificate));
  if (!same_text(presented, *member.string())) return not_bound("x5t#S256", &kSame);
  return {};
}

}  // namespace

constexpr Method kX5t{"x5t#S256", false, confirm_x5t};

Result<std::string> by_certificate(ByteView der) {
  SIGNET_TRY(const std::string thumbprint, thumbprint_of(der));
  return R"({"x5t#S256":")" + thumbprint + "\"}";
}

}  // namespace signet::confirmation
