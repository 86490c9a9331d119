#include "signet/claims.h"

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
  const ReadClaims read =
      ClaimsReader::read(object, {.others = Scrutiny::off}, {.types = report, .values = report, .warnings = report});
  if (!report.empty()) return std::unexpected(std::move(report).take_first());
  return read.claims;
}

}  // namespace signet::jwt
