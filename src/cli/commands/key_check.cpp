// signet key check
#include "cli/batch.h"
#include "cli/batch_case.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/table.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--deep", "", "also prove that primes are prime and that the two halves work together; may take a second"},
};
constexpr FlagGroup kGroups[] = {{"Check", kFlags}, {"Encrypted keys", kPassphraseFlags}, {"Batch", kBatchFlags}};

// Why a member does not hold, if it does not.
std::optional<Error> problem_of(const KeySetEntry& entry, bool deep) {
  if (!entry.key) return entry.problem.value_or(Error{Errc::malformed_key, ""});
  if (!deep) return std::nullopt;
  Result<> result = entry.key->check_deep();
  if (result) return std::nullopt;
  return std::move(result).error();
}

std::vector<std::optional<Error>> check_all(const KeyFile& file, bool deep) {
  std::vector<std::optional<Error>> problems;
  problems.reserve(file.entries.size());
  for (const KeySetEntry& entry : file.entries) problems.push_back(problem_of(entry, deep));
  return problems;
}

void write_member(json::Writer& out, const KeySetEntry& entry, const std::optional<Error>& problem) {
  out.begin_object().key("ok").boolean(!problem.has_value());
  if (problem) out.member("code", name_of(problem->code)).member("subject", problem->subject);
  if (!problem && entry.key) write_facts(out, *entry.key);
  out.end_object();
}

// The members of an answer: those of the one key, or "keys" with those of each.
std::string members_json(const KeyFile& file, const std::vector<std::optional<Error>>& problems) {
  json::Writer out;
  if (!file.is_set) {
    if (problems.front() || !file.entries.front().key) return {};
    out.begin_object();
    write_facts(out, *file.entries.front().key);
    out.end_object();
    return text(",{}", out.text().substr(1, out.text().size() - 2));
  }
  out.begin_array();
  for (std::size_t i = 0; i < problems.size(); ++i) write_member(out, file.entries[i], problems[i]);
  out.end_array();
  return text(",\"keys\":{}", out.text());
}

const Error* first_of(const std::vector<std::optional<Error>>& problems) {
  for (const std::optional<Error>& problem : problems)
    if (problem) return &*problem;
  return nullptr;
}

class KeyCheckWorker final : public BatchWorker {
 public:
  explicit KeyCheckWorker(bool deep) : deep_(deep) {}

 private:
  Result<> check(const json::Value& line, std::string& members) override {
    SIGNET_TRY(const KeyFile file, load(line));
    const auto problems = check_all(file, deep_);
    members += members_json(file, problems);
    if (const Error* problem = first_of(problems)) return std::unexpected(*problem);
    return {};
  }

  static Result<KeyFile> load(const json::Value& line) {
    const auto key = line.find("key");
    const auto pem = line.find("pem");
    const auto jwks = line.find("jwks");
    if (int{key.has_value()} + int{pem.has_value()} + int{jwks.has_value()} != 1)
      return fail(Errc::malformed_case, "key");
    if (key) {
      if (!key->is_object()) return fail(Errc::malformed_case, "key");
      return parse_keys(*key);
    }
    if (pem) {
      if (!pem->is_string()) return fail(Errc::malformed_case, "pem");
      return load_text(*pem->string(), line.find("passphrase"));
    }
    if (!jwks->is_object()) return fail(Errc::malformed_case, "jwks");
    // As everywhere, "jwks" is a public set: private and symmetric members are no keys of it.
    SIGNET_TRY(const JwkSet set, JwkSet::parse(jwks->source()));
    KeyFile file;
    file.is_set = true;
    file.entries.assign(set.entries().begin(), set.entries().end());
    return file;
  }

  // PEM, or a public key of OpenSSH; a line has its own passphrase.
  static Result<KeyFile> load_text(std::string_view content, const std::optional<json::Value>& passphrase) {
    if (!passphrase) return parse_keys(as_bytes(content), nullptr);
    if (!passphrase->is_string()) return fail(Errc::malformed_case, "passphrase");
    const Secret secret = Secret::copy_of(as_bytes(*passphrase->string()));
    return parse_keys(as_bytes(content), &secret);
  }

