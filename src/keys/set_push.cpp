// Push-Based SET Delivery Using HTTP: RFC 8935.
#include <algorithm>
#include <iterator>
#include <utility>

#include "keys/media_type.h"
#include "keys/set_intake.h"
#include "signet/json.h"
#include "signet/security_events.h"
#include "try.h"

namespace signet {
namespace {

constexpr std::string_view kNames[] = {"invalid_request",  "invalid_key",           "invalid_issuer",
                                       "invalid_audience", "authentication_failed", "access_denied"};

/// What a refusal is called for a transmitter; the first row that fits counts, and what fits none is invalid_request.
struct ErrorRow {
  Errc code;
  std::string_view subject;  ///< empty: any
  std::optional<SetError> told;
};
constexpr ErrorRow kErrors[] = {
    // Not the transmitter's fault.
    {Errc::keys_unavailable, {}, std::nullopt},
    {Errc::internal, {}, std::nullopt},
    {Errc::limit_exceeded, "entries", std::nullopt},
    {Errc::alg_not_allowed, {}, SetError::invalid_key},
    {Errc::alg_unavailable, {}, SetError::invalid_key},
    {Errc::key_not_found, {}, SetError::invalid_key},
    {Errc::key_mismatch, {}, SetError::invalid_key},
    {Errc::weak_key, {}, SetError::invalid_key},
    {Errc::revoked, "kid", SetError::invalid_key},
    {Errc::bad_signature, {}, SetError::authentication_failed},
    {Errc::claim_mismatch, "iss", SetError::invalid_issuer},
    {Errc::claim_mismatch, "aud", SetError::invalid_audience},
    {Errc::claim_missing, "aud", SetError::invalid_audience},
    {Errc::claim_mismatch, "sub_id", SetError::access_denied},
};

SetPushAnswer answer_to(const Error& error) {
  const std::optional<SetError> told = set_error_of(error);
  if (!told) return {.status = 503};
  std::string description(text_of(error.code));
  if (!error.subject.empty()) description.append(": ").append(error.subject);
  return SetReceiver::refuse(*told, description);
}

}  // namespace

std::string_view name_of(SetError error) noexcept {
  return kNames[static_cast<std::size_t>(error)];
}

std::optional<SetError> set_error_of(const Error& error) noexcept {
  const auto* const row = std::ranges::find_if(kErrors, [&](const ErrorRow& each) {
    return each.code == error.code && (each.subject.empty() || each.subject == error.subject);
  });
  return row == std::end(kErrors) ? SetError::invalid_request : row->told;
}

SetReceiver::SetReceiver(std::shared_ptr<const SetIntake> intake) noexcept : intake_(std::move(intake)) {}

Result<SetReceiver> SetReceiver::make(SecurityEventOptions options) {
  SIGNET_TRY(std::shared_ptr<const SetIntake> intake, SetIntake::make(std::move(options)));
  return SetReceiver(std::move(intake));
}

SetPushAnswer SetReceiver::receive(std::string_view content_type, std::string_view body, Timestamp now) const {
  //= rfc8935#2.1 the Content-Type of the request MUST be application/secevent+jwt
  if (!keys::is_media_type(content_type, "application/secevent+jwt")) {
    const Error error{Errc::typ_mismatch, "content_type"};
    intake_->tell(SecurityEventNotice::Kind::refused, &error, 0);
    return answer_to(error);
  }
  const Result<SetIntake::Taken> taken = intake_->take(body, nullptr, now);
  intake_->tell(taken);
  //= rfc8935#2 a SET that comes again MUST be answered as if it had not come before
  //= rfc8935#2.2 the status is 202, and the body of the response MUST be empty
  return taken ? SetPushAnswer{} : answer_to(taken.error());
}

SetPushAnswer SetReceiver::refuse(SetError error, std::string_view description) {
  //= rfc8935#2.3 the status SHALL be 400, and the body a JSON object with err and description
  json::Writer body;
  body.begin_object().member("err", name_of(error)).member("description", description).end_object();
  return {.status = 400, .body = body.take_string()};
}

}  // namespace signet
