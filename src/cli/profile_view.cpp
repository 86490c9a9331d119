#include "cli/profile_view.h"

#include <algorithm>
#include <vector>

#include "cli/help.h"
#include "cli/markdown.h"
#include "cli/profile_choice.h"
#include "cli/table.h"
#include "cli/text.h"
#include "signet/json.h"
#include "signet/profiles.h"

namespace signet::cli {
namespace {

using jwt::Profile;
using Names = std::span<const std::string_view>;

std::string_view name_of(jwt::ProfileKind kind) noexcept {
  return kind == jwt::ProfileKind::overlay ? "overlay" : "token";
}

std::string commas(Names names, std::string_view quote = "") {
  std::string out;
  for (const std::string_view name : names) out += text("{}{}{}{}", out.empty() ? "" : ", ", quote, name, quote);
  return out;
}

/// What typ a token has, and who decides it.
std::string typ_of(const Profile& profile) {
  if (profile.kind == jwt::ProfileKind::overlay && profile.accepted_typs.empty()) return "as its base";
  if (profile.accepted_typs.empty()) return "none is named";
  return accepted_typs(profile);
}

std::string typ_note(const Profile& profile) {
  if (!profile.needs_explicit_typ()) return {};
  return "nothing distinguishes it, so the policy decides the typ: --typ, or JWT or none";
}

/// What a token of the kind looks like, in a few words.
std::string mark_of(const Profile& profile) {
  if (profile.kind == jwt::ProfileKind::overlay)
    return text("overlay{}{}", profile.base == nullptr ? "" : " on ", profile.base == nullptr ? "" : profile.base->id);
  if (profile.distinguished_by.empty()) return text("typ {}; nothing distinguishes it", typ_of(profile));
  if (profile.distinguished_by.starts_with("typ")) return std::string(profile.distinguished_by);
  return text("typ {}; {}", typ_of(profile), profile.distinguished_by);
}

struct List {
  std::string_view name;   // of --json
  std::string_view title;  // for people
  Names Profile::* names;
};
constexpr List kLists[] = {
    {"required_header", "header, required", &Profile::required_header},
    {"required", "claims, required", &Profile::required},
    {"optional", "claims, optional", &Profile::optional},
    {"forbidden", "claims, forbidden", &Profile::forbidden},
};

void write_names(json::Writer& out, std::string_view name, Names names) {
  out.key(name).begin_array();
  for (const std::string_view one : names) out.string(one);
  out.end_array();
}

void write_text(json::Writer& out, std::string_view name, std::string_view value) {
  if (value.empty()) {
    out.key(name).null();
  } else {
    out.member(name, value);
  }
}

void write_profile(json::Writer& out, const Profile& profile) {
  out.begin_object().member("id", profile.id).member("title", profile.title).member("kind", name_of(profile.kind));
  out.member("document", profile.document);
  write_text(out, "base", profile.base == nullptr ? "" : profile.base->id);
  write_text(out, "distinguished_by", profile.distinguished_by);
  write_text(out, "own_verifier", profile.own_verifier);
  write_text(out, "typ", profile.typ);
  write_names(out, "accepted_typs", profile.accepted_typs);
  out.key("typ_may_be_absent").boolean(profile.typ_may_be_absent);
  out.key("needs_explicit_typ").boolean(profile.needs_explicit_typ());
  for (const List& list : kLists) write_names(out, list.name, profile.*list.names);
  out.key("steps").begin_array();
  for (const jwt::ProfileStep& step : profile.steps) {
    out.begin_object().member("duty", jwt::name_of(step.duty)).member("section", step.rule.section);
    out.member("rule", step.rule.text).end_object();
  }
  out.end_array().end_object();
}

/// "section 4", or with the document where it is another one.
std::string section_of(const Profile& profile, const jwt::ProfileStep& step) {
  std::string_view section = step.rule.section;
  if (!section.starts_with(profile.document) || section.find(',') != std::string_view::npos)
    return std::string(section);
  section.remove_prefix(std::min(profile.document.size() + 1, section.size()));
  return text("section {}", section);
}

std::string step_lines(const Profile& profile, const Console& console) {
  constexpr std::size_t kNumber = 2;
  constexpr std::size_t kColumn = 19;
  std::string out;
  for (std::size_t i = 0; i < profile.steps.size(); ++i) {
    const jwt::ProfileStep& step = profile.steps[i];
    std::string number = text("{}", i + 1);
    number.insert(0, kNumber - std::min(kNumber, number.size()), ' ');
    std::string duty(jwt::name_of(step.duty));
    duty.resize(11, ' ');
    const Style style = step.duty == jwt::Duty::application ? Style::yellow : Style::green;
    out += text("  {}  {}  ", number, console.out_style(style, duty)) +
           wrapped(text("{} ({})", step.rule.text, section_of(profile, step)), kColumn) + '\n';
  }
  return out;
}

std::string page_section(const Profile& profile) {
  std::string out = text("\n## `{}`: {}\n\n{}; {}.", profile.id, cell(profile.title), cell(profile.document),
                         profile.kind == jwt::ProfileKind::overlay ? "an overlay" : "a kind of token");
  if (profile.base != nullptr) out += text(" Builds on `{}`.", profile.base->id);
  out += text(" typ: {}.", cell(typ_of(profile)));
  if (!profile.own_verifier.empty()) out += text(" It has a verifier of its own, `{}`.", profile.own_verifier);
  if (const std::string note = typ_note(profile); !note.empty()) out += text(" Here {}.", cell(note));
  out += "\n\n";
  for (const List& list : kLists)
    if (!(profile.*list.names).empty()) out += text("- {}: {}\n", list.title, commas(profile.*list.names, "`"));
  if (profile.steps.empty()) return out;
  out += "\n| step | who | what | section |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < profile.steps.size(); ++i) {
    const jwt::ProfileStep& step = profile.steps[i];
    out +=
        text("| {} | {} | {} | {} |\n", i + 1, jwt::name_of(step.duty), cell(step.rule.text), cell(step.rule.section));
  }
  return out;
}

}  // namespace

