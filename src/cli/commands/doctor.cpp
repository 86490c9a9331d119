// signet doctor
#include "cli/doctor.h"

#include "cli/network.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {
    {"Network", kNetworkFlags},
};

Failure failure_of(const Complaint& worst, std::string json) {
  Failure failure(Error{Errc::response_unusable, std::string(worst.row->id)});
  failure.sentence = worst.symptom.what;
  failure.hint = worst.todo();
  failure.json = std::move(json);
  return failure;
}

Outcome<> run_doctor(Invocation& run) {
  SIGNET_TRY(const std::string url, run.args.positional());
  if (!is_url(url))
    return usage("URL", "this is no address", "give the issuer as its tokens have it: https://as.example");
  SIGNET_TRY(const std::shared_ptr<Fetcher> fetcher, start_fetcher(run));
  const Examination examination = examine(*fetcher, url);
  const std::vector<Complaint> complaints = complaints_of(examination);
  if (!run.json()) SIGNET_CHECK(run.console.write(to_text(examination, complaints, run.console)));
  const bool breaks = !complaints.empty() && complaints.front().row->harm == Harm::breaks;
  if (breaks) return std::unexpected(failure_of(complaints.front(), to_json(examination, complaints)));
  return run.json() ? run.console.write_json(to_json(examination, complaints)) : Outcome<>();
}

}  // namespace

constinit const Command rows::doctor = {
    .section = kKeySets,
    .name = "doctor",
    .summary = "look at an issuer as a verifier does, and say what is wrong with it",
    .about =
        "Reads the metadata of an issuer in both places (OpenID Connect Discovery, RFC 8414) and the key set that they "
        "name, twice, and says for each thing that is wrong what it is, why it matters, and what to do: addresses, "
        "certificates, status, content types, sizes, times, clocks, what may be kept for how long, keys, and the "
        "algorithms that the metadata list. The address of a key set can be given as well.\n"
        "The status is 0 when nothing breaks verifiers, and 1 when something does, also when the issuer cannot be "
        "reached; warnings and notes do not change it. With --json the findings have stable ids.",
    .positional = {.name = "URL", .help = "an issuer, as its tokens have it in iss, or the address of a key set"},
    .groups = kGroups,
    .example = "signet doctor https://as.example",
    .run = run_doctor,
};

}  // namespace signet::cli
