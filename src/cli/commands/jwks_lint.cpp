// signet jwks lint
#include "cli/key_set_view.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

using Level = KeySetRemark::Level;

std::string remarks_json(const std::vector<KeySetRemark>& remarks, bool ok) {
  json::Writer out;
  out.begin_object().key("ok").boolean(ok).key("remarks");
  write_remarks(out, remarks);
  out.end_object();
  return out.take_string();
}

Outcome<> show(const Invocation& run, const std::vector<KeySetRemark>& remarks) {
  if (remarks.empty()) return run.console.write_text("nothing to remark");
  std::string lines;
  for (const KeySetRemark& remark : remarks) {
    constexpr std::size_t kWidth = 9;  // "warning" and two spaces
    const std::string_view name = name_of(remark.level);
    lines += run.console.out_style(style_of(remark.level), name) + std::string(kWidth - name.size(), ' ');
    lines += text("{}: {}\n", printable(place_of(remark)), printable(remark.text));
  }
  return run.console.write(lines);
}

Outcome<> run_jwks_lint(Invocation& run) {
  SIGNET_TRY(const std::string path, run.args.positional());
  SIGNET_TRY(const Secret content, run.read_key_text("FILE", path));
  const Result<std::vector<KeySetRemark>> remarks = lint_key_set(as_text(content.expose()));
  if (!remarks) return in_file(remarks.error(), path);
  const KeySetRemark* worst = nullptr;
  for (const KeySetRemark& remark : *remarks)
    if (remark.level == Level::error && worst == nullptr) worst = &remark;
  if (worst == nullptr) return run.json() ? run.console.write_json(remarks_json(*remarks, true)) : show(run, *remarks);
  if (!run.json()) SIGNET_CHECK(show(run, *remarks));
  Failure failure(worst->error);
  failure.sentence = text("{}: {}: {}", path, place_of(*worst), worst->text);
  if (run.json()) failure.json = remarks_json(*remarks, false);
  return std::unexpected(std::move(failure));
}

}  // namespace

constinit const Command rows::jwks_lint = {
    .section = kKeySets,
    .name = "jwks lint",
    .summary = "say what is wrong with a public key set",
    .about =
        "Says what a verifier, or the people who run one, would trip over. Errors (broken, symmetric and private "
        "members) end with exit 1, warnings do not.",
    .positional = {.name = "FILE", .help = "a JWK Set, - for standard input"},
    .groups = {},
    .example = "signet jwks lint jwks.json",
    .run = run_jwks_lint,
};

}  // namespace signet::cli
