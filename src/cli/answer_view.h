// Answers of servers: asked with the time they took, and what they say of how long they may be kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "signet/fetcher.h"
#include "signet/json.h"
#include "signet/timestamp.h"

namespace signet::cli {

struct Answer {
  std::string url;
  Result<HttpResponse> response;
  Timestamp at;     // this machine's time when it came
  Duration took{};  // from the question to the last octet

  /// The value of a field; empty where there is none, or no answer.
  std::string field(std::string_view name) const;
  bool has_status(int status) const { return response && response->status == status; }
};

/// The question for a set; with the entity-tag of the one that is there, when it is not empty.
HttpRequest key_set_request(std::string url, std::string_view etag);
/// Asks and waits.
Answer ask(Fetcher& fetcher, HttpRequest request);

/// What an answer says of keeping it, and what a verifier makes of it.
struct Keeping {
  std::optional<Duration> fresh_for;  ///< nothing: it does not say
  Duration kept{};                    ///< brought into the bounds that a RemoteJwkSet has
};
Keeping keeping_of(const HttpResponse& response);

/// "Cache-Control: max-age=300, Age: 4, ETag: \"a\"", of the fields that are there.
std::string cache_fields(const HttpResponse& response);
/// {"status","octets","milliseconds","content_type","cache_control","age","etag","fresh_for","kept_for"}, into an
/// object that is open; durations in seconds, null for what was not said.
void write_answer_facts(json::Writer& out, const Answer& answer);

}  // namespace signet::cli
