#include "keys/poll_options.h"

#include "codec/uri.h"

namespace signet::keys {
namespace {

/// The shortest pause between two requests.
constexpr Duration kMinPause = std::chrono::milliseconds(10);
constexpr Duration kMaxPause = std::chrono::hours(1);

bool is_pause(Duration value) noexcept {
  return value >= kMinPause && value <= kMaxPause;
}

}  // namespace

Result<> check_url(std::string_view url) {
  const auto uri = codec::parse_uri(url);
  const bool is_http = uri && (codec::has_scheme(*uri, "https") || codec::has_scheme(*uri, "http"));
  if (!is_http || uri->host.empty() || uri->fragment) return fail(Errc::fetch_refused, "url");
  return {};
}

Result<> check_seams(const RemoteSeams& seams) {
  if (seams.http == nullptr) return fail(Errc::policy_incomplete, "http");
  if (seams.timers == nullptr) return fail(Errc::policy_incomplete, "timers");
  if (seams.clock == nullptr) return fail(Errc::policy_incomplete, "clock");
  return {};
}

Result<> check_pacing(Duration answer_within, const Pacing& pacing) {
  if (!is_pause(answer_within)) return fail(Errc::limit_exceeded, "answer_within");
  if (!is_pause(pacing.interval)) return fail(Errc::limit_exceeded, "interval");
  if (!is_pause(pacing.first_retry)) return fail(Errc::limit_exceeded, "first_retry");
  if (!is_pause(pacing.max_retry) || pacing.max_retry < pacing.first_retry)
    return fail(Errc::limit_exceeded, "max_retry");
  return {};
}

AlgorithmSet asymmetric_algorithms() {
  AlgorithmSet set;
  for (const SignatureAlgorithm* row : signature_algorithms())
    if (describe(*row).kty != name_of(KeyType::oct)) set.add(*row);
  return set;
}

}  // namespace signet::keys
