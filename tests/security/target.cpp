#include "target.h"

#include "codec/utf8.h"
#include "counted_work.h"
#include "forms.h"
#include "signet/diagnosis.h"
#include "signet/jws.h"

namespace signet::test {
namespace {

// What a refusal may ask of memory. A value of JSON is at least one character and becomes one node of the tape.
constexpr std::size_t kOctetsPerCharacter = 64;
constexpr std::size_t kOctetsForAny = 64u << 10;

jwt::Policy policy_of(const Rules& rules) {
  jwt::Policy policy;
  for (const std::string& issuer : rules.issuers) policy.issuer(issuer);
  if (rules.issuers.empty()) policy.any_issuer();
  for (const std::string& audience : rules.audiences) policy.audience(audience);
  if (rules.audiences.empty()) policy.any_audience();
  if (rules.leeway) policy.leeway(*rules.leeway);
  const std::vector<std::string_view> names(rules.algorithms.begin(), rules.algorithms.end());
  return policy.algorithms(names).typ_jwt();
}

JwkSet public_halves(std::span<const Key> keys) {
  std::vector<Key> halves;
  for (const Key& key : keys) halves.push_back(key.is_symmetric() ? key : key.public_key().value());
  return JwkSet::of(halves);
}

AlgorithmSet rows_of(const Rules& rules) {
  const std::vector<std::string_view> names(rules.algorithms.begin(), rules.algorithms.end());
  return AlgorithmSet::of(names).value();
}

// With private members: the command line takes the public half, and what it prints is searched for the rest.
std::string json_of(std::span<const Key> keys) {
  json::Writer out;
  out.begin_object().key("keys").begin_array();
  for (const Key& key : keys) {
    if (key.is_private()) {
      out.raw(as_text(key.to_private_jwk()->expose()));
    } else {
      out.raw(key.to_public_jwk().value());
    }
  }
  return out.end_array().end_object().take_string();
}

void write_names(json::Writer& out, std::string_view name, const std::vector<std::string>& values, bool any) {
  out.key(name);
  if (any) {
    out.null();
    return;
  }
  out.begin_array();
  for (const std::string& value : values) out.string(value);
  out.end_array();
}

// "NAME":"TEXT", or nothing when no line of JSON can say it.
std::string member_of(std::string_view name, std::string_view text) {
  constexpr std::size_t kLongest = 11u << 20;
  if (text.size() > kLongest || !codec::is_utf8(text)) return {};
  const std::string object = json::Writer().begin_object().member(name, text).end_object().take_string();
  return object.substr(1, object.size() - 2);
}

bool is_json_object(std::string_view text) {
  const auto document = json::Document::parse(text);
  return document && document->root().is_object() && text.find('\n') == std::string_view::npos;
}

// A key or a set as a member of a line where it is one JSON object, else as the text of a file. A text beyond its limit
// is refused by whoever reads it, and the program reads files and lines by limits of their own.
std::string input_of(std::string_view name, std::string_view text, std::size_t limit) {
  if (text.size() > limit) return {};
  if (text.starts_with("-----BEGIN")) return member_of("pem", text);
  return is_json_object(text) ? "\"" + std::string(name) + "\":" + std::string(text) : member_of("text", text);
}

}  // namespace

Target::Target(const Rules& rules, std::span<const Key> keys)
    : rules_(rules),
      keys_(public_halves(keys)),
      allowed_(rows_of(rules)),
      verifier_(jwt::Verifier::build(policy_of(rules), keys_).value()),
      label_(rules.algorithms.front()),
      key_json_(json_of(keys)) {}

Target::Target(const Rules& rules, const JwkSet& public_set)
    : rules_(rules),
      keys_(public_set),
      allowed_(rows_of(rules)),
      verifier_(jwt::Verifier::build(policy_of(rules), keys_).value()),
      label_(rules.algorithms.front()) {}

Target Target::of(const SignatureAlgorithm& row) {
  const Key& key = key_for(row);
  return {Rules{.algorithms = {name_of(row)}}, std::span(&key, 1)};
}

Target Target::labelled(std::string_view alg) const {
  Target other = *this;
  other.label_ = alg;
  return other;
}

std::size_t Target::record_once() const {
  if (line_) return *line_;
  json::Writer out;
  out.begin_object().key("key").raw(key_json_);
  write_names(out, "algs", rules_.algorithms, false);
  write_names(out, "issuer", rules_.issuers, rules_.issuers.empty());
  write_names(out, "audience", rules_.audiences, rules_.audiences.empty());
  out.key("typ").null().key("now").integer(1'800'000'000);
  if (rules_.leeway) out.key("leeway").integer(rules_.leeway->count());
  const std::string object = out.end_object().take_string();
  line_ = record_target(std::string_view(object).substr(1, object.size() - 2));
  return *line_;
}

std::string Target::verdict(std::string_view token) const {
  static jwt::Scratch scratch;
  const Work before = work_so_far();
  const std::string said = outcome(verifier_.verify(token, kNow, scratch));
  const std::size_t octets = work_so_far().octets - before.octets;
  EXPECT_LE(octets, kOctetsForAny + kOctetsPerCharacter * token.size()) << "bounded work";
  EXPECT_EQ(outcome(verifier_.verify(token, kNow)), said);
  const std::vector<Error> failures = verifier_.failures(token, kNow);
  EXPECT_EQ(failures.empty() ? "ok" : to_string(failures.front()), said);
  const std::string bare = outcome(jws::verify_compact(token, keys_, allowed_, jwt::kMaxSize));
  // b64 is an extension that a bare JWS understands and a JWT does not.
  EXPECT_TRUE(bare == "ok" || bare == said || said == "crit_unknown(b64)") << bare << " and " << said;
  const jwt::Diagnosis diagnosis = verifier_.explain(token, kNow);
  EXPECT_EQ(diagnosis.refusal ? to_string(*diagnosis.refusal) : "ok", said);
  return said;
}

void refuse(const Target& target, std::string_view token, std::string_view expected,
            const std::source_location& where) {
  const std::string said = target.verdict(token);
  if (!expect_refusal(said, expected, token, where)) return;
  // A bare JWS says nothing of claims; the command says about it what verify_compact() says.
  const std::string bare = outcome(jws::verify_compact(token, target.keys_, target.allowed_));
  const std::string text = target.key_json_.empty() ? "" : member_of("token", token);
  if (text.empty()) {
    record({.form = Form::compact, .alg = target.label_, .said = said, .command = {}, .input = {}});
  } else {
    const std::string input =
        "\"target\":" + std::to_string(target.record_once()) + R"(,"bare":")" + bare + "\"," + text;
    record({.form = Form::compact, .alg = target.label_, .said = said, .command = "verify", .input = input});
  }
  refuse_other_forms(target, token, bare, where);
}

void record_json(const Target& target, Form form, std::string_view said, std::string_view /*text*/) {
  record({.form = form, .alg = target.label_, .said = said, .command = {}, .input = {}});
}

void accept(const Target& target, std::string_view token, const std::source_location& where) {
  const std::string said = target.verdict(token);
  if (said != "ok") ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line())) << said;
}

