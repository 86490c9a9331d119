#include "cli/inspection.h"

#include <algorithm>
#include <string_view>

#include "cli/table.h"
#include "cli/text.h"
#include "cli/when.h"
#include "jose/header.h"
#include "signet/algorithm.h"
#include "signet/claims.h"

namespace signet::cli {
namespace {

constexpr std::string_view kUnverified = "UNVERIFIED";
constexpr std::string_view kWarning = "nobody has checked this token; anyone can write one that looks like it.";

// Claims of RFC 7519 that are times.
constexpr std::string_view kTimeClaims[] = {"exp", "nbf", "iat"};
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
  for (const std::string_view claim : kTimeClaims)
    if (payload.find(claim) && !time_of(payload, claim)) remarks.push_back(text("{} is no time.", claim));
  if (!payload.find("exp")) remarks.emplace_back("There is no exp: the token never ends.");
  const auto exp = time_of(payload, "exp");
  if (exp && *exp <= now) remarks.push_back(text("It expired {}.", to_relative(*exp, now)));
  const auto nbf = time_of(payload, "nbf");
  if (nbf && *nbf > now) remarks.push_back(text("It is not valid yet: {}.", to_relative(*nbf, now)));
  const auto iat = time_of(payload, "iat");
  if (iat && *iat > now) remarks.push_back(text("It says that it was made in the future: {}.", to_relative(*iat, now)));
}

const Inspection::Time* find_time(const Inspection& inspection, std::string_view claim) {
  const auto found = std::ranges::find(inspection.times, claim, &Inspection::Time::claim);
  return found == inspection.times.end() ? nullptr : &*found;
}

}  // namespace

std::string shown_value(const json::Value& value) {
  if (const auto string = value.string()) return string->empty() ? "\"\"" : std::string(*string);
  return json::to_compact(value);
}

Facts facts_of(const json::Value& object, const Inspection* inspection) {
  Facts facts;
  for (const auto& [name, value] : object.members()) {
    const Inspection::Time* time = inspection == nullptr ? nullptr : find_time(*inspection, name);
    if (time == nullptr) {
      facts.add(name, shown_value(value));
    } else {
      facts.add(name, text("{}  {}, {}", shown_value(value), time->date, time->relative));
    }
  }
  return facts;
}

std::string unverified_line(const Console& console) {
  return console.out_style(Style::yellow, kUnverified) + ": " + std::string(kWarning) + '\n';
}

Inspection inspect_token(const jwt::Unverified& token, const std::optional<JwkSet>& set, Timestamp now) {
  Inspection inspection;
  const json::Value payload = token.payload();
  for (const std::string_view claim : kTimeClaims)
    if (const auto when = time_of(payload, claim))
      inspection.times.push_back({std::string(claim), to_date(*when), to_relative(*when, now)});
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
  out.key("times").begin_object();
  for (const Inspection::Time& time : inspection.times)
    out.key(time.claim).begin_object().member("date", time.date).member("relative", time.relative).end_object();
  out.end_object().key("remarks").begin_array();
  for (const std::string& remark : inspection.remarks) out.string(remark);
  out.end_array().end_object();
  return out.take_string();
}

std::string to_text(const Inspection& inspection, const jwt::Unverified& token, const Console& console) {
  const auto title = [&](std::string_view words) { return '\n' + console.out_style(Style::bold, words) + '\n'; };
  std::string out = unverified_line(console);
  out += title("Header") + facts_of(token.header(), nullptr).to_text(console, "  ");
  out += title("Claims");
  if (token.payload().is_object()) {
    out += facts_of(token.payload(), &inspection).to_text(console, "  ");
  } else {
    out += "  " + printable(json::to_compact(token.payload())) + '\n';
  }
  if (inspection.remarks.empty()) return out;
  out += title("Remarks");
  for (const std::string& remark : inspection.remarks) out += "  " + printable(remark) + '\n';
  return out;
}

}  // namespace signet::cli
