// What may be wrong with an answer as HTTP has it.
#include <chrono>
#include <cstdlib>

#include "cli/doctor.h"
#include "cli/network.h"
#include "cli/text.h"
#include "cli/when.h"
#include "codec/http_date.h"
#include "keys/jwks_response.h"
#include "signet/jwt.h"
#include "signet/remote_jwks.h"

namespace signet::cli {
namespace {

constexpr int kRedirects = 300;
constexpr int kClientErrors = 400;

bool is_redirect(const Answer& answer) {
  return answer.response && answer.response->status >= kRedirects && answer.response->status < kClientErrors;
}

std::size_t limit() {
  return RemoteKeyOptions{}.max_body;
}

/// A symptom for each answer that verifiers read and that `say` says something of.
template <class Say>
std::vector<Symptom> of_each_answer(const Examination& seen, Say say) {
  std::vector<Symptom> symptoms;
  for (const Answer* const answer : seen.used_answers())
    if (std::string what = say(*answer); !what.empty()) symptoms.push_back({text("{}: {}", answer->url, what)});
  return symptoms;
}

std::vector<Symptom> find_unreachable(const Examination& seen) {
  std::vector<Symptom> symptoms;
  for (const Answer* const answer : seen.used_answers()) {
    if (answer->response || answer->response.error().code == Errc::limit_exceeded) continue;
    const Error& error = answer->response.error();
    symptoms.push_back({text("{}: {}: {}", answer->url, to_string(error), text_of(error.code)), network_hint(error)});
  }
  return symptoms;
}

std::vector<Symptom> find_redirect(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    if (!is_redirect(answer)) return std::string();
    return text("status {}, to {}", answer.response->status, answer.field("Location"));
  });
}

std::vector<Symptom> find_status(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    const bool is_fine = !answer.response || answer.has_status(keys::kStatusOk) || is_redirect(answer);
    return is_fine ? std::string() : text("status {}", answer.response->status);
  });
}

std::vector<Symptom> find_content_type(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    if (!answer.has_status(keys::kStatusOk)) return std::string();
    const auto taken = keys::check_json_response(*answer.response);
    return taken ? std::string() : text("Content-Type: {}", answer.field("Content-Type"));
  });
}

std::vector<Symptom> find_no_content_type(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) -> std::string {
    const bool is_missing = answer.has_status(keys::kStatusOk) && answer.field("Content-Type").empty();
    return is_missing ? "without a Content-Type" : "";
  });
}

std::vector<Symptom> find_too_large(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    if (!answer.response && answer.response.error().code == Errc::limit_exceeded)
      return text("more than {} octets", kMaxKeySetText);
    const bool is_fine = !answer.response || answer.response->body.size() <= limit();
    return is_fine ? std::string() : text("{} octets", answer.response->body.size());
  });
}

std::vector<Symptom> find_large(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    const std::size_t octets = answer.response ? answer.response->body.size() : 0;
    return octets > limit() / 2 && octets <= limit() ? text("{} octets of {}", octets, limit()) : std::string();
  });
}

std::string in_milliseconds(Duration time) {
  return text("{} ms", std::chrono::ceil<std::chrono::milliseconds>(time).count());
}

std::vector<Symptom> find_too_slow(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    return answer.response && answer.took > RemoteKeyOptions{}.timeout ? in_milliseconds(answer.took) : std::string();
  });
}

std::vector<Symptom> find_slow(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    constexpr Duration kSlow = std::chrono::seconds(1);
    const bool is_slow = answer.response && answer.took > kSlow && answer.took <= RemoteKeyOptions{}.timeout;
    return is_slow ? in_milliseconds(answer.took) : std::string();
  });
}

std::vector<Symptom> find_clock(const Examination& seen) {
  return of_each_answer(seen, [](const Answer& answer) {
    const auto date = codec::parse_http_date(answer.field("Date"));
    // An answer of a cache has the date of when it was made.
    if (!date || !answer.field("Age").empty()) return std::string();
    const Duration ahead = *date - std::chrono::floor<std::chrono::seconds>(answer.at);
    if (std::chrono::abs(ahead) <= jwt::kDefaultLeeway) return std::string();
    return text("its clock is {} {} that of this machine", to_words(std::chrono::abs(ahead)),
                ahead > Duration::zero() ? "ahead of" : "behind");
  });
}

constexpr CheckRow kRows[] = {
    {"unreachable", Harm::breaks, "a verifier that cannot have the keys refuses every token", "", find_unreachable},
    {"redirect", Harm::breaks,
     "a redirect leads to an address that nobody has vouched for, so verifiers that are careful do not follow it",
     "answer at this very address, or name the other one (jwks_uri)", find_redirect},
    {"status", Harm::breaks, "anything but 200 is no key set, and no metadata", "correct the server", find_status},
    {"content_type", Harm::breaks,
     "a verifier takes JSON alone, so that a page for people, or a file that somebody uploaded, is not taken for keys",
     "answer with Content-Type: application/jwk-set+json for keys, application/json for metadata", find_content_type},
    {"content_type_missing", Harm::note, "some clients take no answer that does not say what it is",
     "answer with Content-Type: application/jwk-set+json for keys, application/json for metadata",
     find_no_content_type},
    {"too_large", Harm::breaks, "a verifier reads 64K, so that nobody can fill its memory",
     "take keys that are no longer used, and certificates (x5c), out of the set", find_too_large},
    {"large", Harm::warns, "a verifier reads 64K: with a few keys more it refuses the answer",
     "take keys that are no longer used, and certificates (x5c), out of the set", find_large},
    {"too_slow", Harm::breaks, "a verifier waits 5 seconds for an answer", "serve it from a cache, or a file",
     find_too_slow},
    {"slow", Harm::warns, "the first token after a key is published waits for this answer, or is refused",
     "serve it from a cache, or a file", find_slow},
    {"clock", Harm::warns,
     "a verifier allows 10 seconds: tokens of a clock that is ahead are not valid yet, those of one behind expire "
     "early",
     "set the clocks by NTP", find_clock},
};

}  // namespace

std::span<const CheckRow> answer_checks() noexcept {
  return kRows;
}

}  // namespace signet::cli
