#include "jwt/claims_reader.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "jwt/checks/claim_check.h"

namespace signet::jwt {
namespace {

constexpr Rule kObject{"RFC 7519 7.2", "a claims set is a JSON object"};

/// The claims of RFC 7519 section 4.1 open the registry.
constexpr std::size_t kBasicClaims = 7;

bool is_basic(const ClaimInfo& row) noexcept {
  return row.order <= kBasicClaims;
}

}  // namespace

Scrutiny ValueRules::of(std::string_view claim) const noexcept {
  if (others == Scrutiny::strict) return others;
  const auto names = [claim](const Profile* profile) { return profile->names_claim(claim); };
  return std::ranges::any_of(profiles, names) ? Scrutiny::strict : others;
}

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

bool ClaimsReader::read_basic(const ClaimInfo& row, const json::Value& value, Claims& claims) {
  using Read = bool (*)(const json::Value& value, Claims& claims);
  // In the order of the registry: iss, sub, aud, exp, nbf, iat, jti.
  static constexpr Read kReads[] = {
      read_text<&Claims::issuer_>,     read_text<&Claims::subject_>,    read_audience,
      read_date<&Claims::expires_at_>, read_date<&Claims::not_before_>, read_date<&Claims::issued_at_>,
      read_text<&Claims::token_id_>};
  static_assert(std::size(kReads) == kBasicClaims);
  return kReads[row.order - 1](value, claims);
}

struct ClaimsReader::Pass {
  const ValueRules& rules;
  const ReadReports& reports;
  ReadClaims read;

  void look_at(const ClaimInfo& row, const json::Value& value) {
    read.has_rules |= has_token_rule(row);
    if (is_basic(row) && !read_basic(row, value, read.claims))
      return note(Scrutiny::strict, row, {Errc::claim_type, row.type_rule});
    const Scrutiny scrutiny = rules.of(row.name);
    if (scrutiny == Scrutiny::off) return;
    note(scrutiny, row, is_basic(row) ? breach_in_typed_value(row, value) : breach_in_value(row, value));
  }

  void note(Scrutiny scrutiny, const ClaimInfo& row, Breach breach) {
    if (!breach) return;
    read.typed &= breach.code() != Errc::claim_type || scrutiny != Scrutiny::strict;
    Report& strict = breach.code() == Errc::claim_type ? reports.types : reports.values;
    (scrutiny == Scrutiny::warn ? reports.warnings : strict).add(breach.code(), row.name, breach.rule());
  }
};

ReadClaims ClaimsReader::read(json::Value object, const ValueRules& rules, const ReadReports& reports) {
  Pass pass{.rules = rules, .reports = reports, .read = {.claims = Claims(object)}};
  if (!object.is_object()) {
    reports.types.add(Errc::claim_type, "payload", &kObject);
    pass.read.typed = false;
    return pass.read;
  }
  for (const auto& [name, value] : object.members()) {
    if (const ClaimInfo* row = find_registered_claim(name)) pass.look_at(*row, value);
    if (reports.types.done()) break;
  }
  return pass.read;
}

std::vector<Error> check_claims_set(const json::Value& claims, Side side) {
  Report report(Report::Extent::all);
  Report values(Report::Extent::all);
  const ValueRules rules;
  const ReadClaims read = ClaimsReader::read(claims, rules, {.types = report, .values = values, .warnings = values});
  report.add_all(std::move(values));
  if (read.typed) check_token_rules(read.claims, side, rules, report, report);
  return std::move(report).take();
}

}  // namespace signet::jwt
