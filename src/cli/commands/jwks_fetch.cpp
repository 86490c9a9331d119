// signet jwks fetch
#include "cli/answer_view.h"
#include "cli/key_set_view.h"
#include "cli/network.h"
#include "cli/sections.h"
#include "cli/text.h"
#include "cli/when.h"
#include "keys/jwks_response.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr FlagGroup kGroups[] = {
    {"Where the set is", kKeySetPlaceFlags},
    {"Network", kNetworkFlags},
    {"Output", kOutputFlags},
};

struct Fetched {
  Answer answer;
  std::vector<SetMember> members;
  std::vector<KeySetRemark> remarks;
};

Outcome<Fetched> fetch(const Invocation& run) {
  SIGNET_TRY(const std::shared_ptr<Fetcher> fetcher, start_fetcher(run));
  SIGNET_TRY(std::string url, key_set_url(run, *fetcher));
  Fetched fetched{.answer = ask(*fetcher, key_set_request(std::move(url), "")), .members = {}, .remarks = {}};
  const Answer& answer = fetched.answer;
  if (!answer.response) return std::unexpected(at_url(answer.response.error(), answer.url));
  const auto set = keys::read_jwks(*answer.response);
  if (!set) {
    Failure failure = at_url(set.error(), answer.url);
    if (answer.response->status != keys::kStatusOk)
      failure.sentence = text("{}: the answer has status {}, not 200", answer.url, answer.response->status);
    return std::unexpected(std::move(failure));
  }
  fetched.members = members_of(*set);
  SIGNET_TRY(fetched.remarks, lint_key_set(answer.response->body, answer.at));
  return fetched;
}

std::string how_long(const Keeping& keeping) {
  const std::string kept = to_words(keeping.kept);
  if (!keeping.fresh_for) return text("it does not say for how long; a verifier keeps it for {}", kept);
  if (*keeping.fresh_for == keeping.kept) return text("a verifier keeps it for {}", kept);
  return text("it says {}; a verifier keeps it for {}", to_words(*keeping.fresh_for), kept);
}

void tell(const Console& console, const Fetched& fetched) {
  const HttpResponse& response = *fetched.answer.response;
  const std::string type = fetched.answer.field("Content-Type");
  console.note(text("{}: status {}, {} octets, {}", fetched.answer.url, response.status, response.body.size(),
                    type.empty() ? "without a Content-Type" : type));
  const std::string fields = cache_fields(response);
  console.note(text("{}{}{}", fields, fields.empty() ? "" : "; ", how_long(keeping_of(response))));
  for (std::size_t i = 0; i < fetched.members.size(); ++i) {
    const SetMember& member = fetched.members[i];
    console.note(text("keys[{}] {}: {}", i, member.kid.empty() ? "without a kid" : member.kid, describe(member)));
  }
  for (const KeySetRemark& remark : fetched.remarks) {
    const std::string sentence = text("{}: {}", place_of(remark), remark.text);
    if (remark.level == KeySetRemark::Level::note) {
      console.note(sentence);
    } else {
      console.warn(sentence);
    }
  }
}

Outcome<std::string> fetched_json(const Fetched& fetched) {
  SIGNET_TRY(const json::Document set, json::Document::parse(fetched.answer.response->body));
  json::Writer out;
  out.begin_object().key("ok").boolean(true).member("url", json_text(fetched.answer.url));
  write_answer_facts(out, fetched.answer);
  out.key("keys").begin_array();
  for (const SetMember& member : fetched.members) write_member(out, member);
  out.end_array().key("remarks");
  write_remarks(out, fetched.remarks);
  out.key("set").raw(json::to_compact(set.root())).end_object();
  return out.take_string();
}

Outcome<> run_jwks_fetch(Invocation& run) {
  SIGNET_TRY(const Fetched fetched, fetch(run));
  if (!run.json()) tell(run.console, fetched);
  SIGNET_TRY(const std::string document, fetched_json(fetched));
  return run.deliver({.content = as_bytes(fetched.answer.response->body),
                      .form = Product::Form::bytes,
                      .member = "set",
                      .document = document});
}

}  // namespace

constinit const Command rows::jwks_fetch = {
    .section = kKeySets,
    .name = "jwks fetch",
    .summary = "fetch a key set as a verifier does, and print it",
    .about =
        "Prints the set as it was fetched, octet by octet, and says on standard error what a verifier sees: how long "
        "the answer is kept, each key with whether it verifies signatures, and what signet jwks lint would say. What a "
        "verifier would refuse is refused.\n"
        "With --issuer the address is what the issuer's metadata name, found by OpenID Connect Discovery or RFC 8414.",
    .positional = {.name = "URL", .help = "the https address of a JWK Set", .required = false},
    .groups = kGroups,
    .example =
        "signet jwks fetch https://as.example/jwks.json > jwks.json\nsignet jwks fetch --issuer https://as.example "
        "--json",
    .run = run_jwks_fetch,
};

}  // namespace signet::cli
