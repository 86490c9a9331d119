// /revocations: the signed feed, docs/protocols/revocation-feed.md.
#include <algorithm>
#include <atomic>
#include <charconv>
#include <optional>

#include "codec/ascii.h"
#include "codec/form.h"
#include "keys/feed_page.h"
#include "net/ip_range.h"
#include "server/oauth/endpoint.h"

namespace signet::server::oauth {
namespace {

constexpr std::string_view kMethods[] = {"GET"};
/// Requests are held no longer, whatever they ask for.
constexpr std::uint64_t kLongestWait = 30;
/// For what one client is likely to have: a hundred verifiers that ask once a second.
constexpr std::size_t kPagesPerSecond = 100;

struct Query {
  std::uint64_t since = 0;
  std::uint64_t wait = 0;  // seconds
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = error == std::errc() && end == text.data() + text.size() && codec::all(text, codec::is_digit);
  return is_whole && value <= feed::kMaxSequence ? std::optional(value) : std::nullopt;
}

std::optional<Query> parse_query(const net::Request& request) {
  const auto fields = codec::parse_form(request.query);
  if (!fields) return std::nullopt;
  Query query;
  for (const codec::FormField& field : *fields) {
    const auto value = number(field.value);
    if (!value) return std::nullopt;
    if (field.name == "since") query.since = *value;
    if (field.name == "wait") query.wait = std::min(*value, kLongestWait);
  }
  return query;
}

/// A request that is held; it is answered once, by news or by the end of its time.
class Held {
 public:
  Held(Services& of, std::shared_ptr<Tenant> whose, std::uint64_t behind, std::string from, net::Pending answer)
      : tenant(std::move(whose)), since(behind), pending(std::move(answer)), services_(of), address_(std::move(from)) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  /// With its timer, so that what waits for nothing any more counts as well.
  ~Held() { services_.held().leave(address_); }

  std::shared_ptr<Tenant> tenant;
  std::uint64_t since;
  net::Pending pending;
  std::atomic<bool> is_answered = false;

 private:
  Services& services_;
  std::string address_;
};

net::Response unavailable() {
  return {.status = 503, .fields = {{"Retry-After", "1"}, {"Cache-Control", "no-store"}}};
}

void send_page(Tenant& tenant, std::uint64_t since, net::Pending pending) {
  const auto signer = tenant.signer();
  if (!signer) return pending.answer(unavailable());
  auto held = std::make_shared<net::Pending>(std::move(pending));
  tenant.revocations().page(since, signer, [held](Result<std::string> page) {
    if (!page) return held->answer(unavailable());
    //= rfc9111#5.2.2.5 no-store: nobody but the reader keeps a page
    held->answer({.fields = {{"Content-Type", std::string(feed::kPageMediaType)}, {"Cache-Control", "no-store"}},
                  .body = *std::move(page)});
  });
}

void end_waiting(const std::shared_ptr<Held>& held) {
  if (held->is_answered.exchange(true)) return;
  send_page(*held->tenant, held->since, std::move(held->pending));
}

void answer(Services& services, std::shared_ptr<Tenant> tenant, const net::Request& request, net::Pending pending) {
  const auto query = parse_query(request);
  if (!query)
    return pending.answer({.status = 400,
                           .fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
                           .body = R"({"error":"invalid_request"})"});
  //= rfc6585#4 429: pages cost a signature each, and anybody may ask
  if (!services.rates().take("feed", net::client_block(request.peer.address), kPagesPerSecond,
                             services.catalog().clock()->now()))
    return pending.answer({.status = 429, .fields = {{"Retry-After", "1"}, {"Cache-Control", "no-store"}}});
  Revocations& revocations = tenant->revocations();
  const bool is_held = query->wait != 0 && query->since == revocations.last() &&
                       services.held().enter(net::client_block(request.peer.address));
  if (!is_held) return send_page(*tenant, query->since, std::move(pending));
  auto held = std::make_shared<Held>(services, tenant, query->since, net::client_block(request.peer.address),
                                     std::move(pending));
  const auto ticket = revocations.wait(held->since, [held] { end_waiting(held); });
  if (!ticket) return end_waiting(held);
  services.timers().after(std::chrono::seconds(query->wait), [held, ticket = *ticket] {
    held->tenant->revocations().stop_waiting(ticket);
    end_waiting(held);
  });
}

}  // namespace

constexpr EndpointRow endpoint_rows::revocations{
    .path = "/revocations", .methods = kMethods, .metadata = "signet_revocations_endpoint", .answer = answer};

}  // namespace signet::server::oauth
