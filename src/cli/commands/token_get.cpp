// signet token get
#include <algorithm>
#include <memory>

#include "cli/keys.h"
#include "cli/network.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "cli/token_flags.h"
#include "signet/dpop.h"
#include "signet/token_source.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::string_view kGrants[] = {"client_credentials", "jwt-bearer"};

constexpr Flag kGrantFlags[] = {
    {"--grant", "NAME", "client_credentials, unless told, or jwt-bearer, which wants --assertion-file", false, kGrants},
    {"--assertion-file", "FILE", "the assertion (RFC 7523) is the first line of FILE; - for standard input"},
};
constexpr Flag kPurposeFlags[] = {
    {"--scope", "TEXT", "what the token should be good for: one or more words; may be repeated", true},
    {"--resource", "URI", "where it should be good (RFC 8707); may be repeated", true},
    {"--audience", "TEXT", "the same for servers that call it audience; may be repeated", true},
    {"--authorization-details", "JSON", "what it should be good for, in detail (RFC 9396): a JSON array"},
    {"--dpop-key", "FILE", "bind the token to this private key (RFC 9449)"},
};
constexpr Flag kTimeFlags[] = {
    {"--now", "TIME", "date assertions and proofs with this time: seconds, or 2026-11-01T12:00:00Z"},
};
constexpr FlagGroup kGroups[] = {
    {"Where (at least one of them)", kTokenServerFlags},
    {"Who asks", kClientFlags},
    {"Encrypted keys", kPassphraseFlags},
    {"On whose behalf", kGrantFlags},
    {"For what", kPurposeFlags},
    {"Network", kNetworkFlags},
    {"Time", kTimeFlags},
    {"Output", kOutputFlags},
};

std::vector<std::string> words_of(const std::vector<std::string>& values) {
  std::vector<std::string> words;
  for (const std::string& value : values) {
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      if (!word.empty()) words.emplace_back(word);
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    }
  }
  return words;
}

Outcome<> read_grant(Invocation& run, TokenSourceOptions& options) {
  constexpr std::size_t kMaxAssertion = 64u << 10;
  const std::string grant = run.args.value("--grant").value_or("client_credentials");
  const bool has_assertion = run.args.has("--assertion-file");
  if (grant != "client_credentials" && grant != "jwt-bearer")
    return usage("--grant", "there is no such grant here", "give client_credentials or jwt-bearer");
  if (has_assertion != (grant == "jwt-bearer"))
    return usage(
        "--assertion-file",
        has_assertion ? "this grant has no assertion" : "nothing says on whose behalf the token is asked for",
        has_assertion ? "add --grant jwt-bearer" : "name the file of the assertion with --assertion-file FILE");
  if (!has_assertion) return {};
  SIGNET_TRY(Secret assertion, run.read_first_line("--assertion-file", "assertion", kMaxAssertion));
  options.assertion = [kept = std::make_shared<const Secret>(std::move(assertion))](Timestamp) -> Result<Secret> {
    return Secret::copy_of(kept->expose());
  };
  return {};
}

Outcome<> read_dpop_key(Invocation& run, TokenSourceOptions& options) {
  const auto path = run.args.value("--dpop-key");
  if (!path) return {};
  SIGNET_TRY(const Key key, load_key(run, "--dpop-key", *path));
  auto prover = dpop::Prover::build(key);
  if (!prover) return in_file(std::move(prover).error(), *path);
  options.dpop = std::make_shared<const dpop::Prover>(*std::move(prover));
  return {};
}

Outcome<TokenSourceOptions> read_options(Invocation& run) {
  constexpr Duration kWait = std::chrono::seconds(60);
  TokenSourceOptions options;
  options.issuer = run.args.value("--issuer").value_or("");
  options.token_endpoint = run.args.value("--token-endpoint").value_or("");
  if (options.issuer.empty() && options.token_endpoint.empty())
    return usage("--issuer", "nothing says which server gives the token",
                 "give --issuer URL, or --token-endpoint URL where there are no metadata");
  options.client_id = run.args.value("--client").value_or("");
  SIGNET_TRY(options.authentication, read_client_authentication(run));
  if (options.authentication.signer != nullptr && options.issuer.empty())
    return usage("--issuer", "nothing says for which server the client's assertion is",
                 "give --issuer URL as well; with --token-endpoint its metadata are not asked for");
  SIGNET_CHECK(read_grant(run, options));
  const bool is_anonymous = options.assertion && options.authentication.method == ClientAuthentication::Method::none;
  if (options.client_id.empty() && !is_anonymous)
    return usage("--client", "nothing says who asks", "give the client_id with --client ID");
  options.scopes = words_of(run.args.values("--scope"));
  options.resources = run.args.values("--resource");
  options.audiences = run.args.values("--audience");
  options.authorization_details = run.args.value("--authorization-details").value_or("");
  SIGNET_CHECK(read_dpop_key(run, options));
  options.wait = kWait;
  return options;
}

Outcome<> run_token_get(Invocation& run) {
  SIGNET_TRY(const Timestamp now, run.now());
  SIGNET_TRY(TokenSourceOptions options, read_options(run));
  const std::string place = options.token_endpoint.empty() ? options.issuer : options.token_endpoint;
  SIGNET_TRY(const std::shared_ptr<Fetcher> fetcher, start_fetcher(run));
  auto source = TokenSource::make(std::move(options), {.http = fetcher, .timers = fetcher});
  if (!source) return std::unexpected(at_url(std::move(source).error(), place));
  const auto token = (*source)->get(now);
  if (!token) {
    const std::string asked = (*source)->report().token_endpoint;
    return std::unexpected(at_url(token.error(), asked.empty() ? place : asked));
  }
  return run.deliver({.content = (*token)->value.expose(),
                      .form = Product::Form::text,
                      .member = "access_token",
                      .document = as_text((*token)->answer.expose())});
}

}  // namespace

constinit const Command rows::token_get = {
    .section = kTokens,
    .name = "token get",
    .summary = "get an access token from a token server",
    .about =
        "Asks the token endpoint of an OAuth 2.0 server, as a program does that acts for itself (client credentials, "
        "RFC 6749 section 4.4) or with an assertion that says on whose behalf (jwt-bearer, RFC 7523), and prints the "
        "access token alone; with --json the whole answer of the server. The token is not looked into: signet verify "
        "does that.\n"
        "What the server answers is taken strictly, redirects are not followed, and nothing is sent by http but to "
        "this machine with --allow-loopback. A refusal names the server's reason: token_refused(invalid_client).",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet token get --issuer https://as.example --client orders --secret-file secret.txt --scope read > t.jwt\n"
        "signet token get --issuer https://as.example --client orders --key k.jwk --dpop-key d.jwk",
    .run = run_token_get,
};

}  // namespace signet::cli
