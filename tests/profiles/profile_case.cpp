#include "profiles/profile_case.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "signet/profiles.h"
#include "tokens.h"

namespace signet::test {
namespace {

constexpr std::string_view kAgreement[] = {"ECDH-ES"};
constexpr std::string_view kContent[] = {"A256GCM"};

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

/// RFC 7396: members of `patch` take the place of those of `target`; null removes one.
std::string merged(const json::Value& target, const json::Value& patch) {
  std::string out = "{";
  const auto add = [&out](std::string_view name, const json::Value& value) {
    if (out.size() > 1) out += ',';
    out += joined({"\"", name, "\":", value.source()});
  };
  for (const auto& [name, value] : target.members()) {
    const auto other = patch.find(name);
    if (!other) add(name, value);
    if (other && !other->is_null()) add(name, *other);
  }
  for (const auto& [name, value] : patch.members()) {
    if (!target.find(name) && !value.is_null()) add(name, value);
  }
  return out + "}";
}

std::string text_of(const json::Value& object, std::string_view name) {
  const auto value = object.find(name);
  return value && value->string() ? std::string(*value->string()) : "";
}

Timestamp time_of(const json::Value& value) {
  return Timestamp(std::chrono::seconds(value.integer().value()));
}

std::vector<std::string> texts_of(const json::Value& array) {
  std::vector<std::string> texts;
  for (const json::Value element : array.elements()) texts.emplace_back(element.string().value());
  return texts;
}

/// A merge patch, or a text that takes the whole place.
void differ(const json::Value& row, const json::Value& file, std::string_view name, std::string& text) {
  const auto patch = row.find(name);
  if (!patch) return;
  text = patch->is_string() ? std::string(*patch->string()) : merged(*file.find(name), *patch);
}

/// The valid token, as far as the case does not say otherwise.
StepCase read_case(const json::Value& row, const json::Value& file, const TokenCase& valid) {
  StepCase made{.step = static_cast<std::size_t>(row.find("step")->integer().value()),
                .why = text_of(row, "why"),
                .error = text_of(row, "error"),
                .token = valid};
  TokenCase& token = made.token;
  differ(row, file, "header", token.header);
  differ(row, file, "claims", token.claims);
  differ(row, file, "context", token.context);
  if (const auto names = row.find("issuers")) token.issuers = texts_of(*names);
  if (const auto names = row.find("audiences")) token.audiences = texts_of(*names);
  if (const auto now = row.find("now")) token.now = time_of(*now);
  if (const auto alg = row.find("alg")) token.alg = *alg->string();
  if (const auto age = row.find("max_age")) token.max_age = std::chrono::seconds(age->integer().value());
  token.tamper = text_of(row, "tamper");
  token.issue = row.find("issue").has_value();
  if (const auto outer = row.find("outer")) token.outer = std::string(outer->source());
  if (const auto nested = row.find("nested")) token.nested = nested->boolean().value();
  if (const auto encrypted = row.find("encrypted")) token.encrypted = encrypted->boolean().value();
  return made;
}

const Key& encryption_key() {
  static const Key key = Key::generate({.alg = "ECDH-ES", .crv = "P-256"}).value();
  return key;
}

/// The object without this member.
std::string without(const json::Value& object, std::string_view left_out) {
  std::string rest = "{";
  for (const auto& [name, value] : object.members()) {
    if (name != left_out) rest += joined({rest.size() > 1 ? "," : "", "\"", name, "\":", value.source()});
  }
  return rest += '}';
}

std::string encrypt(const TokenCase& token, std::string_view text) {
  static const auto key = encryption_key().prepare_encryption(*find_key_management_algorithm("ECDH-ES")).value();
  const json::Document outer = json::Document::parse(token.outer.empty() ? "{}" : token.outer).value();
  const auto cty = outer.root().find("cty");
  const std::string extra = without(outer.root(), "cty");
  return jwe::encrypt_compact(as_bytes(text), {.key = key.get()}, *find_content_encryption("A256GCM"),
                              {.cty = cty ? cty->string().value() : "JWT", .extra_json = extra})
      .value();
}

/// A Context whose texts live in `document`.
class ReadContext {
 public:
  explicit ReadContext(const json::Value& object) {
    const auto text = [&object](std::string_view name) {
      const auto value = object.find(name);
      return value ? value->string() : std::nullopt;
    };
    context_ = {.client_id = text("client_id"),
                .assertion_issuer = text("assertion_issuer"),
                .nonce = text("nonce"),
                .access_token = text("access_token"),
                .code = text("code"),
                .front_channel = object.find("front_channel").has_value(),
                .state = text("state"),
                .subject = text("subject"),
                .resource = text("resource"),
                .actor = text("actor"),
                .actor_issuer = text("actor_issuer"),
                .legacy_audience = object.find("legacy_audience").has_value()};
    if (const auto values = object.find("acr_values")) {
      for (const json::Value value : values->elements()) acr_values_.push_back(value.string().value());
    }
    context_.acr_values = acr_values_;
    if (const auto age = object.find("max_auth_age"))
      context_.max_auth_age = std::chrono::seconds(age->integer().value());
  }
  const jwt::Context& get() const noexcept { return context_; }

