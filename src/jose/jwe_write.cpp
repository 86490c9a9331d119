#include "jose/jwe_write.h"

#include <algorithm>
#include <iterator>

#include "codec/utf8.h"
#include "crypto/content_encryption.h"
#include "jose/header_parameters.h"
#include "jose/json_form.h"
#include "jose/jwe_header.h"
#include "jose/jwk_types.h"
#include "jose/key_parameters.h"
#include "signet/key.h"
#include "try.h"

namespace signet::jose {
namespace {

// Written by us from what the caller chose, so that a caller's text cannot contradict it. crit: we know no extension.
constexpr std::string_view kOurs[] = {"alg", "enc", "zip", "epk", "apu", "apv", "iv",
                                      "tag", "p2s", "p2c", "kid", "typ", "cty", "crit"};

Result<> write_text(json::Writer& out, std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  if (!codec::is_utf8(text)) return fail(Errc::header_parameter, name);
  out.member(name, text);
  return {};
}

Result<> check_member(const json::Member& member) {
  const auto* const ours = std::ranges::find(kOurs, member.name);
  if (ours != std::end(kOurs)) return fail(Errc::header_parameter, *ours);
  SIGNET_CHECK(check_parameter_type(member, TokenKind::jwe));
  //= rfc7516#4.1.5 "jwk" is the public key; a private one must not leave with a token
  if (member.name == "jwk" && !find_private_member(member.value).empty()) return fail(Errc::header_parameter, "jwk");
  return {};
}

/// A JSON object of members that are the caller's. Errors: malformed_json(header), header_parameter(NAME).
Result<json::Document> parse_members(std::string_view text) {
  auto document = json::Document::parse(text, {.max_bytes = jwe::kMaxHeader});
  if (!document || !document->root().is_object()) return fail(Errc::malformed_json, "header");
  for (const json::Member member : document->root().members()) SIGNET_CHECK(check_member(member));
  return document;
}

}  // namespace

Result<> write_recipient_members(json::Writer& out, const jwe::Recipient& recipient,
                                 const crypto::KeyParameters& parameters) {
  out.member("alg", recipient.key->algorithm().name);
  if (recipient.with_kid) {
    if (recipient.key->kid().size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
    SIGNET_CHECK(write_text(out, "kid", recipient.key->kid()));
  }
  write_key_parameters(out, parameters);
  return {};
}

Result<> write_content_members(json::Writer& out, const ContentEncryption& enc, const jwe::Options& options) {
  SIGNET_CHECK(write_text(out, "typ", options.typ));
  SIGNET_CHECK(write_text(out, "cty", options.cty));
  out.member("enc", enc.name);
  if (options.compress) out.member("zip", "DEF");
  if (options.extra_json.empty()) return {};
  SIGNET_TRY(const json::Document extra, parse_members(options.extra_json));
  for (const json::Member member : extra.root().members()) out.key(member.name).raw(json::to_compact(member.value));
  return {};
}

Result<std::string> make_shared_header(std::string_view text, std::string_view proven) {
  if (text.empty()) return std::string();
  SIGNET_TRY(const json::Document header, parse_members(text));
  //= rfc7516#7.2.1 otherwise, it MUST be absent
  if (header.root().size() == 0) return std::string();
  SIGNET_TRY(const json::Document other, json::Document::parse(proven));
  SIGNET_CHECK(check_disjoint(other.root(), header.root()));
  return json::to_compact(header.root());
}

Result<> check_header_size(std::string_view header) {
  if (header.size() > jwe::kMaxHeader) return fail(Errc::limit_exceeded, "header");
  return {};
}

}  // namespace signet::jose
