// The claims of a token, as a view.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "signet/json.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::jwt {

/// The values of "aud": a string counts as an array of one (RFC 7519 section 4.1.3).
class Audience {
 public:
  Audience() noexcept = default;
  explicit Audience(json::Value value) noexcept : value_(value) {}
  std::size_t size() const noexcept;
  bool contains(std::string_view name) const noexcept;
  /// The value as it stands in the token, if there is one.
  std::optional<json::Value> json() const noexcept { return value_; }

 private:
  std::optional<json::Value> value_;
};

/// A read-only view of a claims set whose registered claims have their types. Valid as long as the token that it
/// came from.
class Claims {
 public:
  /// Checks the types of the seven claims of RFC 7519 section 4.1: iss, sub, jti are strings, aud is a string or an
  /// array of one or more strings, exp, nbf, iat are NumericDates. Whether a string with ':' is a URI is not checked.
  /// Errors: claim_type(payload) when the set is no object, claim_type(NAME).
  static Result<Claims> of(json::Value object);

  std::optional<std::string_view> issuer() const noexcept { return issuer_; }      ///< iss
  std::optional<std::string_view> subject() const noexcept { return subject_; }    ///< sub
  Audience audience() const noexcept { return audience_; }                         ///< aud
  std::optional<Timestamp> expires_at() const noexcept { return expires_at_; }     ///< exp
  std::optional<Timestamp> not_before() const noexcept { return not_before_; }     ///< nbf
  std::optional<Timestamp> issued_at() const noexcept { return issued_at_; }       ///< iat
  std::optional<std::string_view> token_id() const noexcept { return token_id_; }  ///< jti

  /// Any claim by its exact name.
  std::optional<json::Value> find(std::string_view name) const noexcept { return object_.find(name); }
  /// Any value inside, by JSON Pointer (RFC 6901): "/address/country".
  std::optional<json::Value> at(std::string_view pointer) const { return object_.at_pointer(pointer); }
  /// The whole set.
  json::Value json() const noexcept { return object_; }

 private:
  friend class ClaimsReader;
  explicit Claims(json::Value object) noexcept : object_(object) {}
  json::Value object_;
  std::optional<std::string_view> issuer_;
  std::optional<std::string_view> subject_;
  Audience audience_;
  std::optional<Timestamp> expires_at_;
  std::optional<Timestamp> not_before_;
  std::optional<Timestamp> issued_at_;
  std::optional<std::string_view> token_id_;
};

/// A NumericDate (RFC 7519 section 2): a JSON number, integer or with a fraction or exponent, not negative (-0 is 0),
/// computed exactly; digits beyond the microsecond are dropped. Errors: claim_type(subject) for no number, a negative
/// one, or one that is past what a Timestamp holds (about the year 294,000).
Result<Timestamp> parse_numeric_date(const json::Value& value, std::string_view subject);

}  // namespace signet::jwt
