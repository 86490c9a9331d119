#include "cli/key_watch.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <utility>

#include "cli/failure.h"
#include "cli/text.h"
#include "cli/when.h"
#include "keys/jwks_response.h"
#include "signet/remote_jwks.h"

namespace signet::cli {
namespace {

std::string named(const SetMember& member) {
  return text("{} ({})", member.kid.empty() ? "a key without a kid" : member.kid, describe(member));
}

/// Which member it is: by kid, and where that says nothing by the key itself. Of several the same, the first, the
/// second ...
using Identity = std::pair<std::string, std::size_t>;
std::map<Identity, const SetMember*> by_identity(const std::vector<SetMember>& members) {
  std::map<std::string, std::size_t> seen;
  std::map<Identity, const SetMember*> found;
  for (const SetMember& member : members) {
    const std::string name = member.kid.empty() ? text("without kid: {}", member.thumbprint) : "kid: " + member.kid;
    found.emplace(Identity{name, seen[name]++}, &member);
  }
  return found;
}

/// What is said of keeping, without what changes from answer to answer.
std::string cache_of(const Answer& answer) {
  std::string control = answer.field("Cache-Control");
  if (!control.empty()) return control;
  return answer.field("Expires").empty() ? std::string() : "Expires";
}

std::string or_nothing(const std::string& cache) {
  return cache.empty() ? "nothing" : cache;
}

}  // namespace

void WatchedSet::compare(const std::vector<SetMember>& members, std::vector<WatchEvent>& events) const {
  const auto before = by_identity(members_);
  const auto after = by_identity(members);
  for (const auto& [identity, member] : before)
    if (!after.contains(identity)) events.push_back({.kind = "removed", .what = named(*member), .member = *member});
  for (const auto& [identity, member] : after) {
    const auto was = before.find(identity);
    if (was == before.end()) {
      events.push_back({.kind = "added", .what = named(*member), .member = *member});
    } else if (!(*was->second == *member)) {
      const bool is_same_key = was->second->thumbprint == member->thumbprint;
      events.push_back(
          {.kind = "changed",
           .what = text("{}: {}{}", named(*member), is_same_key ? "was " : "another key; was ", describe(*was->second)),
           .member = *member});
    }
  }
}

std::vector<WatchEvent> WatchedSet::fail(Error error) {
  kept_ = RemoteKeyOptions{}.cool_down;
  const bool is_news = !error_ || to_string(*error_) != to_string(error);
  error_ = error;
  if (!is_news) return {};
  const std::string what = text("{}: {}", to_string(error), text_of(error.code));
  return {{.kind = "failed", .what = what, .member = std::nullopt, .error = std::move(error)}};
}

std::vector<WatchEvent> WatchedSet::take(const Answer& answer) {
  if (!answer.response) return fail(answer.response.error());
  const bool is_same = has_set_ && answer.has_status(keys::kStatusNotModified);
  std::vector<SetMember> members;
  if (!is_same) {
    const auto set = keys::read_jwks(*answer.response);
    if (!set) return fail(set.error());
    members = members_of(*set);
  }
  std::vector<WatchEvent> events;
  if (std::exchange(error_, std::nullopt) && has_set_)
    events.push_back({.kind = "recovered", .what = "the set can be had again", .member = std::nullopt});
  const std::string cache = cache_of(answer);
  if (!has_set_) {
    const std::string what = text("{} keys, kept for {}", members.size(), to_words(keeping_of(*answer.response).kept));
    events.push_back({.kind = "loaded", .what = what, .member = std::nullopt, .cache = cache});
  } else if (cache != cache_ && !(is_same && cache.empty())) {
    const std::string what = text("{}; before {}", or_nothing(cache), or_nothing(cache_));
    events.push_back({.kind = "cache", .what = what, .member = std::nullopt, .cache = cache});
  }
  if (!is_same) {
    compare(members, events);
    members_ = std::move(members);
    etag_ = answer.field("ETag");
  }
  // A 304 need not say again what was said (RFC 9110 section 15.4.5).
  if (!is_same || !cache.empty()) {
    cache_ = cache;
    kept_ = keeping_of(*answer.response).kept;
  }
  has_set_ = true;
  return events;
}

std::string to_text(const WatchEvent& event, Timestamp when) {
  std::string kind(event.kind);
  constexpr std::size_t kWidth = 9;
  kind.resize(kWidth, ' ');
  const std::string date = to_date(std::chrono::floor<std::chrono::seconds>(when));
  return text("{}  {}  {}\n", date, kind, printable(event.what));
}

std::string to_json(const WatchEvent& event, Timestamp when) {
  json::Writer out;
  out.begin_object().member("time", to_date(std::chrono::floor<std::chrono::seconds>(when)));
  out.member("event", event.kind);
  if (event.member) write_member_facts(out, *event.member);
  if (event.error) {
    out.member("code", name_of(event.error->code)).member("subject", json_text(event.error->subject));
    out.member("message", text_of(event.error->code));
  }
  if (event.kind == "loaded" || event.kind == "cache") out.member("cache_control", json_text(event.cache));
  out.end_object();
  return out.take_string();
}

}  // namespace signet::cli