 private:
  std::vector<std::string_view> acr_values_;
  jwt::Context context_;
};

}  // namespace

std::vector<std::string> ProfileCases::files() {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(joined({SIGNET_SOURCE_DIR, "/tests/tokens"}))) {
    if (file.path().extension() == ".case") files.push_back(file.path().string());
  }
  std::ranges::sort(files);
  return files;
}

ProfileCases ProfileCases::read(const std::string& file) {
  const json::Document document = json::Document::parse(read_file(file)).value();
  const json::Value root = document.root();
  ProfileCases made;
  made.profile_ = jwt::find_profile(text_of(root, "profile"));
  EXPECT_NE(made.profile_, nullptr) << file;
  made.typ_ = text_of(root, "typ");
  made.valid_ = {.header = std::string(root.find("header")->source()),
                 .claims = std::string(root.find("claims")->source()),
                 .context = std::string(root.find("context")->source()),
                 .issuers = {text_of(root, "issuer")},
                 .audiences = {text_of(root, "audience")},
                 .now = time_of(*root.find("now"))};
  made.valid_.nested = made.valid_.encrypted = root.find("nested").has_value();
  for (const json::Value row : root.find("cases")->elements()) made.cases_.push_back(read_case(row, root, made.valid_));
  return made;
}

jwt::Policy ProfileCases::policy() const {
  jwt::Policy policy;
  policy.profile(*profile_);
  if (typ_ == "JWT") {
    policy.typ_jwt();
  } else if (!typ_.empty()) {
    policy.typ(typ_);
  }
  return policy;
}

jwt::Verifier ProfileCases::verifier(const TokenCase& token) const {
  jwt::Policy policy = this->policy();
  policy.algorithms({token.alg});
  for (const std::string& issuer : token.issuers) policy.issuer(issuer);
  for (const std::string& audience : token.audiences) policy.audience(audience);
  if (token.max_age) policy.max_age(*token.max_age);
  if (!token.encrypted) return jwt::Verifier::build(policy, signing_keys()).value();
  policy.encrypted(jwe::Policy{.algorithms = KeyManagementSet::of(kAgreement).value(),
                               .encryptions = ContentEncryptionSet::of(kContent).value()});
  return jwt::Verifier::build(policy, signing_keys(), JwkSet::of(std::span(&encryption_key(), 1))).value();
}

jwt::Verifier ProfileCases::open_verifier() const {
  jwt::Policy policy = this->policy();
  policy.any_issuer().any_audience().algorithms({"ES256"});
  return jwt::Verifier::build(policy, signing_keys()).value();
}

std::string sign(const TokenCase& token) {
  std::string text = signed_token(token.header, token.claims);
  if (token.tamper == "unsigned") {
    text = joined({base64url::encode(as_bytes(R"({"alg":"none"})")), text.substr(text.find('.'))});
    text.resize(text.rfind('.') + 1);
  }
  if (token.tamper == "signature") text[text.size() - 5] = text[text.size() - 5] == 'A' ? 'B' : 'A';
  if (token.tamper == "space") text.insert(10, " ");
  if (token.tamper == "points") std::erase(text, '.');
  if (token.nested) text = encrypt(token, text);
  if (token.tamper == "ciphertext") text[text.size() - 5] = text[text.size() - 5] == 'A' ? 'B' : 'A';
  return text;
}

std::string issue(const jwt::Profile& profile, const TokenCase& token) {
  const json::Document header = json::Document::parse(token.header).value();
  const std::string extra = without(header.root(), "typ");
  return outcome(jwt::Builder().profile(profile).header_json(extra).claims_json(token.claims).payload());
}

std::string judge(const jwt::Verifier& verifier, const TokenCase& token) {
  const json::Document context = json::Document::parse(token.context).value();
  const ReadContext read(context.root());
  return outcome(verifier.verify(sign(token), token.now, read.get()));
}

}  // namespace signet::test
