// An explanation as people and programs read it.
#include <algorithm>

#include "cli/explanation.h"
#include "cli/help.h"
#include "cli/table.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

using State = jwt::Finding::State;

struct Mark {
  std::string_view word;
  Style style;
};
constexpr Mark kMarks[] = {{"ok", Style::green}, {"NO", Style::red}, {"?", Style::dim}};  // in the order of State

// Long values are cut for the table; --json has them whole.
std::string cut(const std::string& value, std::size_t width) {
  const auto starts_code_point = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  std::size_t columns = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!starts_code_point(value[i])) continue;
    if (columns == width - 3) kept = i;
    if (++columns > width) return value.substr(0, kept) + "...";
  }
  return value;
}

std::string table_of(const Explanation& explanation, const Console& console) {
  constexpr std::size_t kHas = 36;    // a date with how long ago it is
  constexpr std::size_t kWants = 26;  // with the columns before them 80
  Table table({"", "STEP", explanation.signature_held ? "THE TOKEN HAS" : "THE TOKEN HAS (UNVERIFIED)", "WANTED"});
  for (const ExplainedStep& step : explanation.steps) {
    const Mark& mark = kMarks[static_cast<std::size_t>(step.finding.state)];
    const std::string has = step.has.empty() ? "-" : cut(step.has, kHas);
    table.row({std::string(mark.word), std::string(name_of(step.finding.step)), has, cut(step.wants, kWants)},
              mark.style);
  }
  return table.to_text(console);
}

std::string verdict_of(const Explanation& explanation, const Console& console) {
  if (!explanation.refusal) return console.out_style(Style::green, "VERIFIED") + ": every check holds.\n";
  const std::string code = console.out_style(Style::bold, printable(to_string(*explanation.refusal)));
  if (explanation.signature_held)
    return console.out_style(Style::red, "REFUSED") + ": " + code +
           "\nThe signature holds, so the token says what its issuer wrote.\n";
  return console.out_style(Style::yellow, "UNVERIFIED") + ": " + code +
         "\nThe signature is not proven, so anyone may have written what the token says.\n";
}

std::string advice_of(const Explanation& explanation, const Console& console) {
  constexpr std::size_t kColumn = 13;
  std::string out;
  for (const ExplainedStep& step : explanation.steps) {
    if (step.finding.state != State::failed) continue;
    if (out.empty()) out = '\n' + console.out_style(Style::bold, "What to do") + '\n';
    std::string name = text("  {}", name_of(step.finding.step));
    name.resize(kColumn, ' ');
    out += console.out_style(Style::red, name) + wrapped(printable(step.todo), kColumn) + '\n';
  }
  return out;
}

void write_step(json::Writer& out, const ExplainedStep& step) {
  out.begin_object().member("step", name_of(step.finding.step)).key("ok");
  if (step.finding.state == State::unknown) {
    out.null();
  } else {
    out.boolean(step.finding.state == State::held);
  }
  member_or_null(out, "code", step.finding.error ? name_of(step.finding.error->code) : "");
  member_or_null(out, "subject", step.finding.error ? step.finding.error->subject : "");
  member_or_null(out, "has", step.has);
  member_or_null(out, "wants", step.wants);
  member_or_null(out, "todo", step.todo);
  out.end_object();
}

}  // namespace

std::string to_text(const Explanation& explanation, const Console& console) {
  return verdict_of(explanation, console) + '\n' + table_of(explanation, console) + advice_of(explanation, console);
}

std::string to_json(const Explanation& explanation, const Failure* failure) {
  json::Writer out;
  out.begin_object().key("ok").boolean(failure == nullptr).key("verified").boolean(explanation.signature_held);
  if (failure != nullptr) {
    out.member("code", name_of(failure->error.code)).member("subject", failure->error.subject);
    out.member("message", sentence_of(*failure)).member("hint", json_text(hint_of(*failure)));
  }
  out.key("steps").begin_array();
  for (const ExplainedStep& step : explanation.steps) write_step(out, step);
  out.end_array().end_object();
  return out.take_string();
}

}  // namespace signet::cli
