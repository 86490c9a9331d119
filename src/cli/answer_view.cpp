#include "cli/answer_view.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/console.h"
#include "cli/text.h"
#include "cli/when.h"
#include "keys/http_cache.h"
#include "signet/jwk_set.h"
#include "signet/remote_jwks.h"

namespace signet::cli {
namespace {

struct ShownField {
  std::string_view name;
  std::string_view member;  // in JSON
};
constexpr ShownField kCacheFields[] = {
    {"Cache-Control", "cache_control"}, {"Expires", "expires"}, {"Age", "age"}, {"ETag", "etag"}};

/// All fields of the name, as one value (RFC 9110 section 5.3).
std::string all_of(const HttpResponse& response, std::string_view name) {
  std::string value;
  for (const HttpField& field : response.fields)
    if (HttpResponse{.fields = {{field.name, ""}}}.find(name) != nullptr)
      value += (value.empty() ? "" : ", ") + field.value;
  return value;
}

}  // namespace

std::string Answer::field(std::string_view name) const {
  return response ? all_of(*response, name) : std::string();
}

HttpRequest key_set_request(std::string url, std::string_view etag) {
  HttpRequest request{.url = std::move(url), .fields = {{"Accept", "application/jwk-set+json, application/json"}}};
  if (!etag.empty()) request.fields.push_back({"If-None-Match", std::string(etag)});
  return request;
}

Answer ask(Fetcher& fetcher, HttpRequest request) {
  std::string url = request.url;
  const auto begin = std::chrono::steady_clock::now();
  auto response = fetcher.send_and_wait(std::move(request));
  const auto took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begin);
  return {.url = std::move(url), .response = std::move(response), .at = wall_clock(), .took = took};
}

Keeping keeping_of(const HttpResponse& response) {
  const RemoteKeyOptions usual;
  const keys::Freshness said = keys::read_freshness(response);
  std::optional<Duration> fresh;
  if (said.lifetime) fresh = keys::fresh_for(said, *said.lifetime, Duration::zero());
  return {.fresh_for = fresh,
          .kept = std::clamp(fresh.value_or(usual.default_max_age), usual.min_max_age, usual.max_max_age)};
}

std::string cache_fields(const HttpResponse& response) {
  std::string out;
  for (const ShownField& shown : kCacheFields)
    if (const std::string value = all_of(response, shown.name); !value.empty())
      out += text("{}{}: {}", out.empty() ? "" : ", ", shown.name, value);
  return out;
}

void write_answer_facts(json::Writer& out, const Answer& answer) {
  if (!answer.response) return;
  const auto seconds = [](Duration duration) {
    return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  };
  out.key("status").integer(answer.response->status);
  out.key("octets").integer(static_cast<std::int64_t>(answer.response->body.size()));
  out.key("milliseconds").integer(std::chrono::ceil<std::chrono::milliseconds>(answer.took).count());
  member_or_null(out, "content_type", answer.field("Content-Type"));
  for (const ShownField& shown : kCacheFields) member_or_null(out, shown.member, answer.field(shown.name));
  const Keeping keeping = keeping_of(*answer.response);
  out.key("fresh_for");
  if (keeping.fresh_for) {
    out.integer(seconds(*keeping.fresh_for));
  } else {
    out.null();
  }
  out.key("kept_for").integer(seconds(keeping.kept));
}

}  // namespace signet::cli
