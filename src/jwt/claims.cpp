#include "signet/claims.h"

#include <algorithm>

#include "jwt/claims_reader.h"

namespace signet::jwt {

std::size_t Audience::size() const noexcept {
  if (!value_) return 0;
  return value_->is_array() ? value_->size() : 1;
}

bool Audience::contains(std::string_view name) const noexcept {
  if (!value_) return false;
  if (!value_->is_array()) return value_->string() == name;
  for (const json::Value element : value_->elements()) {
    if (element.string() == name) return true;
  }
  return false;
}

Result<Claims> Claims::of(json::Value object) {
  Report report(Report::Extent::first);
  const Claims claims = ClaimsReader::read(object, report);
  if (!report.empty()) return std::unexpected(std::move(report).take_first());
  return claims;
}

struct ClaimsReader::Row {
  std::string_view name;
  bool (*read)(const json::Value& value, Claims& claims);
  Rule rule;
};

template <auto Member>
bool ClaimsReader::read_text(const json::Value& value, Claims& claims) {
  claims.*Member = value.string();
  return (claims.*Member).has_value();
}

template <auto Member>
bool ClaimsReader::read_date(const json::Value& value, Claims& claims) {
  const Result<Timestamp> date = parse_numeric_date(value, {});
  if (!date) return false;
  claims.*Member = *date;
  return true;
}

//= rfc7519#4.1.3 "aud" is an array of case-sensitive strings, or one such string
// An empty array names nobody, so no principal could ever identify itself with it: it is refused here, whatever the
// policy says about the audience.
bool ClaimsReader::read_audience(const json::Value& value, Claims& claims) {
  if (value.is_array()) {
    if (value.size() == 0) return false;
    for (const json::Value element : value.elements()) {
      if (!element.is_string()) return false;
    }
  } else if (!value.is_string()) {
    return false;
  }
  claims.audience_ = Audience(value);
  return true;
}

// RFC 7519 section 2 also asks that a StringOrURI with a ':' be a URI. That is left to those who compare the value:
// it is opaque here, and issuer and audience are compared byte by byte.
Claims ClaimsReader::read(json::Value object, Report& report) {
  static constexpr Row kRows[] = {
      {"iss", read_text<&Claims::issuer_>, {"RFC 7519 4.1.1", "iss is a string"}},
      {"sub", read_text<&Claims::subject_>, {"RFC 7519 4.1.2", "sub is a string"}},
      {"aud", read_audience, {"RFC 7519 4.1.3", "aud is a string or an array of one or more strings"}},
      {"exp", read_date<&Claims::expires_at_>, {"RFC 7519 4.1.4", "exp is a number of seconds"}},
      {"nbf", read_date<&Claims::not_before_>, {"RFC 7519 4.1.5", "nbf is a number of seconds"}},
      {"iat", read_date<&Claims::issued_at_>, {"RFC 7519 4.1.6", "iat is a number of seconds"}},
      {"jti", read_text<&Claims::token_id_>, {"RFC 7519 4.1.7", "jti is a string"}},
  };
  static constexpr Rule kObject{"RFC 7519 7.2", "a claims set is a JSON object"};

  Claims claims(object);
  if (!object.is_object()) {
    report.add(Errc::claim_type, "payload", &kObject);
    return claims;
  }
  for (const auto& [name, value] : object.members()) {
    const auto* const row = std::ranges::find(kRows, name, &Row::name);
    if (row == std::end(kRows) || row->read(value, claims)) continue;
    report.add(Errc::claim_type, row->name, &row->rule);
    if (report.done()) break;
  }
  return claims;
}

}  // namespace signet::jwt
