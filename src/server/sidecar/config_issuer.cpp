// Rows of [issuers.NAME].
#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include "codec/ascii.h"
#include "keys/fetch_url.h"
#include "keys/issuer_metadata.h"
#include "server/sidecar/config_rows.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxIssuers = 10'000;
// A feed holds a request for 10 s while it has nothing new.
constexpr Duration kLeastSilence = std::chrono::seconds(15);
constexpr Duration kDay = std::chrono::hours(24);

template <class Keys>
void set_keys(const Setting& setting, IssuerConfig& into, Keys keys) {
  if (!std::holds_alternative<DiscoveredIssuer>(into.keys))
    setting.fault("there is another place of the keys: write one of jwks_url, jwks_file and keys_file, or none");
  into.keys = std::move(keys);
}

constexpr Row<RevocationsConfig> kRevocations[] = {
    {{"url", "URL", "the feed of revocations of this issuer", kNeeded},
     [](const Setting& setting, RevocationsConfig& into) { into.url = setting.text().value_or(""); }},
    {{"grant_claim", "NAME", "the claim that names the family of a token's grant", "none"},
     [](const Setting& setting, RevocationsConfig& into) { into.grant_claim = setting.text().value_or(""); }},
    {{"max_silence", "DURATION", "how long the feed may be silent until tokens are refused, from 15s to 1d", "\"1m\""},
     [](const Setting& setting, RevocationsConfig& into) {
       into.max_silence = setting.duration(kLeastSilence, kDay).value_or(into.max_silence);
     }},
    {{"fail_open_for", "DURATION", "how long tokens pass after that all the same, at most 1d", "\"0s\""},
     [](const Setting& setting, RevocationsConfig& into) {
       into.fail_open_for = setting.duration(Duration::zero(), kDay).value_or(into.fail_open_for);
     }},
};

constexpr Row<IssuerConfig> kIssuer[] = {
    {{"issuer", "TEXT", "the iss of its tokens, octet by octet", kNeeded},
     [](const Setting& setting, IssuerConfig& into) { into.issuer = setting.text().value_or(""); }},
    {{"jwks_url", "URL", "where its JWK Set is", "what its metadata name"},
     [](const Setting& setting, IssuerConfig& into) {
       if (auto url = setting.text()) set_keys(setting, into, KeySetUrl{*std::move(url)});
     }},
    {{"jwks_file", "FILE", "a JWK Set of public keys, instead of jwks_url", ""},
     [](const Setting& setting, IssuerConfig& into) {
       if (auto path = setting.file()) set_keys(setting, into, KeySetFile{.path = *std::move(path)});
     }},
    {{"keys_file", "FILE", "a JWK Set of one's own that may hold symmetric keys, instead of jwks_url", ""},
     [](const Setting& setting, IssuerConfig& into) {
       if (auto path = setting.file())
         set_keys(setting, into, KeySetFile{.path = *std::move(path), .is_private = true});
     }},
    {{"tenant", "TEXT", "what Signet-Tenant says", "NAME"},
     [](const Setting& setting, IssuerConfig& into) { into.tenant = setting.text().value_or(into.name); }},
    {{"revocations", "", "the issuer has a feed of revocations", ""},
     [](const Setting& setting, IssuerConfig& into) {
       config::read_table(setting, revocations_rows(), into.revocations.emplace());
     }},
};

/// A URL that may be fetched. What it says is not shown: it may hold a password.
void check_url(const Setting& table, std::string_view name, const std::string& url, const FetchConfig& fetch) {
  if (url.empty()) return;  // it was told
  const auto target = keys::judge_url(url, fetch.allow_loopback);
  if (target) return;
  const std::string_view what = target.error().subject;
  if (what == "scheme")
    table.fault_at(name, "write an https URL; http is for this machine alone, with allow_loopback = true in [fetch]");
  else if (what == "userinfo")
    table.fault_at(name, "write the URL without user name and password");
  else
    table.fault_at(name, "write a URL: \"https://as.example/jwks\"");
}

void check_issuer(const Setting& table, const IssuerConfig& issuer, const FetchConfig& fetch) {
  if (const auto* keys = std::get_if<KeySetUrl>(&issuer.keys)) check_url(table, "jwks_url", keys->url, fetch);
  if (std::holds_alternative<DiscoveredIssuer>(issuer.keys) && !issuer.issuer.empty()) {
    if (!keys::metadata_urls(issuer.issuer))
      table.fault_at("issuer",
                     "its keys are looked for below this URL, and it is none that can have metadata: write jwks_url, "
                     "jwks_file or keys_file as well");
    else
      check_url(table, "issuer", issuer.issuer, fetch);
  }
  if (!issuer.revocations) return;
  if (const auto revocations = table.find("revocations"))
    check_url(*revocations, "url", issuer.revocations->url, fetch);
}

}  // namespace

bool is_name(std::string_view name) noexcept {
  const auto is_such = [](char c) { return codec::is_alnum(c) || c == '-' || c == '_' || c == '.'; };
  return name.size() <= kMaxName && codec::all(name, is_such) && codec::is_alnum(name.front());
}

void read_issuers(const Setting& table, SidecarConfig& into) {
  if (!table.is_table()) return;
  const auto members = table.members();
  if (members.empty()) table.fault("there is no issuer: write [issuers.NAME]");
  if (members.size() > kMaxIssuers) return table.fault(fmt::format("there are more than {} issuers", kMaxIssuers));
  for (const auto& [name, section] : members) {
    if (section.faults().is_full()) return;
    if (!is_name(name)) {
      section.fault("name it with at most 64 letters, digits, -, _ and .");
      continue;
    }
    IssuerConfig issuer{.name = std::string(name), .issuer = {}, .tenant = std::string(name)};
    config::read_table(section, issuer_rows(), issuer);
    check_issuer(section, issuer, into.fetch);
    into.issuers.push_back(std::move(issuer));
  }
}

std::span<const Row<IssuerConfig>> issuer_rows() noexcept {
  return kIssuer;
}
std::span<const Row<RevocationsConfig>> revocations_rows() noexcept {
  return kRevocations;
}

}  // namespace signet::server
