#include "cli/key_set_view.h"

#include <array>
#include <cstddef>

#include "cli/failure.h"
#include "cli/keys.h"
#include "cli/text.h"
#include "signet/algorithm.h"

namespace signet::cli {
namespace {

struct LevelRow {
  std::string_view name;
  Style style;
};
constexpr std::array<LevelRow, 3> kLevels = {
    {{"error", Style::red}, {"warning", Style::yellow}, {"note", Style::cyan}}};  // in the order of Level

/// Why no signature algorithm takes the key; of those for its type the last one says so.
std::optional<Error> why_not_used(const Key& key) {
  Error reason{Errc::key_unsupported, "kty"};
  for (const SignatureAlgorithm* row : signature_algorithms()) {
    const auto fit = key.check_fit(*row);
    if (fit) return std::nullopt;
    const bool is_closer = describe(*row).kty == name_of(key.type()) && fit.error().subject != "crv";
    if (is_closer) reason = fit.error();
  }
  return reason;
}

}  // namespace

bool SetMember::operator==(const SetMember& other) const {
  const auto reason = [](const SetMember& member) { return member.not_used ? to_string(*member.not_used) : ""; };
  return kid == other.kid && kind == other.kind && alg == other.alg && use == other.use &&
         thumbprint == other.thumbprint && reason(*this) == reason(other);
}

std::vector<SetMember> members_of(const JwkSet& set) {
  std::vector<SetMember> members;
  members.reserve(set.entries().size());
  for (const KeySetEntry& entry : set.entries()) {
    SetMember member{.kid = entry.kid, .kind = {}, .alg = {}, .use = {}, .thumbprint = {}, .not_used = entry.problem};
    if (entry.key) {
      member.kind = kind_of(*entry.key);
      member.alg = entry.key->info().alg;
      member.use = entry.key->info().use;
      member.thumbprint = entry.key->thumbprint();
      member.not_used = why_not_used(*entry.key);
    }
    members.push_back(std::move(member));
  }
  return members;
}

std::string describe(const SetMember& member) {
  std::string out = member.kind;
  for (const std::string& part : {member.alg, member.use})
    if (!part.empty()) out += ", " + part;
  if (!member.not_used) return out;
  return text("{}{}not used: {}", out, out.empty() ? "" : ", ", to_string(*member.not_used));
}

void write_member_facts(json::Writer& out, const SetMember& member) {
  member_or_null(out, "kid", member.kid);
  member_or_null(out, "kind", member.kind);
  member_or_null(out, "alg", member.alg);
  member_or_null(out, "use", member.use);
  member_or_null(out, "thumbprint", member.thumbprint);
  out.key("used").boolean(!member.not_used);
  if (!member.not_used) return;
  out.member("code", name_of(member.not_used->code)).member("subject", json_text(member.not_used->subject));
  out.member("message", sentence_of(Failure(*member.not_used)));
}

void write_member(json::Writer& out, const SetMember& member) {
  out.begin_object();
  write_member_facts(out, member);
  out.end_object();
}

std::string_view name_of(KeySetRemark::Level level) noexcept {
  return kLevels[static_cast<std::size_t>(level)].name;
}

Style style_of(KeySetRemark::Level level) noexcept {
  return kLevels[static_cast<std::size_t>(level)].style;
}

std::string place_of(const KeySetRemark& remark) {
  if (!remark.index) return "the set";
  return text("keys[{}]{}{}", *remark.index, remark.kid.empty() ? "" : " ", remark.kid);
}

void write_remarks(json::Writer& out, const std::vector<KeySetRemark>& remarks) {
  out.begin_array();
  for (const KeySetRemark& remark : remarks) {
    out.begin_object().member("level", name_of(remark.level)).key("index");
    if (remark.index) {
      out.integer(static_cast<std::int64_t>(*remark.index));
    } else {
      out.null();
    }
    out.member("kid", remark.kid).member("code", name_of(remark.error.code)).member("subject", remark.error.subject);
    out.member("message", remark.text).end_object();
  }
  out.end_array();
}

}  // namespace signet::cli
