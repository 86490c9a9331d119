#include <algorithm>
#include <cstdint>

#include "codec/json_escape.h"
#include "codec/utf8.h"
#include "jwt/outer_layer.h"
#include "jwt/profile_rules.h"
#include "signet/bytes.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::jwt {
namespace {

std::string to_json(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  json::append_string(out, text);
  return out;
}

/// Whole seconds as an integer, else with as many digits as are needed: at most six.
std::string to_numeric_date(Timestamp when) {
  const std::int64_t count = when.time_since_epoch().count();
  constexpr std::int64_t kPerSecond = 1'000'000;
  std::string text = std::to_string(count / kPerSecond);
  std::string fraction = std::to_string(count % kPerSecond);
  if (fraction == "0") return text;
  fraction.insert(0, 6 - fraction.size(), '0');
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return text + "." + fraction;
}

Error with_subject(const Error& error, std::string_view subject) {
  return error.code == Errc::malformed_json ? fail_on_input(error.code, subject).error() : error;
}

}  // namespace

Builder& Builder::typ(std::string_view media_type) {
  typ_ = media_type;
  return *this;
}

Builder& Builder::profile(const Profile& profile) {
  profiles_.push_back(&profile);
  return *this;
}

Builder& Builder::header_json(std::string_view object) {
  header_json_ = object;
  return *this;
}

Builder& Builder::without_kid() {
  with_kid_ = false;
  return *this;
}

Builder& Builder::issuer(std::string_view value) {
  return claim("iss", value);
}

Builder& Builder::subject(std::string_view value) {
  return claim("sub", value);
}

Builder& Builder::audience(std::string_view value) {
  return claim("aud", value);
}

Builder& Builder::audience(std::span<const std::string_view> values) {
  json::Writer writer;
  writer.begin_array();
  for (const std::string_view value : values) writer.string(value);
  writer.end_array();
  return claim_json("aud", writer.text());
}

Builder& Builder::expires_at(Timestamp when) {
  return set_date("exp", when);
}

Builder& Builder::not_before(Timestamp when) {
  return set_date("nbf", when);
}

Builder& Builder::issued_at(Timestamp when) {
  return set_date("iat", when);
}

Builder& Builder::token_id(std::string_view value) {
  return claim("jti", value);
}

Builder& Builder::claim(std::string_view name, std::string_view text) {
  if (!codec::is_utf8(text)) return remember(fail_on_input(Errc::malformed_json, name).error());
  return set(name, to_json(text));
}

Builder& Builder::claim(std::string_view name, std::int64_t number) {
  return set(name, std::to_string(number));
}

Builder& Builder::claim(std::string_view name, bool value) {
  return set(name, value ? "true" : "false");
}

Builder& Builder::claim_json(std::string_view name, std::string_view json) {
  const Result<json::Document> value = json::Document::parse(json);
  if (!value) return remember(with_subject(value.error(), name));
  return set(name, json::to_compact(value->root()));
}

Builder& Builder::claims_json(std::string_view object) {
  const Result<json::Document> claims = json::Document::parse(object);
  if (!claims) return remember(with_subject(claims.error(), "payload"));
  if (!claims->root().is_object()) return remember(Error{Errc::claim_type, "payload"});
  for (const auto& [name, value] : claims->root().members()) set(name, json::to_compact(value));
  return *this;
}

Builder& Builder::set_date(std::string_view name, Timestamp when) {
  if (when < Timestamp{}) return remember(Error{Errc::claim_type, std::string(name)});
  return set(name, to_numeric_date(when));
}

Builder& Builder::set(std::string_view name, std::string json) {
  if (!codec::is_utf8(name)) return remember(fail_on_input(Errc::malformed_json, name).error());
  const auto there = std::ranges::find(entries_, name, &Entry::name);
  if (there != entries_.end()) {
    there->json = std::move(json);
  } else {
    constexpr std::size_t kUsual = 12;
    if (entries_.empty()) entries_.reserve(kUsual);
    entries_.push_back({std::string(name), std::move(json)});
  }
  return *this;
}

Builder& Builder::remember(Error error) {
  if (!problem_) problem_ = std::move(error);
  return *this;
}

Result<std::string> Builder::payload() const {
  if (problem_) return std::unexpected(*problem_);
  // Put together without a Writer: what goes into a token is no secret whose memory would have to be wiped.
  std::string text = "{";
  for (const Entry& entry : entries_) {
    if (text.size() > 1) text += ',';
    json::append_string(text, entry.name);
    text += ':';
    text += entry.json;
  }
  text += '}';
  // What is signed passes what every verifier of ours asks of the form of a claims set.
  SIGNET_TRY(const json::Document document, json::Document::parse(text));
  SIGNET_CHECK(check_claims(document));
  return text;
}

