#include "server/keyring/stored_key.h"

#include <optional>
#include <utility>

#include "signet/json.h"
#include "try.h"

namespace signet::server::keyring {
namespace {

constexpr struct {
  std::string_view name;
  Timestamp KeyInfo::* time;
} kTimes[] = {{"created", &KeyInfo::created},
              {"published", &KeyInfo::published},
              {"activates", &KeyInfo::activates},
              {"retires", &KeyInfo::retires},
              {"vanishes", &KeyInfo::vanishes}};

Result<Secret> to_json(const StoredKey& stored) {
  json::Writer out;
  out.begin_object().member("state", name_of(stored.info.state)).member("alg", stored.info.alg);
  for (const auto& row : kTimes) out.key(row.name).integer((stored.info.*row.time).time_since_epoch().count());
  out.key("stays").integer(stored.info.stays.count());
  out.key("jwk");
  if (stored.key.is_private()) {
    SIGNET_TRY(const Secret jwk, stored.key.to_private_jwk());
    out.raw(as_text(jwk.expose()));
  } else {
    SIGNET_TRY(const std::string jwk, stored.key.to_public_jwk());
    out.raw(jwk);
  }
  out.end_object();
  return out.take_secret();
}

std::optional<std::int64_t> integer_of(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  return member ? member->integer() : std::nullopt;
}

std::optional<KeyInfo> read_info(const json::Value& object) {
  KeyInfo info;
  const auto state = object.find("state");
  const auto known = state ? find_state(state->string().value_or("")) : std::nullopt;
  const auto stays = integer_of(object, "stays");
  if (!known || !stays) return std::nullopt;
  info.state = *known;
  info.stays = Duration(*stays);
  for (const auto& row : kTimes) {
    const auto micros = integer_of(object, row.name);
    if (!micros) return std::nullopt;
    info.*row.time = Timestamp(Duration(*micros));
  }
  const auto alg = object.find("alg");
  info.alg = alg ? alg->string().value_or("") : "";
  return info;
}

}  // namespace

std::string binding_of(const storage::Name& name) {
  // Each part after its length, so that no two names are one text.
  std::string text;
  for (const std::string_view part :
       {std::string_view(name.tenant), storage::name_of(name.kind), std::string_view(name.id)}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return text;
}

Result<storage::Record> to_record(const MasterKey& master, std::string_view tenant, const StoredKey& stored) {
  storage::Record record{.name = {.kind = storage::Kind::key, .tenant = std::string(tenant), .id = stored.info.kid}};
  SIGNET_TRY(const Secret content, to_json(stored));
  SIGNET_TRY(const Bytes sealed, master.seal(content.expose(), binding_of(record.name)));
  record.body = as_text(sealed);
  record.fields[0] = name_of(stored.info.state);
  record.fields[1] = stored.info.alg;
  record.version = stored.version;
  return record;
}

Result<StoredKey> from_record(const MasterKey& master, const storage::Record& record) {
  SIGNET_TRY(const Secret content, master.open(as_bytes(record.body), binding_of(record.name)));
  SIGNET_TRY(const json::Document document, json::Document::parse(as_text(content.expose())));
  auto info = read_info(document.root());
  const auto jwk = document.root().find("jwk");
  if (!info || !jwk) return fail_on_input(Errc::malformed_key, record.name.id);
  SIGNET_TRY(Key key, Key::from_jwk(*jwk));
  if (key.info().kid != record.name.id || key.info().alg != info->alg || key.is_symmetric())
    return fail_on_input(Errc::malformed_key, record.name.id);
  info->kid = record.name.id;
  info->has_certificate = !key.info().x5c.empty();
  return StoredKey{.info = *std::move(info), .key = std::move(key), .version = record.version};
}

}  // namespace signet::server::keyring