void refuse_key(std::string_view text, std::string_view expected, std::string_view alg,
                const std::source_location& where) {
  const std::string said = outcome(Key::from_content(as_bytes(text)));
  if (!expect_refusal(said, expected, text, where)) return;
  const std::string input = input_of("key", text, kMaxKeyText);
  record({.form = Form::key, .alg = alg, .said = said, .command = input.empty() ? "" : "key check", .input = input});
}

void refuse_octets(std::string_view octets, std::string_view expected, std::string_view alg,
                   const std::source_location& where) {
  const std::string said = outcome(Key::from_octets(Secret::copy_of(as_bytes(octets))));
  if (!expect_refusal(said, expected, octets, where)) return;
  const std::string jwk = R"({"kty":"oct","k":")" + b64(octets) + "\"}";
  EXPECT_EQ(outcome(Key::from_jwk(jwk)), said) << "as octets and as a JWK";
  record({.form = Form::key, .alg = alg, .said = said, .command = "key check", .input = "\"key\":" + jwk});
}

void refuse_set(std::string_view text, std::string_view expected, const std::source_location& where) {
  const Result<JwkSet> set = JwkSet::parse(text);
  std::string said = outcome(set);
  if (set) {
    for (const KeySetEntry& entry : set->entries()) EXPECT_FALSE(entry.key) << text;
    if (!set->entries().empty()) said = to_string(set->entries().front().problem.value());
  }
  if (!expect_refusal(said, expected, text, where)) return;
  const std::string input = input_of("jwks", text, kMaxKeySetText);
  record({.form = Form::set, .alg = {}, .said = said, .command = input.empty() ? "" : "jwks", .input = input});
}

void refuse_result(Form form, std::string_view alg, std::string_view said, std::string_view expected,
                   const std::source_location& where) {
  if (!expect_refusal(said, expected, alg, where)) return;
  record({.form = form, .alg = alg, .said = said, .command = {}, .input = {}});
}

}  // namespace signet::test
