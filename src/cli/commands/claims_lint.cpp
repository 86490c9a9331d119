// signet claims lint
#include <algorithm>
#include <utility>

#include "cli/batch.h"
#include "cli/batch_case.h"
#include "cli/files.h"
#include "cli/help.h"
#include "cli/profile_choice.h"
#include "cli/registry_view.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "signet/claim_registry.h"
#include "signet/jwt.h"
#include "try.h"

namespace signet::cli {
namespace {

using jwt::ClaimInfo;
using jwt::Side;

constexpr std::string_view kSides[] = {"recipient", "issuer"};  // in the order of Side

constexpr Flag kFlags[] = {
    kProfileFlag,
    {"--as", "SIDE", "whose rules count: those of an issuer, which are all (unless given), or of a recipient", false,
     kSides},
    {"--claim", "NAME", "FILE holds the value of this claim alone"},
    {"--confirmation", "NAME", "FILE holds the value of this member of cnf alone"},
};
constexpr FlagGroup kGroups[] = {{"Rules", kFlags}, {"Batch", kBatchFlags}};

std::optional<Side> find_side(std::string_view name) {
  const auto* const at = std::ranges::find(kSides, name);
  if (at == std::end(kSides)) return std::nullopt;
  return static_cast<Side>(at - std::begin(kSides));
}

std::vector<Error> lint_value(const ClaimInfo& row, const json::Value& value) {
  const Result<> result = jwt::check_claim_value(row, value);
  return result ? std::vector<Error>() : std::vector<Error>{result.error()};
}

/// A claim that is not registered, and the one that may be meant.
struct Hint {
  std::string claim;
  std::string_view like;
};

std::vector<Hint> hints_on(const json::Value& claims) {
  constexpr std::size_t kMost = 256;  // each costs a comparison with every registered name
  std::vector<Hint> hints;
  std::size_t looked_at = 0;
  for (const auto& [name, value] : claims.members()) {
    if (jwt::find_registered_claim(name) != nullptr) continue;
    if (++looked_at > kMost) break;
    const ClaimInfo* like = likely_claim(name);
    if (like != nullptr && !claims.find(like->name)) hints.push_back({std::string(name), like->name});
  }
  return hints;
}

void write_text(json::Writer& out, std::string_view name, std::string_view value) {
  if (value.empty()) {
    out.key(name).null();
  } else {
    out.member(name, value);
  }
}

std::string failures_json(std::span<const Error> errors) {
  json::Writer out;
  out.begin_array();
  for (const Error& error : errors) {
    out.begin_object().member("code", name_of(error.code)).member("subject", error.subject);
    write_text(out, "rule", error.rule == nullptr ? "" : error.rule->text);
    write_text(out, "section", error.rule == nullptr ? "" : error.rule->section);
    out.end_object();
  }
  out.end_array();
  return out.take_string();
}

class LintWorker final : public BatchWorker {
  Result<> check(const json::Value& line, std::string& members) override {
    SIGNET_TRY(std::vector<Error> errors, lint(line));
    if (errors.empty()) return {};
    members += ",\"failures\":" + failures_json(errors);
    return std::unexpected(std::move(errors.front()));
  }
  bool lists_failures() const noexcept override { return true; }

  static Result<std::vector<Error>> lint(const json::Value& line) {
    const auto claims = line.find("claims");
    const auto claim = line.find("claim");
    const auto confirmation = line.find("confirmation");
    if (int{claims.has_value()} + int{claim.has_value()} + int{confirmation.has_value()} != 1)
      return fail(Errc::malformed_case, "claims");
    if (claim) return lint_named(claims_table(), "claim", *claim, line);
    if (confirmation) return lint_named(confirmations_table(), "confirmation", *confirmation, line);
    SIGNET_TRY(const Profiles profiles, profiles_of(line));
    SIGNET_TRY(const Side side, side_of(line));
    return jwt::check_claims_for(profiles, *claims, side);
  }

  static Result<std::vector<Error>> lint_named(const RegistryTable& table, std::string_view member,
                                               const json::Value& name, const json::Value& line) {
    const ClaimInfo* row = name.is_string() ? table.find(*name.string()) : nullptr;
    if (row == nullptr) return fail(Errc::malformed_case, member);
    SIGNET_TRY(const json::Value value, member_of(line, "value"));
    return lint_value(*row, value);
  }

