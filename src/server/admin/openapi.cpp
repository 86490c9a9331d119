// The OpenAPI 3.1 document, out of the table of operations and the rows of records.
#include <fmt/core.h>

#include "server/admin/operation.h"
#include "server/tenancy/record_rows.h"

namespace signet::server::admin {
namespace {

/// What a form of the configuration is in JSON Schema.
void write_type(json::Writer& writer, const config::KeyRow& row) {
  const std::string_view form = row.form;
  writer.begin_object();
  if (form == "true|false") {
    writer.member("type", "boolean");
  } else if (form == "NUMBER") {
    writer.member("type", "integer");
  } else if (form.starts_with('[')) {
    writer.member("type", "array").key("items").begin_object().member("type", "string").end_object();
  } else if (form.starts_with('{') || form.empty()) {
    writer.member("type", "object");
  } else {
    writer.member("type", "string");
  }
  std::string text(row.help);
  if (!row.standard.empty() && row.standard != config::kNeeded) text += fmt::format(" (default: {})", row.standard);
  writer.member("description", text).end_object();
}

template <class Record>
void write_schema(json::Writer& writer, std::string_view name) {
  writer.key(name).begin_object().member("type", "object").key("required").begin_array();
  for (const auto& row : rows_of<Record>())
    if (row.key.standard == config::kNeeded) writer.string(row.key.name);
  writer.end_array().key("properties").begin_object();
  for (const auto& row : rows_of<Record>()) {
    writer.key(row.key.name);
    write_type(writer, row.key);
  }
  writer.end_object().key("additionalProperties").boolean(false).end_object();
}

constexpr std::string_view kBodies[] = {
    "",
    R"({"$ref":"#/components/schemas/Tenant"})",
    R"({"$ref":"#/components/schemas/Client"})",
    R"({"$ref":"#/components/schemas/Api"})",
    R"x({"allOf":[{"$ref":"#/components/schemas/Issuer"}],"description":"also: secret, text of 32 to 1024 octets"})x",
    R"x({"type":"object","description":"a merge patch: null removes a member (RFC 7396)"})x",
    R"({"type":"object","properties":{"overlap":{"type":"string","description":"how long the former secret stays good"}}})",
    R"({"type":"object","properties":{"alg":{"type":"string"},"at_once":{"type":"boolean"}}})",
    R"({"type":"object","required":["kid"],"properties":{"kid":{"type":"string"}}})",
    R"({"type":"object","minProperties":1,"maxProperties":1,"properties":{"jti":{"type":"string"},"sid":{"type":"string"},"sub":{"type":"string"},"client_id":{"type":"string"},"grant":{"type":"string"}}})",
    R"({"type":"object","required":["format","tenant"],"description":"what exportTenant answers"})",
    R"({"type":"object","required":["path"],"properties":{"path":{"type":"string"},"without_master_key":{"type":"boolean"}}})",
};

void write_operation(json::Writer& writer, const Operation& operation) {
  std::string method(operation.method);
  for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
  writer.key(method).begin_object().member("operationId", operation.id).member("summary", operation.summary);
  writer.key("parameters").begin_array();
  std::string_view path = operation.path;
  while (path.contains('{')) {
    const std::size_t open = path.find('{');
    const std::size_t close = path.find('}');
    writer.begin_object().member("name", path.substr(open + 1, close - open - 1)).member("in", "path");
    writer.key("required").boolean(true).key("schema").raw(R"({"type":"string"})").end_object();
    path = path.substr(close + 1);
  }
  writer.end_array();
  if (operation.body != Body::none) {
    writer.key("requestBody").begin_object().key("content").begin_object().key("application/json").begin_object();
    writer.key("schema").raw(kBodies[static_cast<std::size_t>(operation.body)]);
    writer.end_object().end_object().end_object();
  }
  const std::string_view good = operation.method == "DELETE" ? "204" : "2XX";
  writer.key("responses").begin_object().key(good).raw(R"({"description":"done"})");
  writer.key("default").raw(
      R"({"description":"not done","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Problem"}}}})");
  writer.end_object().end_object();
}

}  // namespace

std::string openapi() {
  json::Writer writer;
  writer.begin_object().member("openapi", "3.1.0").key("info").begin_object();
  writer.member("title", "Signet admin API").member("version", "1").end_object();
  writer.key("servers").raw(R"([{"url":"/admin/v1"}])").key("paths").begin_object();
  std::string_view open;
  for (const Operation* operation : operations()) {
    if (operation->path != open) {
      if (!open.empty()) writer.end_object();
      open = operation->path;
      writer.key(open).begin_object();
    }
    write_operation(writer, *operation);
  }
  writer.end_object().end_object().key("components").begin_object().key("schemas").begin_object();
  write_schema<TenantRecord>(writer, "Tenant");
  write_schema<ClientRecord>(writer, "Client");
  write_schema<ApiRecord>(writer, "Api");
  write_schema<TrustedIssuerRecord>(writer, "Issuer");
  writer.key("Problem").raw(
      R"({"type":"object","required":["error"],"properties":{"error":{"type":"string"},"message":{"type":"string"},"faults":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"what":{"type":"string"}}}}}})");
  writer.end_object().key("securitySchemes").raw(R"({"token":{"type":"http","scheme":"bearer"}})").end_object();
  writer.key("security").raw(R"([{"token":[]}])");
  return writer.end_object().take_string();
}

}  // namespace signet::server::admin
