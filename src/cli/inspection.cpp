#include "cli/inspection.h"

#include <algorithm>
#include <string_view>

#include "cli/claim_words.h"
#include "cli/help.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/when.h"
#include "jose/header.h"
#include "signet/algorithm.h"
#include "signet/claim_registry.h"
#include "signet/claims.h"

namespace signet::cli {
namespace {

constexpr std::string_view kUnverified = "UNVERIFIED";
constexpr std::string_view kWarning = "nobody has checked this token; anyone can write one like it.";

// Header parameters by which a token would choose its own key.
constexpr std::string_view kKeyParameters[] = {"jwk", "jku", "x5u", "x5c"};

std::optional<Timestamp> time_of(const json::Value& payload, std::string_view claim) {
  const auto value = payload.find(claim);
  if (!value) return std::nullopt;
  const auto when = jwt::parse_numeric_date(*value, claim);
  return when ? std::optional(*when) : std::nullopt;
}

bool is_dpop_proof(const json::Value& header) {
  const auto typ = header.find("typ");
  return typ && typ->is_string() && jose::same_media_type(*typ->string(), "dpop+jwt");
}

void remark_on_algorithm(const json::Value& header, std::vector<std::string>& remarks) {
  const auto alg = header.find("alg");
  if (!alg || !alg->is_string()) {
    remarks.emplace_back("The header has no alg, so no verifier accepts the token.");
  } else if (*alg->string() == "none") {
    remarks.emplace_back("alg is none: nothing protects the token, and no verifier accepts it.");
  } else if (find_signature_algorithm(*alg->string()) == nullptr) {
    remarks.push_back(text("alg is {}, which is no signature algorithm that Signet knows.", *alg->string()));
  }
}

void remark_on_key(const json::Value& header, const std::optional<JwkSet>& set, std::vector<std::string>& remarks) {
  const auto kid = header.find("kid");
  if (!kid) {
    remarks.emplace_back("There is no kid: every key that fits is tried.");
  } else if (set) {
    const auto same = [&](const KeySetEntry& entry) { return entry.key && entry.kid == kid->string(); };
    if (!std::ranges::any_of(set->entries(), same))
      remarks.emplace_back("The key set has no usable key with this kid.");
  }
  for (const std::string_view name : kKeyParameters)
    if (header.find(name)) remarks.push_back(text("The header carries {}; Signet never takes a key from there.", name));
  if (header.find("crit")) remarks.emplace_back("The header has crit: a verifier must understand what it names.");
}

void remark_on_times(const json::Value& payload, Timestamp now, std::vector<std::string>& remarks) {
  if (!payload.find("exp")) remarks.emplace_back("There is no exp: the token never ends.");
  const auto exp = time_of(payload, "exp");
  if (exp && *exp <= now) remarks.push_back(text("It expired {}.", to_relative(*exp, now)));
  const auto nbf = time_of(payload, "nbf");
  if (nbf && *nbf > now) remarks.push_back(text("It is not valid yet: {}.", to_relative(*nbf, now)));
  const auto iat = time_of(payload, "iat");
  if (iat && *iat > now) remarks.push_back(text("It says that it was made in the future: {}.", to_relative(*iat, now)));
}

std::string problems_text(const Inspection& inspection, const Console& console) {
  constexpr std::size_t kColumn = 4;
  std::string out;
  for (const Error& problem : inspection.problems) {
    const std::string what = problem.rule == nullptr
                                 ? text("{}: {}", problem.subject, text_of(problem.code))
                                 : text("{}: {} ({})", problem.subject, problem.rule->text, problem.rule->section);
    out += "  " + console.out_style(Style::red, wrapped(printable(what), kColumn)) + '\n';
  }
  return out;
}

void write_problems(json::Writer& out, const Inspection& inspection) {
  out.key("problems").begin_array();
  for (const Error& problem : inspection.problems) {
    out.begin_object().member("code", name_of(problem.code)).member("subject", problem.subject);
    out.member("rule", problem.rule == nullptr ? text_of(problem.code) : problem.rule->text);
    out.member("section", problem.rule == nullptr ? "" : problem.rule->section).end_object();
  }
  out.end_array();
}

}  // namespace

std::string shown_value(const json::Value& value) {
  if (const auto string = value.string()) return string->empty() ? "\"\"" : std::string(*string);
  return json::to_compact(value);
}

Facts facts_of(const json::Value& object) {
  Facts facts;
  for (const auto& [name, value] : object.members()) facts.add(name, shown_value(value));
  return facts;
}

std::string unverified_line(const Console& console) {
  return console.out_style(Style::yellow, kUnverified) + ": " + std::string(kWarning) + '\n';
}

Inspection inspect_token(const jwt::Unverified& token, const std::optional<JwkSet>& set, Timestamp now) {
  Inspection inspection{.now = now, .problems = {}, .remarks = {}};
  const json::Value payload = token.payload();
  if (payload.is_object()) inspection.problems = jwt::check_claims_set(payload, jwt::Side::recipient);
  if (!token.has_signature()) inspection.remarks.emplace_back("The token is not signed: its last part is empty.");
  remark_on_algorithm(token.header(), inspection.remarks);
  if (is_dpop_proof(token.header())) {
    // What is odd in other tokens is its nature: it brings its key along, and names neither issuer, audience nor end.
    inspection.remarks.emplace_back(
        "This is a DPoP proof: signet dpop verify holds it against a request, with the key in its jwk.");
    return inspection;
  }
  remark_on_key(token.header(), set, inspection.remarks);
  if (!payload.is_object()) {
    inspection.remarks.emplace_back("The payload is no JSON object, so it holds no claims.");
    return inspection;
  }
  remark_on_times(payload, now, inspection.remarks);
  if (!payload.find("iss")) inspection.remarks.emplace_back("There is no iss: nothing says who made it.");
  if (!payload.find("aud")) inspection.remarks.emplace_back("There is no aud: nothing says for whom it is.");
  return inspection;
}

std::string to_json(const Inspection& inspection, const jwt::Unverified& token) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("verified").boolean(false);
  out.key("header").raw(json::to_compact(token.header())).key("claims").raw(json::to_compact(token.payload()));
  write_claim_words(out, token.payload(), inspection.now);
  write_problems(out, inspection);
  out.key("remarks").begin_array();
  for (const std::string& remark : inspection.remarks) out.string(remark);
  out.end_array().end_object();
  return out.take_string();
}

std::string to_text(const Inspection& inspection, const jwt::Unverified& token, const Console& console) {
  const auto title = [&](std::string_view words) { return '\n' + console.out_style(Style::bold, words) + '\n'; };
  std::string out = unverified_line(console);
  out += title("Header") + facts_of(token.header()).to_text(console, "  ");
  out += title("Claims");
  if (token.payload().is_object()) {
    out += claims_text(token.payload(), inspection.now, console);
  } else {
    out += "  " + printable(json::to_compact(token.payload())) + '\n';
  }
  if (!inspection.problems.empty()) out += title("What is wrong") + problems_text(inspection, console);
  if (inspection.remarks.empty()) return out;
  out += title("Remarks");
  for (const std::string& remark : inspection.remarks) out += "  " + wrapped(printable(remark), 4) + '\n';
  return out;
}

}  // namespace signet::cli
