#include "keys/token_source_options.h"

#include <algorithm>
#include <chrono>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "keys/issuer_metadata.h"
#include "signet/algorithm.h"
#include "signet/json.h"
#include "try.h"

namespace signet::keys {
namespace {

using Method = ClientAuthentication::Method;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kMaxClientId = 1024;
constexpr std::size_t kMaxSecret = 4096;
constexpr std::size_t kMaxWords = 100;
constexpr std::size_t kMaxWord = 2048;
constexpr std::size_t kMaxDetails = 16u << 10;
constexpr std::size_t kMaxAnswer = 1u << 20;
constexpr unsigned kEarliestRenewal = 10;
constexpr unsigned kLatestRenewal = 90;

struct Bound {
  std::string_view name;
  Duration TokenSourceOptions::* member;
  Duration least;
  Duration most;
};
constexpr Bound kBounds[] = {
    {"spare", &TokenSourceOptions::spare, Duration::zero(), minutes(10)},
    {"default_lifetime", &TokenSourceOptions::default_lifetime, seconds(1), hours(24)},
    {"max_lifetime", &TokenSourceOptions::max_lifetime, seconds(1), hours(24 * 366)},
    {"wait", &TokenSourceOptions::wait, Duration::zero(), minutes(5)},
    {"timeout", &TokenSourceOptions::timeout, milliseconds(1), minutes(1)},
    {"first_retry", &TokenSourceOptions::first_retry, milliseconds(100), hours(1)},
    {"max_retry", &TokenSourceOptions::max_retry, milliseconds(100), hours(1)},
};

// 127.0.0.0/8 and ::1 as they are written, and the name that RFC 6761 section 6.3 keeps for them.
bool is_this_machine(std::string_view host) noexcept {
  const auto of_address = [](char c) { return codec::is_digit(c) || c == '.'; };
  if (codec::equal_ignoring_case(host, "localhost") || host == "[::1]") return true;
  return host.starts_with("127.") && std::ranges::all_of(host, of_address);
}

bool is_scope_character(char c) noexcept {
  return codec::is_vschar(c) && c != ' ' && c != '"' && c != '\\';
}

Result<> check_times(const TokenSourceOptions& options) {
  for (const Bound& bound : kBounds) {
    const Duration value = options.*bound.member;
    if (value < bound.least || value > bound.most) return fail(Errc::limit_exceeded, bound.name);
  }
  if (options.max_retry < options.first_retry) return fail(Errc::limit_exceeded, "max_retry");
  if (options.renew_at_percent < kEarliestRenewal || options.renew_at_percent > kLatestRenewal)
    return fail(Errc::limit_exceeded, "renew_at_percent");
  if (options.max_body == 0 || options.max_body > kMaxAnswer) return fail(Errc::limit_exceeded, "max_body");
  return {};
}

Result<> check_signer(const TokenSourceOptions& options) {
  const ClientAuthentication& client = options.authentication;
  if (client.signer == nullptr) return fail(Errc::policy_incomplete, "signer");
  // The audience of what the client signs.
  if (options.issuer.empty()) return fail(Errc::policy_incomplete, "issuer");
  const SignatureAlgorithm* const row = find_signature_algorithm(client.signer->algorithm());
  const bool is_shared = row != nullptr && describe(*row).kty == "oct";
  if (client.method == Method::private_key_jwt && is_shared) return fail(Errc::symmetric_key, "alg");
  if (client.method == Method::client_secret_jwt && !is_shared) return fail(Errc::key_mismatch, "alg");
  return {};
}

Result<> check_client(const TokenSourceOptions& options) {
  const Method method = options.authentication.method;
  //= rfc6749#A.1 client-id = *VSCHAR
  if (options.client_id.size() > kMaxClientId || !std::ranges::all_of(options.client_id, codec::is_vschar))
    return fail(Errc::claim_rule, "client_id");
  // An assertion may say by itself who asks (RFC 7521 section 4.1); nothing else does.
  const bool may_be_nobody = method == Method::none && options.assertion;
  if (options.client_id.empty() && !may_be_nobody) return fail(Errc::policy_incomplete, "client_id");
  if (method == Method::client_secret_jwt || method == Method::private_key_jwt) return check_signer(options);
  if (method == Method::none) return {};
  const Secret* const secret = options.authentication.secret.get();
  if (secret == nullptr || secret->empty()) return fail(Errc::policy_incomplete, "secret");
  if (secret->size() > kMaxSecret) return fail(Errc::limit_exceeded, "secret");
  return {};
}

Result<> check_words(const std::vector<std::string>& words, std::string_view name, bool (*is_good)(std::string_view)) {
  if (words.size() > kMaxWords) return fail(Errc::limit_exceeded, name);
  for (const std::string& word : words) {
    if (word.size() > kMaxWord) return fail(Errc::limit_exceeded, name);
    if (!is_good(word)) return fail(Errc::claim_rule, name);
  }
  return {};
}

Result<> check_purpose(const TokenSourceOptions& options) {
  SIGNET_CHECK(
      check_words(options.scopes, "scope", [](std::string_view word) { return codec::all(word, is_scope_character); }));
  SIGNET_CHECK(check_words(options.resources, "resource", [](std::string_view word) {
    //= rfc8707#2 an absolute URI, which MUST NOT include a fragment component
    const auto uri = codec::parse_uri(word);
    return uri && !uri->fragment;
  }));
  SIGNET_CHECK(check_words(options.audiences, "audience",
                           [](std::string_view word) { return codec::all(word, codec::is_vschar); }));
  if (options.authorization_details.empty()) return {};
  if (options.authorization_details.size() > kMaxDetails) return fail(Errc::limit_exceeded, "authorization_details");
  const auto details = json::Document::parse(options.authorization_details);
  if (!details || !details->root().is_array()) return fail(Errc::malformed_json, "authorization_details");
  return {};
}

Result<> check_places(const TokenSourceOptions& options) {
  if (options.issuer.empty() && options.token_endpoint.empty()) return fail(Errc::policy_incomplete, "issuer");
  if (!options.token_endpoint.empty()) return check_secret_url(options.token_endpoint);
  SIGNET_CHECK(metadata_urls(options.issuer));
  return check_secret_url(options.issuer);
}

}  // namespace

Result<> check_secret_url(std::string_view url) {
  const auto uri = codec::parse_uri(url);
  if (!uri || !is_web(*uri) || uri->fragment || uri->userinfo || url.size() > kMaxKeysUrl)
    return fail(Errc::fetch_refused, "url");
  //= rfc6749#3.2 the server MUST require TLS, as requests carry credentials in the clear
  if (!codec::has_scheme(*uri, "https") && !is_this_machine(uri->host)) return fail(Errc::fetch_refused, "scheme");
  return {};
}

Result<> check_options(const TokenSourceOptions& options) {
  SIGNET_CHECK(check_places(options));
  SIGNET_CHECK(check_client(options));
  SIGNET_CHECK(check_purpose(options));
  return check_times(options);
}

}  // namespace signet::keys
