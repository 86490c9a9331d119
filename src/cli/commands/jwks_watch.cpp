// signet jwks watch
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <future>

#include "cli/key_watch.h"
#include "cli/network.h"
#include "cli/sections.h"
#include "cli/stop_signals.h"
#include "cli/when.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kWatchFlags[] = {
    {"--interval", "DURATION",
     "ask again after this time, 1s at least, instead of when the answer may not be kept longer"},
    {"--count", "N", "end after so many answers, instead of when it is stopped"},
};
constexpr FlagGroup kGroups[] = {
    {"When", kWatchFlags},
    {"Where the set is", kKeySetPlaceFlags},
    {"Network", kNetworkFlags},
};

struct Rhythm {
  std::optional<Duration> interval;
  std::uint64_t count = UINT64_MAX;
};

Outcome<Rhythm> read_rhythm(const Invocation& run) {
  Rhythm rhythm;
  if (run.args.has("--interval")) {
    SIGNET_TRY(rhythm.interval, run.duration("--interval"));
    if (*rhythm.interval < std::chrono::seconds(1))
      return usage("--interval", "the interval is less than a second", "write --interval 1m");
  }
  if (run.args.has("--count")) {
    constexpr std::size_t kMany = std::size_t{1} << 30;
    SIGNET_TRY(rhythm.count, run.size("--count", 1, kMany));
  }
  return rhythm;
}

/// The answer; nothing when a signal came first.
std::optional<Answer> ask_unless_stopped(Fetcher& fetcher, HttpRequest request, const StopSignals& stop) {
  constexpr Duration kStep = std::chrono::milliseconds(20);
  const std::string url = request.url;
  const auto promise = std::make_shared<std::promise<Result<HttpResponse>>>();
  std::future<Result<HttpResponse>> answer = promise->get_future();
  const auto begin = std::chrono::steady_clock::now();
  fetcher.send(std::move(request), [promise](Result<HttpResponse> result) { promise->set_value(std::move(result)); });
  while (answer.wait_for(std::chrono::seconds::zero()) != std::future_status::ready)
    if (stop.came_within(kStep)) return std::nullopt;
  const auto took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - begin);
  return Answer{.url = url, .response = answer.get(), .at = wall_clock(), .took = took};
}

Outcome<> print(const Invocation& run, const std::vector<WatchEvent>& events, Timestamp when) {
  for (const WatchEvent& event : events) {
    if (run.json()) {
      SIGNET_CHECK(run.console.write_json(to_json(event, when)));
    } else {
      SIGNET_CHECK(run.console.write(to_text(event, when)));
    }
  }
  return {};
}

Outcome<> run_jwks_watch(Invocation& run) {
  SIGNET_TRY(const Rhythm rhythm, read_rhythm(run));
  const StopSignals stop;
  SIGNET_TRY(const std::shared_ptr<Fetcher> fetcher, start_fetcher(run));
  SIGNET_TRY(const std::string url, key_set_url(run, *fetcher));
  WatchedSet set;
  for (std::uint64_t count = 1;; ++count) {
    const auto answer = ask_unless_stopped(*fetcher, key_set_request(url, set.etag()), stop);
    if (!answer) return {};
    SIGNET_CHECK(print(run, set.take(*answer), answer->at));
    if (count >= rhythm.count) break;
    if (stop.came_within(rhythm.interval.value_or(set.kept()))) return {};
  }
  // Who asked for a number of answers wants to know whether there was one.
  if (!set.has_set()) return std::unexpected(at_url(*set.error(), url));
  return {};
}

}  // namespace

constinit const Command rows::jwks_watch = {
    .section = kKeySets,
    .name = "jwks watch",
    .summary = "fetch a key set again and again, and print what changes",
    .about =
        "Fetches the set when a verifier would, which is when the answer before may not be kept any longer (30 seconds "
        "to a day), or with --interval at that interval, with the entity-tag of the answer before. Each line is an "
        "event with its time: loaded, added, removed, changed, cache (what the answer says of keeping it), failed, "
        "recovered. With --json each line is an object.\n"
        "It ends with SIGINT or SIGTERM, or after --count answers; when none of these was a set, as signet jwks fetch "
        "would.",
    .positional = {.name = "URL", .help = "the https address of a JWK Set", .required = false},
    .groups = kGroups,
    .example = "signet jwks watch https://as.example/jwks.json --interval 1m",
    .run = run_jwks_watch,
};

}  // namespace signet::cli
