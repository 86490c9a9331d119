// Tenants and their keys.
#include <fmt/core.h>

#include <algorithm>

#include "codec/ascii.h"
#include "codec/uri.h"
#include "server/tenancy/record_rows.h"
#include "server/tenancy/record_write.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view kKidStyles[] = {"thumbprint", "random", "date"};  // in the order of keyring::KidStyle
constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxKeyAlgorithms = 8;
/// First segments of a path that the server keeps for itself.
constexpr std::string_view kReserved[] = {"livez", "readyz", "metrics", "admin", "oauth2", "revocations"};

bool is_tenant_name(std::string_view text) noexcept {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || codec::is_digit(c) || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= kMaxName && text.front() != '-' && text.front() != '_' &&
         codec::all(text, fits);
}

void read_name(const Setting& setting, TenantRecord& into) {
  auto text = setting.text();
  if (!text) return;
  if (!is_tenant_name(*text))
    return setting.fault("write 1 to 64 of a-z, 0-9, - and _, a letter or digit first: it is a part of URLs");
  if (std::ranges::find(kReserved, *text) != std::end(kReserved))
    return setting.fault("the server keeps this name for paths of its own: choose another");
  into.name = *std::move(text);
}

/// An issuer on a host of its own: nothing but scheme and host, since paths are below the base URL.
void read_issuer(const Setting& setting, TenantRecord& into) {
  auto text = setting.text();
  if (!text) return;
  const auto uri = codec::parse_uri(*text);
  const bool is_web = uri && (uri->scheme == "https" || uri->scheme == "http");
  if (!is_web || uri->host.empty() || uri->userinfo || uri->query || uri->fragment || !uri->path.empty())
    return setting.fault("write the issuer of a host: https://login.example, without a path; or leave it out");
  if (std::ranges::any_of(*text, codec::is_upper)) return setting.fault("write the host in lower case");
  into.issuer = *std::move(text);
}

constexpr Row<KeySettings> kKeys[] = {
    {{"algorithms", "[TEXT, ...]", "what keys are kept for; the first one signs where an API names none",
      "[\"ES256\"]"},
     [](const Setting& setting, KeySettings& into) {
       read_algorithms(setting, into.algorithms, false);
       if (into.algorithms.size() > kMaxKeyAlgorithms) setting.fault("at most 8 algorithms");
     }},
    {{"active_for", "DURATION", "how long a key signs before the next one does", "\"90d\""},
     [](const Setting& setting, KeySettings& into) {
       into.active_for = setting.duration(minutes(1), hours(24 * 3650)).value_or(into.active_for);
     }},
    {{"publish_ahead", "DURATION", "how long a key is published before it signs; at least twice max_age", "\"24h\""},
     [](const Setting& setting, KeySettings& into) {
       into.publish_ahead = setting.duration(seconds(2), hours(24 * 90)).value_or(into.publish_ahead);
     }},
    {{"max_age", "DURATION", "for how long verifiers may keep the key set", "\"10m\""},
     [](const Setting& setting, KeySettings& into) {
       into.max_age = setting.duration(seconds(1), hours(24)).value_or(into.max_age);
     }},
    {{"kid", "TEXT", "how keys are named: thumbprint (RFC 7638), random or date", "\"thumbprint\""},
     [](const Setting& setting, KeySettings& into) {
       if (const auto choice = setting.choice(kKidStyles)) into.kid_style = static_cast<keyring::KidStyle>(*choice);
     }},
    {{"certificates", "true|false", "publish a self-signed certificate with each key: x5c, x5t and x5t#S256", "false"},
     [](const Setting& setting, KeySettings& into) { into.certificates = setting.flag().value_or(false); }},
    {{"rsa_bits", "NUMBER", "size of RSA keys: 2048, 3072 or 4096", "2048"},
     [](const Setting& setting, KeySettings& into) {
       const auto bits = setting.number(2048, 4096);
       if (bits && *bits % 1024 != 0) setting.fault("write 2048, 3072 or 4096");
       into.rsa_bits = bits.value_or(into.rsa_bits);
     }},
};

