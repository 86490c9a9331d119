#include "server/oauth/report.h"

#include "codec/ascii.h"
#include "codec/rfc3339.h"
#include "server/json_line.h"
#include "server/oauth/services.h"
#include "server/oauth/tally.h"

namespace signet::server::oauth {
namespace {

constexpr std::size_t kTraceparent = 55;

/// "00-" 32 digits "-" 16 digits "-" 2 digits, in lower case (W3C Trace Context section 3.2).
std::string trace_of(const net::Request& request) {
  const std::string* field = request.find("traceparent");
  const auto fits = [](char c) { return codec::is_digit(c) || (c >= 'a' && c <= 'f') || c == '-'; };
  if (field == nullptr || field->size() != kTraceparent || !codec::all(*field, fits)) return {};
  return *field;
}

}  // namespace

Report::Report(std::string_view endpoint, const net::Request& request, Timestamp begun)
    : endpoint_(endpoint), begun_(begun), peer_(request.peer.address), trace_(trace_of(request)) {}

void Report::issued(Services& services, const TokenPlan& plan, std::string_view token_id) const {
  services.tally().count_token(plan.api->signer ? plan.api->record.algorithm : std::string_view("asymmetric"));
  services.tally().count(endpoint_, "ok", services.catalog().clock()->now() - begun_);
  if (!services.logs_all()) return;
  JsonLine line;
  line.add("time", codec::to_rfc3339(begun_));
  line.add("event", "token_issued");
  line.add("tenant", tenant_);
  line.add("client", plan.authorization.client_id);
  line.add_hash("sub_sha256", plan.authorization.subject);
  line.add("audience", plan.api->record.audience);
  line.add("scope", plan.scope);
  line.add_hash("jti_sha256", token_id);
  if (!plan.jkt.empty()) line.writer().key("bound").boolean(true);
  line.add("peer", peer_);
  line.add("traceparent", trace_);
  services.log()->write(line.take());
}

void Report::refused(Services& services, const Refusal& refusal) const {
  services.tally().count(endpoint_, row_of(refusal.what).name, services.catalog().clock()->now() - begun_);
  if (services.log() == nullptr) return;
  JsonLine line;
  line.add("time", codec::to_rfc3339(begun_));
  line.add("event", "refused");
  line.add("endpoint", endpoint_);
  line.add("tenant", tenant_);
  line.add("client", refusal.client);
  line.add("error", row_of(refusal.what).name);
  if (refusal.cause) line.add("cause", to_string(*refusal.cause));
  line.add("peer", peer_);
  line.add("traceparent", trace_);
  services.log()->write(line.take());
}

void Report::done(Services& services, std::string_view what) const {
  services.tally().count(endpoint_, what, services.catalog().clock()->now() - begun_);
}

}  // namespace signet::server::oauth