Result<> Builder::check_claims(const json::Document& claims) const {
  std::vector<Error> errors = check_claims_set(claims.root(), Side::issuer);
  if (!errors.empty()) return std::unexpected(std::move(errors.front()));
  if (profiles_.empty()) return {};
  SIGNET_TRY(const std::vector<const Profile*> profiles, with_bases(profiles_));
  SIGNET_CHECK(check_usable(profiles));
  SIGNET_TRY(const json::Document header, planned_header());
  SIGNET_TRY(const Claims typed, Claims::of(claims.root()));
  Report report(Report::Extent::first);
  check_issued(profiles, typed, header.root(), report);
  if (!report.empty()) return std::unexpected(std::move(report).take_first());
  return {};
}

/// What the header will have, as far as profiles ask: names, and the values of the typ and of what the caller gave.
Result<json::Document> Builder::planned_header() const {
  json::Writer writer;
  writer.begin_object().member("alg", "").member("kid", "");
  if (const std::string_view typ = typ_or_default(); !typ.empty()) writer.member("typ", typ);
  if (!header_json_.empty()) {
    SIGNET_TRY(const json::Document extra, json::Document::parse(header_json_));
    for (const auto& [name, value] : extra.root().members()) {
      const bool ours = name == "alg" || name == "kid" || name == "typ";  // which jws::make_header() refuses
      if (!ours) writer.key(name).raw(json::to_compact(value));
    }
  }
  writer.end_object();
  return json::Document::parse(writer.text());
}

std::string_view Builder::typ_or_default() const noexcept {
  if (typ_) return *typ_;
  const Profile* kind = token_kind(profiles_);
  for (const Profile* profile : profiles_) {
    if (kind == nullptr) kind = profile->base;  // an overlay on its base
  }
  return kind == nullptr || kind->typ.empty() ? "JWT" : kind->typ;
}

Result<std::string> Builder::sign(const Signer& signer) const {
  SIGNET_TRY(const std::string claims, payload());
  SIGNET_TRY(const json::Document document, json::Document::parse(claims));
  SIGNET_CHECK(check_no_secrets(document.root()));
  return jws::sign_compact(as_bytes(claims), signer,
                           {.typ = typ_or_default(), .with_kid = with_kid_, .extra_json = header_json_});
}

Result<std::string> Builder::sign_inner(const Signer& signer) const {
  SIGNET_TRY(const std::string claims, payload());
  return jws::sign_compact(as_bytes(claims), signer,
                           {.typ = typ_or_default(), .with_kid = with_kid_, .extra_json = header_json_});
}

Result<std::string> Builder::replicated_json(std::span<const std::string_view> names) const {
  std::string text = "{";
  for (const std::string_view name : names) {
    const auto entry = std::ranges::find(entries_, name, &Entry::name);
    if (entry == entries_.end()) return fail_on_input(Errc::claim_missing, name);
    if (text.size() > 1) text += ',';
    json::append_string(text, name);
    text += ':';
    text += entry->json;
  }
  text += '}';
  // The outer header is not encrypted.
  SIGNET_TRY(const json::Document document, json::Document::parse(text));
  SIGNET_CHECK(check_no_secrets(document.root()));
  return text;
}

Result<std::string> Builder::sign_and_encrypt(const Signer& signer, const jwe::Recipient& recipient,
                                              const ContentEncryption& enc,
                                              std::span<const std::string_view> replicated) const {
  SIGNET_TRY(const std::string extra, replicated_json(replicated));
  SIGNET_TRY(const std::string inner, sign_inner(signer));
  //= rfc7519#5.2 in the case that nested signing or encryption is employed, the value MUST be "JWT"
  return jwe::encrypt_compact(as_bytes(inner), recipient, enc, {.cty = "JWT", .extra_json = extra});
}

Result<std::string> Builder::encrypt(const jwe::Recipient& recipient, const ContentEncryption& enc,
                                     std::span<const std::string_view> replicated) const {
  if (!recipient.key->is_symmetric()) return fail(Errc::alg_not_allowed, "alg", &kSharedKeyRule);
  SIGNET_TRY(const std::string extra, replicated_json(replicated));
  SIGNET_TRY(const std::string claims, payload());
  return jwe::encrypt_compact(as_bytes(claims), recipient, enc, {.typ = typ_or_default(), .extra_json = extra});
}

}  // namespace signet::jwt
