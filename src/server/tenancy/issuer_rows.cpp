// Trusted issuers of assertions.
#include <algorithm>

#include "server/tenancy/record_rows.h"
#include "server/tenancy/record_write.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::string_view kAudArray[] = {"refuse", "one"};
constexpr Duration kLongestAssertion = std::chrono::hours(1);

/// Anchored at both ends; "*" only as the last character.
void read_subjects(const Setting& setting, TrustedIssuerRecord& into) {
  into.subjects.clear();
  for (const Setting& element : setting.elements()) {
    auto text = element.text();
    if (!text) continue;
    if (text->find('*') < text->size() - 1)
      element.fault("a * stands for the rest, so it can only be the last character");
    else
      into.subjects.push_back(*std::move(text));
  }
}

constexpr Row<TrustedIssuerRecord> kIssuer[] = {
    {{"issuer", "TEXT", "iss of its assertions, octet by octet", kNeeded},
     [](const Setting& setting, TrustedIssuerRecord& into) { into.issuer = setting.text().value_or(""); }},
    {{"title", "TEXT", "for people", ""},
     [](const Setting& setting, TrustedIssuerRecord& into) { into.title = setting.text().value_or(""); }},
    {{"jwks", "{...}", "its public keys: a JWK Set or one JWK", ""},
     [](const Setting& setting, TrustedIssuerRecord& into) { read_key_set(setting, into.jwks); }},
    {{"jwks_uri", "URL", "where its public keys are", ""},
     [](const Setting& setting, TrustedIssuerRecord& into) { read_https_url(setting, into.jwks_uri); }},
    {{"algorithms", "[TEXT, ...]", "that its assertions may be signed with", "those of its kind of key"},
     [](const Setting& setting, TrustedIssuerRecord& into) { read_algorithms(setting, into.algorithms, true); }},
    {{"subjects", "[PATTERN, ...]", "sub that it may speak of: exact, or with * as the last character", kNeeded},
     read_subjects},
    {{"scopes", "[TEXT, ...]", "that its subjects may have", ""},
     [](const Setting& setting, TrustedIssuerRecord& into) { read_scopes(setting, into.scopes); }},
    {{"apis", "[AUDIENCE, ...]", "that its subjects may have tokens for", "the default API"},
     [](const Setting& setting, TrustedIssuerRecord& into) { into.apis = setting.texts(); }},
    {{"aud_array", "TEXT", "refuse: aud is a text; one: an array of exactly the issuer identifier is taken, too",
      "\"refuse\""},
     [](const Setting& setting, TrustedIssuerRecord& into) {
       if (const auto choice = setting.choice(kAudArray)) into.aud_array = kAudArray[*choice];
     }},
    {{"max_lifetime", "DURATION", "from now to exp of an assertion, at most 1h", "\"5m\""},
     [](const Setting& setting, TrustedIssuerRecord& into) {
       into.max_lifetime = setting.duration(std::chrono::seconds(1), kLongestAssertion).value_or(into.max_lifetime);
     }},
    {{"single_use", "true|false", "each assertion counts once, by its jti", "true"},
     [](const Setting& setting, TrustedIssuerRecord& into) { into.single_use = setting.flag().value_or(true); }},
    {{"client_required", "true|false", "a client has to authenticate with the assertion", "false"},
     [](const Setting& setting, TrustedIssuerRecord& into) { into.client_required = setting.flag().value_or(false); }},
    {{"client_id", "TEXT", "client_id of tokens where no client authenticates", "the issuer"},
     [](const Setting& setting, TrustedIssuerRecord& into) { into.client_id = setting.text().value_or(""); }},
    {{"claims", "{NAME: JSON, ...}", "further claims; \"$assertion.NAME\" takes one of the assertion", ""},
     [](const Setting& setting, TrustedIssuerRecord& into) { read_claims(setting, into.claims); }},
    {{"token_lifetime", "DURATION", "of tokens, where that is less than the API's", ""},
     [](const Setting& setting, TrustedIssuerRecord& into) { read_lifetime(setting, into.token_lifetime); }},
};

}  // namespace

template <>
std::span<const Row<TrustedIssuerRecord>> rows_of<TrustedIssuerRecord>() noexcept {
  return kIssuer;
}

void check_record(const Setting& root, const TrustedIssuerRecord& record) {
  if (!record.jwks.empty() && !record.jwks_uri.empty()) root.fault_at("jwks_uri", "jwks is set as well: leave one out");
}

void write_record(const TrustedIssuerRecord& record, json::Writer& writer) {
  writer.begin_object();
  writer.member("issuer", record.issuer);
  write_text(writer, "title", record.title);
  write_json(writer, "jwks", record.jwks);
  write_text(writer, "jwks_uri", record.jwks_uri);
  write_texts(writer, "algorithms", record.algorithms);
  write_texts(writer, "subjects", record.subjects);
  write_texts(writer, "scopes", record.scopes);
  write_texts(writer, "apis", record.apis);
  writer.member("aud_array", record.aud_array);
  write_duration(writer, "max_lifetime", record.max_lifetime);
  writer.key("single_use").boolean(record.single_use);
  writer.key("client_required").boolean(record.client_required);
  write_text(writer, "client_id", record.client_id);
  write_claims(writer, "claims", record.claims);
  write_duration(writer, "token_lifetime", record.token_lifetime);
  writer.end_object();
}

}  // namespace signet::server
