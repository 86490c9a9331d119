#include "jose/jwe_header.h"

#include <utility>

#include "jose/crit.h"
#include "jose/header.h"
#include "jose/header_parameters.h"
#include "jose/json_form.h"
#include "signet/jwe.h"
#include "signet/key.h"
#include "try.h"

namespace signet::jose {
namespace {

constexpr Rule kUnprotectedRule{"RFC 7516 4.1.3", "zip and crit count only in the protected header"};
constexpr Rule kNoHeaderRule{"RFC 7516 7.2.1", "at least one of the three headers is there"};

Result<> check_kid(const json::Value& header) {
  const auto kid = header.find("kid");
  if (kid && kid->string().value_or("").size() > kMaxKidBytes) return fail(Errc::limit_exceeded, "kid");
  return {};
}

}  // namespace

std::optional<json::Value> JweHeader::find(std::string_view name) const noexcept {
  if (auto value = proven_.find(name)) return value;
  if (auto value = shared_ ? shared_->find(name) : std::nullopt) return value;
  return own_ ? own_->find(name) : std::nullopt;
}

std::optional<std::string_view> JweHeader::text(std::string_view name) const noexcept {
  const auto value = find(name);
  return value ? value->string() : std::nullopt;
}

Result<> check_unprotected_jwe(const json::Value& header) {
  if (header.source().size() > jwe::kMaxHeader) return fail(Errc::limit_exceeded, "header");
  //= rfc7516#4.1.3 "zip" MUST be integrity protected; rfc7516#4.1.13 so MUST "crit"
  for (const std::string_view name : {"zip", "crit"})
    if (header.find(name)) return fail(Errc::header_parameter, name, &kUnprotectedRule);
  SIGNET_CHECK(check_parameter_types(header, TokenKind::jwe));
  return check_kid(header);
}

Result<> read_shared_headers(const JweForm& form, json::Document& document) {
  if (!form.protected_header.empty()) {
    SIGNET_CHECK(decode_header(form.protected_header, document));
    const json::Value root = document.root();
    SIGNET_CHECK(check_parameter_types(root, TokenKind::jwe));
    SIGNET_CHECK(check_crit(root, {}));
    SIGNET_CHECK(check_kid(root));
  }
  if (!form.unprotected) return {};
  SIGNET_CHECK(check_unprotected_jwe(*form.unprotected));
  return check_disjoint(document.root(), *form.unprotected);
}

Result<JweHeader> join_headers(const JweForm& form, const RecipientForm& recipient, json::Value proven) {
  if (recipient.header) {
    SIGNET_CHECK(check_unprotected_jwe(*recipient.header));
    //= rfc7516#7.2.1 the Header Parameter names in the three locations MUST be disjoint
    SIGNET_CHECK(check_disjoint(proven, *recipient.header));
    if (form.unprotected) SIGNET_CHECK(check_disjoint(*form.unprotected, *recipient.header));
  } else if (form.protected_header.empty() && !form.unprotected) {
    return fail(Errc::malformed_token, "header", &kNoHeaderRule);
  }
  return JweHeader(proven, form.unprotected, recipient.header);
}

}  // namespace signet::jose
