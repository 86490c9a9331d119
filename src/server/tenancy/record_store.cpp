// Records as operators write them, and as the store keeps them: {"record":{...},"secret":...}.
#include "server/config/json_node.h"
#include "server/tenancy/record_rows.h"
#include "server/tenancy/record_write.h"
#include "try.h"

namespace signet::server {
namespace {

using config::Setting;

std::int64_t seconds_of(Timestamp when) {
  return std::chrono::floor<std::chrono::seconds>(when.time_since_epoch()).count();
}

std::string text_at(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  return std::string(value ? value->string().value_or("") : "");
}

Timestamp time_at(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  return Timestamp(std::chrono::seconds(value ? value->integer().value_or(0) : 0));
}

// What only the store sees.
void write_kept(const TenantRecord& /*record*/, json::Writer& /*writer*/) {}
void write_kept(const ApiRecord& record, json::Writer& writer) {
  write_text(writer, "secret", record.sealed_secret);
  write_text(writer, "secret_id", record.secret_id);
}
void write_kept(const TrustedIssuerRecord& record, json::Writer& writer) {
  write_text(writer, "secret", record.sealed_secret);
}
void write_kept(const ClientRecord& record, json::Writer& writer) {
  writer.key("secrets").begin_array();
  for (const StoredSecret& secret : record.secrets) {
    writer.begin_object().member("id", secret.id).member("kept", secret.kept);
    writer.key("created").integer(seconds_of(secret.created));
    writer.key("expires").integer(seconds_of(secret.expires)).end_object();
  }
  writer.end_array();
}

void read_kept(const json::Value& /*body*/, TenantRecord& /*record*/) {}
void read_kept(const json::Value& body, ApiRecord& record) {
  record.sealed_secret = text_at(body, "secret");
  record.secret_id = text_at(body, "secret_id");
}
void read_kept(const json::Value& body, TrustedIssuerRecord& record) {
  record.sealed_secret = text_at(body, "secret");
}
void read_kept(const json::Value& body, ClientRecord& record) {
  const auto secrets = body.find("secrets");
  if (!secrets) return;
  for (const json::Value secret : secrets->elements())
    record.secrets.push_back({.id = text_at(secret, "id"),
                              .kept = text_at(secret, "kept"),
                              .created = time_at(secret, "created"),
                              .expires = time_at(secret, "expires")});
}

}  // namespace

template <class Record>
std::expected<Record, FaultList> read_record(const config::Node& node) {
  const std::filesystem::path folder;
  config::Faults faults;
  const Setting root(node, {}, faults, folder);
  Record record;
  if (!std::holds_alternative<std::vector<config::Member>>(node.value))
    root.fault("write an object");
  else
    config::read_table(root, rows_of<Record>(), record);
  if (faults.empty()) check_record(root, record);
  if (!faults.empty()) return std::unexpected(faults.take());
  return record;
}

template <class Record>
config::Node to_node(const Record& record) {
  json::Writer writer;
  write_record(record, writer);
  const auto document = json::Document::parse(writer.text());
  return document ? config::to_node(document->root()) : config::Node{};
}

template <class Record>
std::string to_stored(const Record& record) {
  json::Writer writer;
  writer.begin_object().key("record");
  write_record(record, writer);
  write_kept(record, writer);
  return writer.end_object().take_string();
}

template <class Record>
Result<Record> from_stored(std::string_view body) {
  SIGNET_TRY(const json::Document document, json::Document::parse(body));
  const auto object = document.root().find("record");
  if (!object) return fail(Errc::malformed_configuration, "record");
  auto record = read_record<Record>(config::to_node(*object));
  if (!record) return fail(Errc::malformed_configuration, "record");
  read_kept(document.root(), *record);
  return *std::move(record);
}

#define SIGNET_RECORD(type)                                                              \
  template std::expected<type, FaultList> read_record<type>(const config::Node& object); \
  template config::Node to_node<type>(const type& record);                               \
  template std::string to_stored<type>(const type& record);                              \
  template Result<type> from_stored<type>(std::string_view body);
SIGNET_RECORD(TenantRecord)
SIGNET_RECORD(ApiRecord)
SIGNET_RECORD(ClientRecord)
SIGNET_RECORD(TrustedIssuerRecord)
#undef SIGNET_RECORD

}  // namespace signet::server
