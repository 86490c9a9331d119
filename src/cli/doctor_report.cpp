// An examination as people and programs read it.
#include <algorithm>
#include <array>
#include <chrono>

#include "cli/doctor.h"
#include "cli/help.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/when.h"

namespace signet::cli {
namespace {

struct HarmRow {
  std::string_view word;
  Style style;
};
constexpr std::array<HarmRow, 3> kHarms = {
    {{"BREAKS", Style::red}, {"warns", Style::yellow}, {"note", Style::cyan}}};  // in the order of Harm

std::string told(const Answer& answer) {
  if (!answer.response) return text("{}: {}", answer.url, to_string(answer.response.error()));
  return text("{}: status {}, {} octets, {} ms", answer.url, answer.response->status, answer.response->body.size(),
              std::chrono::ceil<std::chrono::milliseconds>(answer.took).count());
}

std::string facts_of(const Examination& seen, const Console& console) {
  Facts facts;
  if (seen.found) facts.add("metadata", told(seen.metadata[*seen.found]));
  if (seen.keys) facts.add("key set", told(*seen.keys));
  if (seen.keys && seen.keys->response) {
    const std::string fields = cache_fields(*seen.keys->response);
    facts.add("kept",
              text("{}{}{}", to_words(keeping_of(*seen.keys->response).kept), fields.empty() ? "" : "; ", fields));
  }
  std::string out = facts.to_wrapped_text(console);
  Table table({"KID", "KEY"});
  for (const SetMember& member : seen.members) table.row({member.kid.empty() ? "-" : member.kid, describe(member)});
  if (!table.empty()) out += '\n' + table.to_text(console);
  return out;
}

std::string paragraph(std::string_view label, std::string_view words) {
  constexpr std::size_t kColumn = 8;
  std::string head(label);
  head.resize(kColumn, ' ');
  return head + wrapped(printable(words), kColumn) + '\n';
}

std::size_t count(const std::vector<Complaint>& complaints, Harm harm) {
  return static_cast<std::size_t>(
      std::ranges::count_if(complaints, [harm](const Complaint& complaint) { return complaint.row->harm == harm; }));
}

void write_answer(json::Writer& out, std::string_view name, const Answer* answer) {
  out.key(name);
  if (answer == nullptr) {
    out.null();
    return;
  }
  out.begin_object().member("url", json_text(answer->url));
  if (!answer->response) out.member("error", json_text(to_string(answer->response.error())));
  write_answer_facts(out, *answer);
  out.end_object();
}

}  // namespace

std::string to_text(const Examination& examination, const std::vector<Complaint>& complaints, const Console& console) {
  std::string out = console.out_style(Style::bold, printable(examination.url)) + '\n' + facts_of(examination, console);
  for (const Complaint& complaint : complaints) {
    const HarmRow& harm = kHarms[static_cast<std::size_t>(complaint.row->harm)];
    constexpr std::size_t kWidth = 8;
    out += '\n' + console.out_style(harm.style, harm.word) + std::string(kWidth - harm.word.size(), ' ');
    out += console.out_style(Style::bold, complaint.row->id) + '\n';
    out += paragraph("", complaint.symptom.what);
    out += paragraph("why", complaint.row->why);
    out += paragraph("to do", complaint.todo());
  }
  out += text("\n{} things break verifiers, {} are warnings, {} are notes.\n", count(complaints, Harm::breaks),
              count(complaints, Harm::warns), count(complaints, Harm::note));
  return out;
}

std::string to_json(const Examination& examination, const std::vector<Complaint>& complaints) {
  json::Writer out;
  out.begin_object().key("ok").boolean(count(complaints, Harm::breaks) == 0).member("url", json_text(examination.url));
  write_answer(out, "metadata", examination.found ? &examination.metadata[*examination.found] : nullptr);
  write_answer(out, "key_set", examination.keys ? &*examination.keys : nullptr);
  out.key("keys").begin_array();
  for (const SetMember& member : examination.members) write_member(out, member);
  out.end_array().key("findings").begin_array();
  for (const Complaint& complaint : complaints) {
    out.begin_object().member("level", name_of(complaint.row->harm)).member("id", complaint.row->id);
    out.member("what", json_text(complaint.symptom.what)).member("why", complaint.row->why);
    out.member("todo", json_text(complaint.todo())).end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

}  // namespace signet::cli
