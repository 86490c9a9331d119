#include "signet/jwt.h"

namespace signet::jwt {

Policy& Policy::issuer(std::string_view exact) {
  issuers_.emplace_back(exact);
  return *this;
}

Policy& Policy::any_issuer() {
  any_issuer_ = true;
  return *this;
}

Policy& Policy::audience(std::string_view exact) {
  audiences_.emplace_back(exact);
  return *this;
}

Policy& Policy::any_audience() {
  any_audience_ = true;
  return *this;
}

Policy& Policy::algorithms(std::initializer_list<std::string_view> names) {
  return algorithms(std::span(names.begin(), names.size()));
}

Policy& Policy::algorithms(std::span<const std::string_view> names) {
  algorithm_names_.insert(algorithm_names_.end(), names.begin(), names.end());
  return *this;
}

Policy& Policy::algorithms(const AlgorithmSet& rows) {
  for (const SignatureAlgorithm* row : rows.rows()) algorithms_.add(*row);
  return *this;
}

Policy& Policy::dated(std::string_view name) {
  dated_ = name;
  return *this;
}

Policy& Policy::typ(std::string_view media_type) {
  typs_.emplace_back(media_type);
  return *this;
}

Policy& Policy::typ_jwt() {
  typ_may_be_absent_ = true;
  return typ("JWT");
}

Policy& Policy::any_typ() {
  any_typ_ = true;
  return *this;
}

Policy& Policy::leeway(Duration clock_skew) {
  leeway_ = clock_skew;
  return *this;
}

Policy& Policy::max_age(Duration since_iat) {
  max_age_ = since_iat;
  return *this;
}

Policy& Policy::require(std::string_view claim) {
  required_.emplace_back(claim);
  return *this;
}

Policy& Policy::check(std::string name, Check rule) {
  checks_.emplace_back(std::move(name), std::move(rule));
  return *this;
}

Policy& Policy::registered_claims(Scrutiny scrutiny) {
  registered_claims_ = scrutiny;
  return *this;
}

Policy& Policy::profile(const Profile& profile) {
  profiles_.push_back(&profile);
  return *this;
}

Policy& Policy::revocations(std::shared_ptr<const RevocationSource> source, std::string_view grant_claim) {
  revocations_ = std::move(source);
  grant_claim_ = grant_claim;
  asks_for_revocations_ = true;
  return *this;
}

Policy& Policy::max_size(std::size_t bytes) {
  max_size_ = bytes;
  return *this;
}

Policy& Policy::encrypted(jwe::Policy outer) {
  encryption_ = std::move(outer);
  return *this;
}

Policy& Policy::shared_key_claims() {
  shared_key_claims_ = true;
  return *this;
}

}  // namespace signet::jwt