  static Result<Side> side_of(const json::Value& line) {
    const auto given = line.find("as");
    const auto side = given ? find_side(given->string().value_or("")) : Side::issuer;
    if (!side) return fail(Errc::malformed_case, "as");
    return *side;
  }
};

std::string to_json(std::span<const Error> errors, std::span<const Hint> hints) {
  json::Writer out;
  out.begin_object().key("ok").boolean(errors.empty()).key("failures").raw(failures_json(errors));
  out.key("hints").begin_array();
  for (const Hint& hint : hints) out.begin_object().member("claim", hint.claim).member("like", hint.like).end_object();
  out.end_array().end_object();
  return out.take_string();
}

Outcome<> show(const Console& console, std::span<const Error> errors, std::span<const Hint> hints) {
  constexpr std::size_t kColumn = 7;
  if (errors.empty() && hints.empty()) return console.write_text("nothing to remark");
  std::string lines;
  for (const Error& error : errors) {
    const std::string what = text("{}: {}", error.subject, sentence_of(Failure(error)));
    lines += console.out_style(Style::red, "error") + "  " + wrapped(printable(what), kColumn) + '\n';
  }
  for (const Hint& hint : hints) {
    const std::string what = text("{} is no registered claim; {} is", hint.claim, hint.like);
    lines += console.out_style(Style::yellow, "hint") + "   " + wrapped(printable(what), kColumn) + '\n';
  }
  return console.write(lines);
}

/// What is looked at: JSON that starts with {, or a file.
Outcome<json::Document> read_json(Invocation& run, const std::string& given) {
  Secret content;
  if (given.starts_with('{') && !names_a_file(given)) {
    content = Secret::copy_of(as_bytes(given));
  } else {
    SIGNET_TRY(content, run.read("FILE", given, jwt::kMaxSize));
  }
  auto document = json::Document::parse(as_text(content.expose()));
  if (!document) return in_file(std::move(document).error(), given.starts_with('{') ? "the argument" : given);
  return *std::move(document);
}

/// The row that --claim or --confirmation names; null: FILE is a claims set.
Outcome<const ClaimInfo*> named_row(const Arguments& args) {
  const auto claim = args.value("--claim");
  const auto confirmation = args.value("--confirmation");
  if (claim && confirmation) return usage("--confirmation", "the flag contradicts --claim", "give one of the two");
  if (!claim && !confirmation) return nullptr;
  for (const std::string_view flag : {kProfileFlag.name, std::string_view("--as")})
    if (args.has(flag)) return usage(flag, "the flag is about a whole claims set", "leave it out");
  if (claim) return find_row(claims_table(), "--claim", *claim);
  return find_row(confirmations_table(), "--confirmation", *confirmation);
}

Outcome<> run_claims_lint(Invocation& run) {
  if (run.args.has("--batch")) return run_batch(run, [] { return std::make_unique<LintWorker>(); });
  SIGNET_TRY(const Profiles profiles, chosen_profiles(run.args));
  const auto side = find_side(run.args.value("--as").value_or("issuer"));
  if (!side) return usage("--as", "there is no such side", "write issuer or recipient");
  SIGNET_TRY(const ClaimInfo* row, named_row(run.args));
  SIGNET_TRY(const std::string given, run.args.positional());
  SIGNET_TRY(const json::Document document, read_json(run, given));
  const json::Value root = document.root();
  std::vector<Error> errors = row == nullptr ? jwt::check_claims_for(profiles, root, *side) : lint_value(*row, root);
  const std::vector<Hint> hints = row == nullptr ? hints_on(root) : std::vector<Hint>();
  if (!run.json()) SIGNET_CHECK(show(run.console, errors, hints));
  if (errors.empty()) return run.json() ? run.console.write_json(to_json(errors, hints)) : Outcome<>();
  const std::string document_json = to_json(errors, hints);
  Failure failure(std::move(errors.front()));
  failure.hint = errors.size() > 1 ? text("this is the first of {}; all are listed", errors.size())
                                   : "signet claims NAME says all that is known about a claim";
  failure.json = document_json;
  return std::unexpected(std::move(failure));
}

}  // namespace

constinit const Command rows::claims_lint = {
    .section = kRegistry,
    .name = "claims lint",
    .summary = "say all that is wrong with a claims set",
    .about =
        "Holds a claims set against the registry: the type and the value of each registered claim, what belongs "
        "together, and with --profile what a kind of token must and must not have. Everything that fails is listed, "
        "with the section that says so, and ends with exit 1. A claim that looks like a registered one (another case, "
        "a slip) is hinted at, which is no failure. What needs a header, a key, the time or a request is left to "
        "signet verify.\n"
        "A line of a batch is {\"id\",\"claims\":{...}}, to which \"profile\" (an id or an array of ids) and \"as\" "
        "may "
        "be added, {\"id\",\"claim\":NAME,\"value\"} or {\"id\",\"confirmation\":NAME,\"value\"}. The answer is "
        "{\"id\",\"ok\":true} or {\"id\",\"ok\":false,\"failures\":[{\"code\",\"subject\",\"rule\",\"section\"}]}.",
    .positional = {.name = "FILE",
                   .help = "a JSON file, - for standard input, or the object itself",
                   .required = false},
    .groups = kGroups,
    .example =
        "signet claims lint --profile at+jwt claims.json\n"
        "signet claims lint --batch < cases.jsonl > answers.jsonl",
    .run = run_claims_lint,
};

}  // namespace signet::cli
