#include "keys/event_subject.h"

#include <algorithm>
#include <optional>

#include "try.h"

namespace signet::keys {
namespace {

using Targets = std::vector<EventTarget>;

constexpr Rule kFormatRule{"RFC 9493 3", "a subject identifier has the members that its format describes"};
constexpr Rule kIssuerRule{"RFC 8935 2", "the transmitter may say this of the issuer and the subject"};

struct Reader {
  EventReach reach;
  std::string_view issuer;
  const SecurityEventRules& rules;
};

Result<std::string_view> text_of(const json::Value& subject, std::string_view member) {
  const auto value = subject.find(member);
  const auto text = value ? value->string() : std::nullopt;
  if (!text || text->empty()) return fail(Errc::claim_rule, "sub_id", &kFormatRule);
  return *text;
}

bool may_revoke(const Reader& reader, std::string_view issuer) noexcept {
  return issuer == reader.issuer ||
         std::ranges::find(reader.rules.token_issuers, issuer) != reader.rules.token_issuers.end();
}

/// A format with iss and one more member: {"format","iss",MEMBER}.
Result<Targets> read_pair(const json::Value& subject, const Reader& reader, RevokedKind kind) {
  SIGNET_TRY(const std::string_view issuer, text_of(subject, "iss"));
  SIGNET_TRY(const std::string_view value, text_of(subject, name_of(kind)));
  //= rfc9493#3 no members that the format does not describe
  if (subject.size() != 3) return fail(Errc::claim_rule, "sub_id", &kFormatRule);
  if (!may_revoke(reader, issuer)) return fail(Errc::claim_mismatch, "sub_id", &kIssuerRule);
  return Targets{{kind, issuer, value}};
}

Result<Targets> read_iss_sub(const json::Value& subject, const Reader& reader) {
  return read_pair(subject, reader, RevokedKind::sub);
}

Result<Targets> read_jwt_id(const json::Value& subject, const Reader& reader) {
  if (reader.reach != EventReach::session) return fail(Errc::event_unsupported, "jwt_id");
  return read_pair(subject, reader, RevokedKind::jti);
}

Result<Targets> read_opaque(const json::Value& subject, const Reader& reader) {
  const bool is_session = reader.reach == EventReach::session;
  if (!is_session && !reader.rules.opaque_user_is_sub) return fail(Errc::event_unsupported, "opaque");
  SIGNET_TRY(const std::string_view id, text_of(subject, "id"));
  if (subject.size() != 2) return fail(Errc::claim_rule, "sub_id", &kFormatRule);
  return Targets{{is_session ? reader.rules.opaque_session : RevokedKind::sub, reader.issuer, id}};
}

bool is_iss_sub(const json::Value& subject) noexcept {
  const auto format = subject.find("format");
  return format && format->string() == "iss_sub";
}

/// Names of one principal: those that are in tokens count, and one of them is enough.
Result<Targets> read_aliases(const json::Value& subject, const Reader& reader) {
  const auto identifiers = subject.find("identifiers");
  if (!identifiers || !identifiers->is_array() || subject.size() != 2)
    return fail(Errc::claim_rule, "sub_id", &kFormatRule);
  if (identifiers->size() > kMaxAliases) return fail(Errc::limit_exceeded, "identifiers");
  Targets all;
  std::optional<Error> foreign;
  for (const json::Value alias : identifiers->elements()) {
    if (!is_iss_sub(alias)) continue;
    const Result<Targets> targets = read_iss_sub(alias, reader);
    if (targets) {
      all.push_back(targets->front());
    } else if (targets.error().code == Errc::claim_mismatch) {
      foreign = targets.error();
    } else {
      return targets;
    }
  }
  if (!all.empty()) return all;
  if (foreign) return std::unexpected(*std::move(foreign));
  return fail(Errc::event_unsupported, "aliases");
}

struct Format {
  std::string_view name;
  Result<Targets> (*read)(const json::Value& subject, const Reader& reader);
};
constexpr Format kFormats[] = {
    {"iss_sub", read_iss_sub}, {"jwt_id", read_jwt_id}, {"opaque", read_opaque}, {"aliases", read_aliases}};

Result<std::string_view> format_of(const json::Value& subject) {
  if (!subject.is_object()) return fail(Errc::claim_rule, "sub_id", &kFormatRule);
  return text_of(subject, "format");
}

Result<Targets> read_simple(const json::Value& subject, const Reader& reader) {
  SIGNET_TRY(const std::string_view name, format_of(subject));
  const auto* const format = std::ranges::find(kFormats, name, &Format::name);
  if (format == std::end(kFormats)) return fail_on_input(Errc::event_unsupported, name);
  return format->read(subject, reader);
}

/// All members describe one principal. A session says it most closely; a user is all of its sessions, so that what
/// narrows it further (device, tenant, application ...) can only make it hit too many.
Result<Targets> read_complex(const json::Value& subject, const Reader& reader) {
  const auto session = subject.find("session");
  if (session && reader.reach == EventReach::session) {
    SIGNET_TRY(const std::string_view format, format_of(*session));
    if (format != "opaque" && format != "jwt_id") return fail_on_input(Errc::event_unsupported, format);
    return read_simple(*session, reader);
  }
  const auto user = subject.find("user");
  if (!user) return fail(Errc::event_unsupported, "complex");
  return read_simple(*user, {EventReach::user, reader.issuer, reader.rules});
}

}  // namespace

Result<std::vector<EventTarget>> read_event_subject(const json::Value& subject, EventReach reach,
                                                    std::string_view issuer, const SecurityEventRules& rules) {
  const Reader reader{reach, issuer, rules};
  SIGNET_TRY(const std::string_view format, format_of(subject));
  if (format == "complex") return read_complex(subject, reader);
  return read_simple(subject, reader);
}

}  // namespace signet::keys
