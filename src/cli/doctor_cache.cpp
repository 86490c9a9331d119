// How long a key set may be kept, and whether it is cheap to ask again: RFC 9111, RFC 9110 section 13.
#include <chrono>

#include "cli/doctor.h"
#include "cli/text.h"
#include "cli/when.h"
#include "keys/jwks_response.h"
#include "signet/remote_jwks.h"

namespace signet::cli {
namespace {

std::optional<Keeping> keeping_of(const Examination& seen) {
  if (!seen.set || !seen.keys->has_status(keys::kStatusOk)) return std::nullopt;
  return cli::keeping_of(*seen.keys->response);
}

std::vector<Symptom> when(bool is_so, std::string what) {
  std::vector<Symptom> symptoms;
  if (is_so) symptoms.push_back({std::move(what)});
  return symptoms;
}

std::vector<Symptom> find_absent(const Examination& seen) {
  const auto keeping = keeping_of(seen);
  return when(keeping && !keeping->fresh_for, text("no Cache-Control and no Expires: Signet keeps it for {}",
                                                   to_words(RemoteKeyOptions{}.default_max_age)));
}

std::vector<Symptom> find_short(const Examination& seen) {
  const auto keeping = keeping_of(seen);
  const bool is_short = keeping && keeping->fresh_for && *keeping->fresh_for < RemoteKeyOptions{}.min_max_age;
  return when(is_short, is_short ? text("{}: Signet keeps it for {} all the same", cache_fields(*seen.keys->response),
                                        to_words(keeping->kept))
                                 : "");
}

std::vector<Symptom> find_long(const Examination& seen) {
  const auto keeping = keeping_of(seen);
  const bool is_long = keeping && keeping->fresh_for && *keeping->fresh_for > RemoteKeyOptions{}.max_max_age;
  return when(is_long, is_long ? text("{}: Signet keeps it for {}, and no longer", cache_fields(*seen.keys->response),
                                      to_words(keeping->kept))
                               : "");
}

std::vector<Symptom> find_no_etag(const Examination& seen) {
  return when(keeping_of(seen) && seen.keys->field("ETag").empty(), "the answer has no ETag");
}

std::vector<Symptom> find_etag_ignored(const Examination& seen) {
  if (!keeping_of(seen) || !seen.again || !seen.again->response) return {};
  const int status = seen.again->response->status;
  // Another entity-tag: the set has changed in between.
  const bool is_fine = status == keys::kStatusNotModified || seen.again->field("ETag") != seen.keys->field("ETag");
  return when(!is_fine, text("asked with its own ETag, it answers with status {}, not 304", status));
}

constexpr CheckRow kRows[] = {
    {"cache_absent", Harm::warns, "each verifier guesses for how long the set holds, and the guesses differ",
     "answer with Cache-Control: max-age=300, or what fits the rotation of your keys", find_absent},
    {"cache_short", Harm::warns,
     "verifiers that keep to it ask for the set all the time, and stop verifying as soon as the issuer is away",
     "let the set be kept for minutes: Cache-Control: max-age=300", find_short},
    {"cache_long", Harm::warns, "a key that is taken back is trusted for as long, and a new one is late for as long",
     "let the set be kept for an hour, and a day at most", find_long},
    {"etag_absent", Harm::note, "without it the set is sent whole each time it is asked for",
     "answer with an ETag, and with 304 where If-None-Match has it", find_no_etag},
    {"etag_ignored", Harm::warns, "the set is sent whole each time it is asked for",
     "answer with 304 where If-None-Match has the current ETag", find_etag_ignored},
};

}  // namespace

std::span<const CheckRow> cache_checks() noexcept {
  return kRows;
}

}  // namespace signet::cli
