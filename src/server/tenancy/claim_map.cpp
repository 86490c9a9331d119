#include "server/tenancy/claim_map.h"

#include <algorithm>

#include "try.h"

namespace signet::server {

/// Where a claim may come from; the assertion's own claims stand behind them.
struct SourceRow {
  std::string_view name;  // "$client.id"
  std::string_view ClaimSources::* text;
};

namespace {

constexpr SourceRow kSources[] = {
    {"$tenant", &ClaimSources::tenant},
    {"$client.id", &ClaimSources::client_id},
    {"$client.title", &ClaimSources::client_title},
    {"$token.sub", &ClaimSources::subject},
    {"$api.audience", &ClaimSources::api},
};
constexpr SourceRow kAssertion{"$assertion.", nullptr};

}  // namespace

Result<ClaimMap> ClaimMap::compile(const std::vector<ClaimRule>& rules) {
  ClaimMap map;
  map.rules_.reserve(rules.size());
  for (const ClaimRule& rule : rules) {
    SIGNET_TRY(const json::Document value, json::Document::parse(rule.json));
    const std::string_view text = value.root().string().value_or("");
    Rule compiled{.claim = rule.claim, .json = rule.json, .name = {}};
    if (text.starts_with("$$")) {  // a text that begins with one
      json::Writer writer;
      compiled.json = writer.string(text.substr(1)).take_string();
    } else if (text.starts_with(kAssertion.name) && text.size() > kAssertion.name.size()) {
      compiled.source = &kAssertion;
      compiled.name = text.substr(kAssertion.name.size());
    } else if (text.starts_with('$')) {
      compiled.source = std::ranges::find(kSources, text, &SourceRow::name);
      if (compiled.source == std::end(kSources)) return fail(Errc::malformed_configuration, "claims");
    }
    map.rules_.push_back(std::move(compiled));
  }
  return map;
}

void ClaimMap::apply(const ClaimSources& sources, jwt::Builder& builder) const {
  for (const Rule& rule : rules_) {
    if (rule.source == nullptr) {
      builder.claim_json(rule.claim, rule.json);
    } else if (rule.source == &kAssertion) {
      if (sources.assertion == nullptr) continue;
      const auto value =
          rule.name.starts_with('/') ? sources.assertion->at(rule.name) : sources.assertion->find(rule.name);
      if (value) builder.claim_json(rule.claim, value->source());
    } else if (const std::string_view text = sources.*(rule.source->text); !text.empty()) {
      builder.claim(rule.claim, text);
    }
  }
}

}  // namespace signet::server
