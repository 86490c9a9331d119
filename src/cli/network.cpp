#include "cli/network.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "cli/text.h"
#include "cli/token_input.h"
#include "codec/ascii.h"
#include "keys/issuer_metadata.h"
#include "keys/jwks_response.h"
#include "try.h"

namespace signet::cli {
namespace {

/// For a set and the metadata that may have to be read before it.
constexpr Duration kDeadline = std::chrono::seconds(20);

struct NetworkHint {
  Errc code;
  std::string_view subject;
  std::string_view hint;
};
constexpr NetworkHint kHints[] = {
    {Errc::fetch_refused, "url", "write the whole address: https://as.example/jwks.json"},
    {Errc::fetch_refused, "scheme",
     "only https is fetched; --allow-loopback takes http as well, from this machine alone"},
    {Errc::fetch_refused, "userinfo", "leave the user name out: an address is no place for a password"},
    {Errc::fetch_refused, "address",
     "the name leads to a machine that is not public; --allow-loopback allows this one, for development"},
    {Errc::fetch_refused, "issuer", "an issuer is an https URL without a query and without a fragment"},
    {Errc::fetch_failed, "resolve", "the name is not known here: check its spelling and the name server"},
    {Errc::fetch_failed, "connect", "nothing takes connections there: check the port, the server and what is between"},
    {Errc::fetch_failed, "tls", "the server has to speak TLS 1.2 or newer"},
    {Errc::fetch_failed, "certificate",
     "the server's certificate has expired, is for another name, or comes from an authority that is not trusted; "
     "--ca-file names your own authorities"},
    {Errc::fetch_failed, "timeout", "the server takes too long to answer: try again, or look at its load"},
    {Errc::fetch_failed, "protocol", "what answers there does not speak HTTP, or broke off in the middle"},
    {Errc::limit_exceeded, "bytes", "a verifier reads 64K of a set and of metadata, and no more; no flag changes that"},
    {Errc::response_unusable, "status",
     "the server did not answer with status 200, and redirects are not followed; signet doctor URL shows what it said"},
    {Errc::response_unusable, "content_type",
     "the answer calls itself something other than JSON, as a page for people does; check the address"},
    {Errc::response_unusable, "encoding", "the server compresses an answer although it was not asked to"},
    {Errc::response_unusable, "keys", "the set has no key that can be used; signet jwks lint FILE says why"},
    {Errc::response_unusable, "issuer",
     "the metadata are those of another issuer; issuers are compared octet by octet, so write it as the metadata do if "
     "that is the one you mean"},
    {Errc::response_unusable, "jwks_uri", "the metadata have to name an https address of the key set"},
    {Errc::response_unusable, "token_endpoint", "the metadata have to name an https address of the token endpoint"},
    {Errc::response_unusable, "access_token", "the answer has no token, or one that fits into no field of a request"},
    {Errc::response_unusable, "token_type",
     "the server gave another kind of token than Bearer, or than DPoP where --dpop-key asks for one that is bound"},
    {Errc::response_unusable, "expires_in", "the lifetime of a token is a positive number of seconds"},
    {Errc::token_refused, "invalid_client",
     "the server does not know the client, or not so: check --client, its secret or key, and the method with --auth"},
    {Errc::token_refused, "invalid_grant",
     "the server does not take the assertion: check its iss, aud, exp and key, and that it was not used before"},
    {Errc::token_refused, "unauthorized_client", "the server does not let this client use this grant"},
    {Errc::token_refused, "unsupported_grant_type", "the server does not have this grant"},
    {Errc::token_refused, "invalid_scope", "the server does not give this client what --scope asks for"},
    {Errc::token_refused, "invalid_target", "the server does not give this client tokens for this --resource"},
    {Errc::token_refused, "invalid_dpop_proof",
     "the server does not take the proof of --dpop-key: compare this machine's clock with the server's"},
    {Errc::token_refused, "server_error", "the server failed: try again later"},
    {Errc::token_refused, "temporarily_unavailable", "the server asks to come again later"},
    {Errc::malformed_json, "metadata", "the metadata are no JSON; check the address of the issuer"},
    {Errc::keys_unavailable, "timeout", "the server takes too long to answer: try again, or look at its load"},
};

Outcome<std::string> discover(Fetcher& fetcher, const std::string& issuer) {
  const auto places = keys::metadata_urls(issuer);
  if (!places) return std::unexpected(at_url(places.error(), issuer));
  for (std::size_t i = 0; i < places->size(); ++i) {
    const std::string& place = (*places)[i];
    const auto answer = fetcher.send_and_wait({.url = place, .fields = {{"Accept", "application/json"}}});
    if (!answer) return std::unexpected(at_url(answer.error(), place));
    if (keys::is_not_there(*answer) && i + 1 < places->size()) continue;
    auto url = jwks_uri_of(*answer, issuer);
    if (!url) return std::unexpected(at_url(std::move(url).error(), place));
    return std::move(*url);
  }
  return std::unexpected(at_url(Error{Errc::response_unusable, "status"}, issuer));
}

}  // namespace

Outcome<std::string> only_issuer(const Invocation& run, std::string_view flag, std::string_view thing) {
  const std::vector<std::string> issuers = run.args.values("--issuer");
  if (issuers.size() == 1) return issuers.front();
  return usage(flag,
               issuers.empty() ? text("nothing says whose {} are meant", thing)
                               : text("the {} of several issuers could be meant", thing),
               "give exactly one --issuer");
}

bool is_url(std::string_view argument) noexcept {
  const auto begins_with = [&](std::string_view scheme) {
    return codec::equal_ignoring_case(argument.substr(0, scheme.size()), scheme);
  };
  return begins_with("https://") || begins_with("http://");
}

std::string network_hint(const Error& error) {
  for (const NetworkHint& row : kHints)
    if (row.code == error.code && row.subject == error.subject) return std::string(row.hint);
  return std::string(row_of(error.code).hint);
}

Failure at_url(Error error, std::string_view url) {
  Failure failure(std::move(error));
  failure.sentence = text("{}: {}", url, sentence_of(failure));
  failure.hint = network_hint(failure.error);
  return failure;
}

Outcome<std::shared_ptr<Fetcher>> start_fetcher(const Invocation& run) {
  FetcherOptions options;
  options.allow_loopback = run.args.has("--allow-loopback");
  options.ca_file = run.args.value("--ca-file").value_or("");
  // Who asks again and again says so with an interval of his own.
  options.remember_failures = Duration::zero();
  auto fetcher = Fetcher::start(options);
  if (!fetcher) return std::unexpected(Failure(std::move(fetcher).error()));
  return std::move(*fetcher);
}

Outcome<TrustedKeys> fetch_trusted_keys(const Invocation& run) {
  const bool by_issuer = run.args.has("--discover");
  std::string place = run.args.value("--jwks").value_or("");
  if (by_issuer) {
    SIGNET_TRY(place, only_issuer(run, "--discover", "metadata"));
  }
  SIGNET_TRY(const std::shared_ptr<Fetcher> fetcher, start_fetcher(run));
  const RemoteSeams seams{.http = fetcher, .timers = fetcher};
  auto remote = by_issuer ? RemoteJwkSet::of_issuer(place, seams) : RemoteJwkSet::of_url(place, seams);
  if (!remote) return std::unexpected(at_url(std::move(remote).error(), place));
  if (const auto asked = (*remote)->refresh(kDeadline); !asked) {
    const std::string url = (*remote)->report().url;
    return std::unexpected(at_url(asked.error(), url.empty() ? place : url));
  }
  auto keys = (*remote)->keys();
  if (!keys) return std::unexpected(at_url(std::move(keys).error(), place));
  return TrustedKeys{.set = std::move(*keys), .remote = std::move(*remote)};
}

std::string where_looked(const Error& error, const RemoteJwkSet* remote, std::string_view token) {
  if (error.code != Errc::key_not_found || remote == nullptr) return {};
  const auto header = decode_object(token.substr(0, token.find('.')));
  const auto kid = header ? header->root().find("kid") : std::nullopt;
  return remote->why_not_found(kid ? kid->string().value_or("") : "");
}

Outcome<std::string> key_set_url(const Invocation& run, Fetcher& fetcher) {
  const auto issuer = run.args.value("--issuer");
  const bool has_url = !run.args.positionals().empty();
  if (issuer && has_url) return usage("--issuer", "the address is given twice", "give either URL or --issuer");
  if (issuer) return discover(fetcher, *issuer);
  SIGNET_TRY(std::string url, run.args.positional());
  if (!is_url(url))
    return usage("URL", "this is no address", "an address begins with https://; files are for signet jwks show");
  return url;
}

Result<std::string> jwks_uri_of(const HttpResponse& answer, std::string_view issuer) {
  SIGNET_CHECK(keys::check_json_response(answer));
  return keys::parse_jwks_uri(answer.body, issuer);
}

}  // namespace signet::cli
