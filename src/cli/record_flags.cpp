#include "cli/record_flags.h"

#include <map>
#include <vector>

#include "signet/json.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kMaxFile = 1u << 20;
constexpr std::size_t kMaxSecretLine = 4'096;

/// The value of a flag as JSON.
Outcome<std::string> value_of(Invocation& run, const RecordFlag& row) {
  const std::string_view flag = row.flag.name;
  json::Writer out;
  switch (row.form) {
    case MemberForm::text:
      return out.string(json_text(run.args.value(flag).value_or(""))).take_string();
    case MemberForm::texts: {
      SIGNET_TRY(const std::vector<std::string> values, run.args.list(flag));
      out.begin_array();
      for (const std::string& value : values) out.string(json_text(value));
      return out.end_array().take_string();
    }
    case MemberForm::flag:  // --reusable takes single_use away, all others give
      return out.boolean(row.member != "single_use").take_string();
    case MemberForm::number: {
      std::string number = run.args.value(flag).value_or("");
      const auto parsed = json::Document::parse(number);
      if (!parsed || !parsed->root().integer()) return usage(flag, "this is no number", "write digits alone");
      return number;
    }
    case MemberForm::json_file: {
      SIGNET_TRY(const Secret content, run.read(flag, run.args.value(flag).value_or(""), kMaxFile));
      auto parsed = json::Document::parse(as_text(content.expose()));
      if (!parsed) return in_file(std::move(parsed).error(), run.args.value(flag).value_or(""));
      return json::to_compact(parsed->root());
    }
    case MemberForm::text_file: {
      SIGNET_TRY(const Secret line, run.read_first_line(flag, "the secret", kMaxSecretLine));
      return out.string(json_text(as_text(line.expose()))).take_string();
    }
  }
  return std::string("null");
}

}  // namespace

Outcome<std::string> body_of(Invocation& run, std::span<const RecordFlag> rows, std::string_view name,
                             std::string_view value) {
  std::vector<std::pair<std::string, std::string>> members;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> nested;
  for (const RecordFlag& row : rows) {
    if (!run.args.has(row.flag.name)) continue;
    SIGNET_TRY(std::string json, value_of(run, row));
    const std::size_t dot = row.member.find('.');
    if (dot == std::string_view::npos)
      members.emplace_back(row.member, std::move(json));
    else
      nested[std::string(row.member.substr(0, dot))].emplace_back(row.member.substr(dot + 1), std::move(json));
  }
  json::Writer out;
  out.begin_object();
  if (!name.empty() && !value.empty()) out.member(name, json_text(value));
  for (const auto& [member, json] : members) out.key(member).raw(json);
  for (const auto& [table, inner] : nested) {
    out.key(table).begin_object();
    for (const auto& [member, json] : inner) out.key(member).raw(json);
    out.end_object();
  }
  for (const std::string& member : run.args.values("--unset")) out.key(json_text(member)).null();
  return out.end_object().take_string();
}

}  // namespace signet::cli
