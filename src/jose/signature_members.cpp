#include "jose/signature_members.h"

#include "jose/json_form.h"
#include "jose/jwk_types.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::jose {

Result<std::string> make_unprotected(std::string_view text, std::string_view protected_json) {
  if (text.empty()) return std::string();
  const auto document = json::Document::parse(text, {.max_bytes = jws::kMaxHeader});
  if (!document || !document->root().is_object()) return fail(Errc::malformed_json, "header");
  const json::Value header = document->root();
  //= rfc7515#7.2.1 otherwise, it MUST be absent
  if (header.size() == 0) return std::string();
  SIGNET_CHECK(check_unprotected(header));
  //= rfc7515#4.1.3 "jwk" is the public key; a private one must not leave with a token
  const auto jwk = header.find("jwk");
  if (jwk && !find_private_member(*jwk).empty()) return fail(Errc::header_parameter, "jwk");
  SIGNET_TRY(const json::Document proven, json::Document::parse(protected_json));
  SIGNET_CHECK(check_disjoint(proven.root(), header));
  return json::to_compact(header);
}

void write_members(json::Writer& out, const SignatureMembers& members) {
  out.member("protected", members.protected_header);
  if (!members.header.empty()) out.key("header").raw(members.header);
  out.member("signature", members.signature);
}

}  // namespace signet::jose
