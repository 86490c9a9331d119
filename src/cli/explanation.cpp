#include "cli/explanation.h"

#include <algorithm>
#include <utility>

#include "cli/inspection.h"
#include "cli/keys.h"
#include "cli/text.h"
#include "cli/token_input.h"
#include "signet/base64url.h"

namespace signet::cli {
namespace {

std::optional<json::Value> member(const std::optional<json::Document>& object, std::string_view name) {
  return object ? object->root().find(name) : std::nullopt;
}

std::string advise(const Examined& examined, const jwt::Finding& finding) {
  for (const auto rows : {form_advice(), key_advice(), claim_advice()})
    for (const AdviceRow& row : rows)
      if (row.step == finding.step)
        if (std::string advice = row.advise(examined, *finding.error); !advice.empty()) return advice;
  return std::string(row_of(finding.error->code).hint);
}

/// Steps that look at many claims: where one failed, it alone is shown.
bool looks_at_many(jwt::Step step) noexcept {
  return step == jwt::Step::values || step == jwt::Step::companions || step == jwt::Step::profile;
}

void show_the_one(const Examined& examined, ExplainedStep& step) {
  const Error& error = *step.finding.error;
  const auto value = examined.claim(error.subject);
  step.has = value ? text("{} {}", error.subject, shown_value(*value)) : text("no {}", error.subject);
}

}  // namespace

TokenParts take_apart(std::string_view token) {
  TokenParts parts;
  while (parts.segments.size() < kMaxSegments) {
    const std::size_t dot = token.find('.');
    parts.segments.push_back(token.substr(0, dot));
    if (dot == std::string_view::npos) break;
    token.remove_prefix(dot + 1);
  }
  parts.header = decode_object(parts.segments[0]);
  if (parts.segments.size() > 1) parts.payload = decode_object(parts.segments[1]);
  if (parts.segments.size() > 2)
    if (auto octets = base64url::decode(parts.segments[2])) parts.signature = std::move(*octets);
  return parts;
}

std::optional<json::Value> Examined::header(std::string_view name) const {
  return member(parts.header, name);
}

std::optional<json::Value> Examined::claim(std::string_view name) const {
  return member(parts.payload, name);
}

std::string name_of_key(const KeySetEntry& entry) {
  const std::string kid = entry.kid.empty() ? "without a kid" : text("\"{}\"", entry.kid);
  return entry.key ? text("{} ({})", kid, kind_of(*entry.key)) : kid;
}

std::string listed(const std::vector<std::string>& names, std::string_view last_word) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? text(" {} ", last_word) : ", ";
    out += names[i];
  }
  return out;
}

Explanation explain(const jwt::Verifier& verifier, const Examined& examined) {
  jwt::Diagnosis diagnosis = verifier.explain(examined.outer, examined.now, examined.context);
  Explanation explanation{
      .signature_held = diagnosis.signature_held, .steps = {}, .refusal = std::move(diagnosis.refusal)};
  for (jwt::Finding& finding : diagnosis.findings) {
    const auto rows = step_rows();
    const auto row = std::ranges::find(rows, finding.step, &StepRow::step);
    ExplainedStep step{.finding = std::move(finding), .has = {}, .wants = {}, .todo = {}};
    if (row != rows.end()) {
      step.has = row->has(examined);
      step.wants = row->wants(examined);
    }
    if (step.finding.error && looks_at_many(step.finding.step)) show_the_one(examined, step);
    if (step.finding.error) step.todo = advise(examined, step.finding);
    explanation.steps.push_back(std::move(step));
  }
  return explanation;
}

}  // namespace signet::cli
