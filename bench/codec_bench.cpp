#include <algorithm>

#include "harness.h"
#include "signet/base64url.h"
#include "signet/json.h"

namespace signet::bench {

std::vector<Row> race_codec(const Material& material, const Plan& plan) {
  const std::string encoded = base64url::encode(as_bytes(material.payload));
  Bytes decoded(material.payload.size());
  json::Document reused;
  std::vector<Entry> entries;
  entries.push_back({"base64url::decode_into", [&] { return base64url::decode_into(encoded, decoded).has_value(); }});
  entries.push_back({"base64url::encode", [&] { return base64url::encode(as_bytes(material.payload)).size() > 1; }});
  entries.push_back({"Document, memory reused", [&] {
                       const std::span<std::uint8_t> room = reused.prepare(material.payload.size());
                       std::copy(material.payload.begin(), material.payload.end(), room.begin());
                       return reused.parse_prepared(material.payload.size()).has_value();
                     }});
  entries.push_back({"Document::parse", [&] { return json::Document::parse(material.payload).has_value(); }});
  return race("codec, payload of " + std::to_string(material.payload.size()) + " bytes", std::move(entries), {}, plan);
}

}  // namespace signet::bench