constexpr Row<TenantRecord> kTenant[] = {
    {{"name", "TEXT", "what it is called, in paths and by commands", kNeeded}, read_name},
    {{"issuer", "URL", "its issuer identifier, when it has a host of its own", "base URL and name"}, read_issuer},
    {{"title", "TEXT", "for people", ""},
     [](const Setting& setting, TenantRecord& into) { into.title = setting.text().value_or(""); }},
    {{"keys", "", "its signing keys", ""},
     [](const Setting& setting, TenantRecord& into) {
       config::read_table(setting, rows_of<KeySettings>(), into.keys);
       if (into.keys.publish_ahead < 2 * into.keys.max_age)
         setting.fault_at("publish_ahead",
                          "is less than twice max_age: a verifier could meet a key that it cannot have");
     }},
    {{"default_api", "TEXT", "audience of tokens for requests that name no API", "issuer and /api"},
     [](const Setting& setting, TenantRecord& into) { into.default_api = setting.text().value_or(""); }},
    {{"token_lifetime", "DURATION", "how long access tokens are good", "\"1h\""},
     [](const Setting& setting, TenantRecord& into) {
       into.token_lifetime = setting.duration(seconds(10), kLongestTokenLifetime).value_or(into.token_lifetime);
     }},
    {{"max_token_lifetime", "DURATION", "what no API or client may exceed: keys are kept for it", "\"24h\""},
     [](const Setting& setting, TenantRecord& into) {
       into.max_token_lifetime = setting.duration(seconds(10), kLongestTokenLifetime).value_or(into.max_token_lifetime);
     }},
    {{"dpop_nonces", "true|false", "DPoP proofs need a nonce of the server (RFC 9449 section 8)", "true"},
     [](const Setting& setting, TenantRecord& into) { into.dpop_nonces = setting.flag().value_or(true); }},
    {{"leeway", "DURATION", "difference of clocks that is allowed for assertions, at most 60s", "\"10s\""},
     [](const Setting& setting, TenantRecord& into) {
       into.leeway = setting.duration(Duration::zero(), seconds(60)).value_or(into.leeway);
     }},
    {{"tokens_per_second", "NUMBER", "that each client may ask for; 0: no limit", "0"},
     [](const Setting& setting, TenantRecord& into) {
       into.tokens_per_second = setting.number(0, 1'000'000).value_or(0);
     }},
};

void write_keys(const KeySettings& keys, json::Writer& writer) {
  writer.begin_object();
  write_texts(writer, "algorithms", keys.algorithms);
  write_duration(writer, "active_for", keys.active_for);
  write_duration(writer, "publish_ahead", keys.publish_ahead);
  write_duration(writer, "max_age", keys.max_age);
  writer.member("kid", kKidStyles[static_cast<std::size_t>(keys.kid_style)]);
  writer.key("certificates").boolean(keys.certificates);
  writer.key("rsa_bits").integer(static_cast<std::int64_t>(keys.rsa_bits));
  writer.end_object();
}

}  // namespace

template <>
std::span<const Row<KeySettings>> rows_of<KeySettings>() noexcept {
  return kKeys;
}
template <>
std::span<const Row<TenantRecord>> rows_of<TenantRecord>() noexcept {
  return kTenant;
}

void check_record(const Setting& root, const TenantRecord& record) {
  if (record.token_lifetime > record.max_token_lifetime)
    root.fault_at("token_lifetime", "is more than max_token_lifetime");
}

void write_record(const TenantRecord& record, json::Writer& writer) {
  writer.begin_object();
  writer.member("name", record.name);
  write_text(writer, "issuer", record.issuer);
  write_text(writer, "title", record.title);
  writer.key("keys");
  write_keys(record.keys, writer);
  write_text(writer, "default_api", record.default_api);
  write_duration(writer, "token_lifetime", record.token_lifetime);
  write_duration(writer, "max_token_lifetime", record.max_token_lifetime);
  writer.key("dpop_nonces").boolean(record.dpop_nonces);
  write_duration(writer, "leeway", record.leeway);
  writer.key("tokens_per_second").integer(static_cast<std::int64_t>(record.tokens_per_second));
  writer.end_object();
}

}  // namespace signet::server
