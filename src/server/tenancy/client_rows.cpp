// Clients.
#include <fmt/core.h>

#include <algorithm>

#include "codec/ascii.h"
#include "server/oauth/client_auth.h"
#include "server/oauth/grant.h"
#include "server/tenancy/record_rows.h"
#include "server/tenancy/record_write.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr std::size_t kMaxId = 128;

/// VSCHAR (RFC 6749 appendix A.1), and none that has to be encoded in a path or a form.
bool is_client_id(std::string_view text) noexcept {
  const auto fits = [](char c) { return codec::is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~'; };
  return !text.empty() && text.size() <= kMaxId && codec::all(text, fits);
}

void read_grants(const Setting& setting, ClientRecord& into) {
  into.grants.clear();
  for (const Setting& element : setting.elements()) {
    const auto text = element.text();
    if (!text) continue;
    const oauth::Grant* grant = oauth::find_grant(*text);
    if (grant == nullptr)
      element.fault(fmt::format("there is no such grant: {}", oauth::grant_names()));
    else if (std::ranges::find(into.grants, grant->type) == into.grants.end())
      into.grants.emplace_back(grant->type);
  }
}

template <std::vector<std::string> ClientRecord::* member>
void read_texts(const Setting& setting, ClientRecord& into) {
  into.*member = setting.elements(true).empty() ? std::vector<std::string>{} : setting.texts();
}
template <std::vector<std::string> ClientRecord::* member>
void read_scope_list(const Setting& setting, ClientRecord& into) {
  read_scopes(setting, into.*member);
}

constexpr Row<ClientRecord> kClient[] = {
    {{"id", "TEXT", "client_id", "a random one"},
     [](const Setting& setting, ClientRecord& into) {
       auto text = setting.text();
       if (!text) return;
       if (!is_client_id(*text)) return setting.fault("write 1 to 128 letters, digits, -, _, . and ~");
       into.id = *std::move(text);
     }},
    {{"title", "TEXT", "for people", ""},
     [](const Setting& setting, ClientRecord& into) { into.title = setting.text().value_or(""); }},
    {{"enabled", "true|false", "whether it may do anything", "true"},
     [](const Setting& setting, ClientRecord& into) { into.enabled = setting.flag().value_or(true); }},
    {{"auth", "TEXT", "how it proves who it is, and in no other way", "\"client_secret_basic\""},
     [](const Setting& setting, ClientRecord& into) {
       const std::vector<std::string_view> names = oauth::client_auth_names();
       if (const auto choice = setting.choice(names)) into.auth = names[*choice];
     }},
    {{"grants", "[TEXT, ...]", "what it may ask for tokens with: client_credentials, jwt-bearer", ""}, read_grants},
    {{"scopes", "[TEXT, ...]", "that it may have", ""}, read_scope_list<&ClientRecord::scopes>},
    {{"apis", "[AUDIENCE, ...]", "that it may have tokens for", "the default API"}, read_texts<&ClientRecord::apis>},
    {{"introspects", "[AUDIENCE, ...]", "whose tokens it may ask about, as their resource server", ""},
     read_texts<&ClientRecord::introspects>},
    {{"roles", "[TEXT, ...]", "claim of its tokens (RFC 9068)", ""}, read_texts<&ClientRecord::roles>},
    {{"groups", "[TEXT, ...]", "claim of its tokens (RFC 9068)", ""}, read_texts<&ClientRecord::groups>},
    {{"entitlements", "[TEXT, ...]", "claim of its tokens (RFC 9068)", ""}, read_texts<&ClientRecord::entitlements>},
    {{"authorization_types", "[TEXT, ...]", "type of authorization_details that it may ask for (RFC 9396)", ""},
     read_texts<&ClientRecord::authorization_types>},
    {{"claims", "{NAME: JSON, ...}", "further claims of its tokens; a text \"$source.name\" is looked up", ""},
     [](const Setting& setting, ClientRecord& into) { read_claims(setting, into.claims); }},
    {{"token_lifetime", "DURATION", "of its tokens, where that is less than the API's", ""},
     [](const Setting& setting, ClientRecord& into) { read_lifetime(setting, into.token_lifetime); }},
    {{"dpop_required", "true|false", "its tokens are bound to its key (RFC 9449)", "false"},
     [](const Setting& setting, ClientRecord& into) { into.dpop_required = setting.flag().value_or(false); }},
    {{"legacy_audience", "true|false", "its assertions may name the token endpoint, or several audiences", "false"},
     [](const Setting& setting, ClientRecord& into) { into.legacy_audience = setting.flag().value_or(false); }},
    {{"jwks", "{...}", "its public keys, a JWK Set or one JWK, for private_key_jwt", ""},
     [](const Setting& setting, ClientRecord& into) { read_key_set(setting, into.jwks); }},
    {{"jwks_uri", "URL", "where its public keys are", ""},
     [](const Setting& setting, ClientRecord& into) { read_https_url(setting, into.jwks_uri); }},
    {{"assertion_algorithms", "[TEXT, ...]", "that its assertions may be signed with", "those that fit its keys"},
     [](const Setting& setting, ClientRecord& into) { read_algorithms(setting, into.assertion_algorithms, true); }},
};

}  // namespace

template <>
std::span<const Row<ClientRecord>> rows_of<ClientRecord>() noexcept {
  return kClient;
}

void check_record(const Setting& root, const ClientRecord& record) {
  const bool has_keys = !record.jwks.empty() || !record.jwks_uri.empty();
  if (!record.jwks.empty() && !record.jwks_uri.empty()) root.fault_at("jwks_uri", "jwks is set as well: leave one out");
  if (record.auth == "private_key_jwt" && !has_keys) root.fault_at("jwks", "private_key_jwt needs jwks or jwks_uri");
  if (record.auth != "private_key_jwt" && has_keys)
    root.fault_at("auth", "only private_key_jwt uses the client's keys");
  const bool is_public = record.auth == "none";
  //= rfc6749#4.4 the client credentials grant type MUST only be used by confidential clients
  if (is_public && std::ranges::find(record.grants, "client_credentials") != record.grants.end())
    root.fault_at("grants", "client_credentials is for clients that authenticate");
  if (is_public && !record.introspects.empty())
    root.fault_at("introspects", "introspection is for clients that authenticate");
}

void write_record(const ClientRecord& record, json::Writer& writer) {
  writer.begin_object();
  writer.member("id", record.id);
  write_text(writer, "title", record.title);
  writer.key("enabled").boolean(record.enabled);
  writer.member("auth", record.auth);
  write_texts(writer, "grants", record.grants);
  write_texts(writer, "scopes", record.scopes);
  write_texts(writer, "apis", record.apis);
  write_texts(writer, "introspects", record.introspects);
  write_texts(writer, "roles", record.roles);
  write_texts(writer, "groups", record.groups);
  write_texts(writer, "entitlements", record.entitlements);
  write_texts(writer, "authorization_types", record.authorization_types);
  write_claims(writer, "claims", record.claims);
  write_duration(writer, "token_lifetime", record.token_lifetime);
  writer.key("dpop_required").boolean(record.dpop_required);
  writer.key("legacy_audience").boolean(record.legacy_audience);
  write_json(writer, "jwks", record.jwks);
  write_text(writer, "jwks_uri", record.jwks_uri);
  write_texts(writer, "assertion_algorithms", record.assertion_algorithms);
  writer.end_object();
}

}  // namespace signet::server
