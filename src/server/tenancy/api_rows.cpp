// APIs: resource servers.
#include "codec/uri.h"
#include "server/tenancy/record_rows.h"
#include "server/tenancy/record_write.h"
#include "signet/algorithm.h"

namespace signet::server {
namespace {

using config::kNeeded;
using config::Row;
using config::Setting;

constexpr Row<ApiRecord> kApi[] = {
    {{"audience", "TEXT", "aud of its tokens: a name, or a URL, which clients may also name as resource", kNeeded},
     [](const Setting& setting, ApiRecord& into) {
       auto text = setting.text();
       if (!text) return;
       //= rfc7519#2 a StringOrURI with a colon is a URI
       if (text->contains(':') && !codec::parse_uri(*text)) setting.fault("a text with a colon has to be a URI");
       into.audience = *std::move(text);
     }},
    {{"title", "TEXT", "for people", ""},
     [](const Setting& setting, ApiRecord& into) { into.title = setting.text().value_or(""); }},
    {{"alg", "TEXT", "what its tokens are signed with; HS256 and its like get a secret of the API's own",
      "the tenant's first"},
     [](const Setting& setting, ApiRecord& into) {
       const auto text = setting.text();
       if (!text) return;
       const SignatureAlgorithm* row = find_signature_algorithm(*text);
       if (row == nullptr || !describe(*row).available)
         return setting.fault("there is no such algorithm: `signet algorithms` lists them");
       into.algorithm = *text;
     }},
    {{"scopes", "[TEXT, ...]", "that exist for it", "all that its clients have"},
     [](const Setting& setting, ApiRecord& into) { read_scopes(setting, into.scopes); }},
    {{"token_lifetime", "DURATION", "of its tokens", "the tenant's"},
     [](const Setting& setting, ApiRecord& into) { read_lifetime(setting, into.token_lifetime); }},
    {{"dpop_required", "true|false", "its tokens are bound to a key of the client (RFC 9449)", "false"},
     [](const Setting& setting, ApiRecord& into) { into.dpop_required = setting.flag().value_or(false); }},
    {{"claims", "{NAME: JSON, ...}", "further claims of its tokens; a text \"$source.name\" is looked up", ""},
     [](const Setting& setting, ApiRecord& into) { read_claims(setting, into.claims); }},
};

}  // namespace

template <>
std::span<const Row<ApiRecord>> rows_of<ApiRecord>() noexcept {
  return kApi;
}

void check_record(const Setting& /*root*/, const ApiRecord& /*record*/) {}

void write_record(const ApiRecord& record, json::Writer& writer) {
  writer.begin_object();
  writer.member("audience", record.audience);
  write_text(writer, "title", record.title);
  write_text(writer, "alg", record.algorithm);
  write_texts(writer, "scopes", record.scopes);
  write_duration(writer, "token_lifetime", record.token_lifetime);
  writer.key("dpop_required").boolean(record.dpop_required);
  write_claims(writer, "claims", record.claims);
  writer.end_object();
}

}  // namespace signet::server
