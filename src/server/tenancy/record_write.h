// Members of records as JSON; what is empty is left out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/reader.h"
#include "server/tenancy/records.h"
#include "signet/json.h"

namespace signet::server {

inline void write_text(json::Writer& writer, std::string_view name, std::string_view text) {
  if (!text.empty()) writer.member(name, text);
}
inline void write_json(json::Writer& writer, std::string_view name, std::string_view json) {
  if (!json.empty()) writer.key(name).raw(json);
}
inline void write_texts(json::Writer& writer, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  writer.key(name).begin_array();
  for (const std::string& text : texts) writer.string(text);
  writer.end_array();
}
inline void write_duration(json::Writer& writer, std::string_view name, std::optional<Duration> duration) {
  if (duration) writer.member(name, config::written(*duration));
}
inline void write_claims(json::Writer& writer, std::string_view name, const std::vector<ClaimRule>& rules) {
  if (rules.empty()) return;
  writer.key(name).begin_object();
  for (const ClaimRule& rule : rules) writer.key(rule.claim).raw(rule.json);
  writer.end_object();
}

}  // namespace signet::server