  bool deep_;
};

std::string describe_member(const KeyFile& file, std::size_t index) {
  const KeySetEntry& entry = file.entries[index];
  const std::string kid = entry.kid.empty() ? "" : text(" {}", entry.kid);
  return file.is_set ? text("keys[{}]{}: ", index, kid) : std::string();
}

std::string good_line(const Key& key) {
  std::string line = text("{}, {}", kind_of(key),
                          key.is_symmetric() ? "symmetric"
                          : key.is_private() ? "private"
                                             : "public");
  if (!key.info().alg.empty()) line += text(", alg {}", key.info().alg);
  if (!key.info().use.empty()) line += text(", use {}", key.info().use);
  return line;
}

// One line for each key that holds; for the others the error lines say it.
std::string good_lines(const KeyFile& file, const std::vector<std::optional<Error>>& problems, std::string_view path) {
  std::string lines;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (problems[i] || !file.entries[i].key) continue;
    lines += printable(text("{}: {}{}: ok", path, describe_member(file, i), good_line(*file.entries[i].key))) + '\n';
  }
  return lines;
}

Failure failure_of(const KeyFile& file, const std::vector<std::optional<Error>>& problems, std::string_view path) {
  std::optional<Failure> first;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (!problems[i]) continue;
    Failure failure(*problems[i]);
    failure.sentence = text("{}: {}{}", path, describe_member(file, i), sentence_of(failure));
    if (first) {
      first->also.push_back(std::move(failure));
    } else {
      first = std::move(failure);
    }
  }
  return *std::move(first);
}

Outcome<> run_key_check(Invocation& run) {
  const bool deep = run.args.has("--deep");
  if (run.args.has("--batch")) return run_batch(run, [deep] { return std::make_unique<KeyCheckWorker>(deep); });
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(const KeyFile file, load_key_file(run, "FILE", path));
  const auto problems = check_all(file, deep);
  const std::string name = path == "-" ? "standard input" : path;
  if (!run.json()) SIGNET_CHECK(run.console.write(good_lines(file, problems, name)));
  if (first_of(problems) == nullptr)
    return run.json() ? run.console.write_json(text("{{\"ok\":true{}}}", members_json(file, problems))) : Outcome<>();
  Failure failure = failure_of(file, problems, name);
  const std::string usual = to_json(failure);
  failure.json = text("{}{}}}", std::string_view(usual).substr(0, usual.size() - 1), members_json(file, problems));
  return std::unexpected(std::move(failure));
}

}  // namespace

constinit const Command rows::key_check = {
    .section = kKeys,
    .name = "key check",
    .summary = "check that a key, or every key of a set, is well made",
    .about =
        "Checks what every use of a key checks: sizes, exponents, points on their curve, private halves that match, "
        "minimal encodings, certificates that belong to the key. Refuses with exit 1.\n"
        "A line of a batch is {\"id\",\"key\":JWK or JWK Set}, {\"id\",\"pem\":TEXT} (PEM or a public key of OpenSSH, "
        "with \"passphrase\":TEXT when it is encrypted) or {\"id\",\"jwks\":SET}, where "
        "jwks is a public set. The answer is {\"id\",\"ok\":true,\"kty\",\"crv\",\"bits\",\"alg\",\"use\",\"private\","
        "\"thumbprint\"}, with null for what is absent; for a set \"keys\":[...] each so; or "
        "{\"id\",\"ok\":false,\"code\",\"subject\"}.",
    .positional = {.name = "FILE", .help = "a key in any form, or a JWK Set, - for standard input", .required = false},
    .groups = kGroups,
    .example = "signet key check --deep k.jwk\nsignet key check --batch < keys.jsonl > answers.jsonl",
    .run = run_key_check,
};

}  // namespace signet::cli
