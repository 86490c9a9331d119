// The JOSE header of a JWE, which may stand in three places: RFC 7516 sections 4 and 7.2.1.
#pragma once

#include <optional>
#include <string_view>

#include "jose/jwe_form.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

/// The header as one recipient has it. Views into the Documents that it was made of; no name stands in two places.
class JweHeader {
 public:
  /// A null `proven` is a header that is not there.
  JweHeader(json::Value proven, std::optional<json::Value> shared, std::optional<json::Value> own) noexcept
      : proven_(proven), shared_(shared), own_(own) {}

  /// A parameter, wherever it stands.
  std::optional<json::Value> find(std::string_view name) const noexcept;
  std::optional<std::string_view> text(std::string_view name) const noexcept;

 private:
  json::Value proven_;
  std::optional<json::Value> shared_, own_;
};

/// Decodes the protected header, if there is one, and checks what can be checked without a recipient: types of the
/// registered parameters, crit (no extension is understood), and that crit and zip are protected.
/// Errors: those of decode_header, malformed_token(header) when there is no header at all, header_parameter(NAME),
/// limit_exceeded(header|kid), crit_malformed, crit_unknown(NAME).
Result<> read_shared_headers(const JweForm& form, json::Document& document);

/// The header of one recipient. Errors: header_parameter(NAME) for a name in two places or of a wrong type,
/// limit_exceeded(header|kid).
Result<JweHeader> join_headers(const JweForm& form, const RecipientForm& recipient, json::Value proven);

/// The rules for a header that is not protected. Errors: header_parameter(NAME), limit_exceeded(header|kid).
Result<> check_unprotected_jwe(const json::Value& header);

}  // namespace signet::jose