std::string profiles_text(const Console& console) {
  constexpr std::size_t kIndent = 4;
  std::size_t width = 0;
  for (const Profile* profile : jwt::profiles()) width = std::max(width, profile->id.size());
  std::string out;
  for (const Profile* profile : jwt::profiles()) {
    out += console.out_style(Style::bold, profile->id) + std::string(width - profile->id.size() + 2, ' ') +
           wrapped(mark_of(*profile), width + 2) + '\n' + std::string(kIndent, ' ') +
           wrapped(text("{} ({})", profile->title, profile->document), kIndent) + '\n';
  }
  return out;
}

std::string profiles_json() {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("profiles").begin_array();
  for (const Profile* profile : jwt::profiles()) write_profile(out, *profile);
  out.end_array().end_object();
  return out.take_string();
}

std::string profile_json(const Profile& profile) {
  json::Writer out;
  write_profile(out, profile);
  return text("{{\"ok\":true,{}", out.text().substr(1));
}

std::string profile_text(const Profile& profile, const Console& console) {
  std::string out = console.out_style(Style::bold, profile.id) + ": " + std::string(profile.title) + "\n\n";
  Facts facts;
  facts.add("document", profile.document);
  facts.add("kind",
            profile.kind == jwt::ProfileKind::overlay ? "overlay: adds rules to another kind" : "a kind of token");
  facts.add("builds on", profile.base == nullptr ? "" : profile.base->id);
  facts.add("distinguished by", profile.distinguished_by);
  facts.add("own verifier", profile.own_verifier);
  facts.add("typ", typ_of(profile));
  facts.add("", typ_note(profile));
  for (const List& list : kLists) facts.add(list.title, commas(profile.*list.names));
  out += facts.to_wrapped_text(console);
  if (profile.steps.empty()) return out;
  return out + '\n' + console.out_style(Style::bold, "Steps, and who sees to each") + '\n' +
         step_lines(profile, console);
}

std::string profiles_markdown() {
  std::string page =
      "# Token profiles\n\n"
      "What `--profile` of `signet verify`, `explain`, `sign` and `claims lint` takes, and `Policy::profile()` of the\n"
      "library. `signet profiles --markdown` prints this page. Of each step of a document the table says who sees to "
      "it: the\n"
      "`verifier` always; the verifier when what is compared is given (`context`: flags of `signet verify`,\n"
      "`jwt::Context`); or the `application`, which alone knows what is needed.\n\n"
      "| id | title | kind | document | typ | told from other tokens by |\n|---|---|---|---|---|---|\n";
  for (const Profile* profile : jwt::profiles())
    page += text("| `{}` | {} | {} | {} | {} | {} |\n", profile->id, cell(profile->title), name_of(profile->kind),
                 cell(profile->document), cell(typ_of(*profile)),
                 profile->distinguished_by.empty() ? "nothing" : cell(profile->distinguished_by));
  for (const Profile* profile : jwt::profiles()) page += page_section(*profile);
  return page;
}

}  // namespace signet::cli
