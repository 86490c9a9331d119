// signet jws sign
#include <vector>

#include "cli/detached.h"
#include "cli/general.h"
#include "cli/keys.h"
#include "cli/sections.h"
#include "signet/jws.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr Flag kFlags[] = {
    {"--key", "FILE", "the private or symmetric key, in any form; a general JWS may have several", true},
    {"--alg", "NAME", "the algorithm, when the key does not name one"},
    {"--payload", "FILE", "the bytes to sign, - for standard input"},
    {"--detached", "", "leave the payload out of the JWS; it may then be of any size"},
    {"--unencoded", "", "sign the payload as it is, not its base64url (RFC 7797)"},
    {"--format", "NAME", "compact (the default), flattened or general"},
    {"--unprotected", "JSON", "the unprotected header of a JWS in JSON: an object that nothing proves"},
    {"--add-to", "FILE", "add the signature to this general JWS and print it whole"},
    {"--no-kid", "", "leave the key's kid out of the header"},
    {"--typ", "TYPE", "the type of the whole in the header; none otherwise"},
    {"--cty", "TYPE", "the type of the payload in the header"},
    {"--header", "JSON", "further members of the header: an object"},
};
constexpr FlagGroup kGroups[] = {{"Signature", kFlags}, {"Encrypted keys", kPassphraseFlags}, {"Output", kOutputFlags}};

Outcome<std::string> sign_attached(Invocation& run, const std::string& path, const jws::SignatureRequest& request,
                                   Serialization form) {
  SIGNET_TRY(const Secret payload, run.read("--payload", path, jws::kMaxSize));
  auto token = form == Serialization::compact ? jws::sign_compact(payload.expose(), *request.signer, request.header)
                                              : jws::sign_flattened(payload.expose(), request);
  if (!token) return std::unexpected(Failure(std::move(token).error()));
  return std::move(*token);
}

/// --add-to is about a general JWS, so the form need not be named with it.
Outcome<Serialization> form_to_make(const Invocation& run) {
  if (run.args.has("--add-to") && !run.args.has("--format")) return Serialization::general;
  SIGNET_TRY(const Serialization form, format_of(run));
  if (form == Serialization::general) return form;
  constexpr std::string_view kHint = "write --format general";
  if (run.args.has("--add-to"))
    return usage("--add-to", "only a general JWS has several signatures", std::string(kHint));
  if (run.args.values("--key").size() > 1)
    return usage("--key", "only a general JWS has several signatures", std::string(kHint));
  if (form == Serialization::compact && run.args.has("--unprotected"))
    return usage("--unprotected", "a compact JWS has no unprotected header", "write --format flattened or general");
  return form;
}

Outcome<std::string> sign_one(Invocation& run, const jws::SignatureRequest& request, Serialization form) {
  const auto path = run.args.value("--payload");
  if (!path) return usage("--payload", "nothing says what to sign", "name a file with --payload FILE");
  return run.args.has("--detached") ? sign_detached(run, *path, request, form)
                                    : sign_attached(run, *path, request, form);
}

Outcome<> run_jws_sign(Invocation& run) {
  SIGNET_TRY(const Serialization form, form_to_make(run));
  SIGNET_TRY(const auto signers, load_signers(run));
  const std::string typ = run.args.value("--typ").value_or("");
  const std::string cty = run.args.value("--cty").value_or("");
  const std::string header = run.args.value("--header").value_or("");
  const std::string unprotected = run.args.value("--unprotected").value_or("");
  std::vector<jws::SignatureRequest> requests;
  requests.reserve(signers.size());
  for (const auto& signer : signers)
    requests.push_back({.signer = signer.get(),
                        .header = {.typ = typ,
                                   .cty = cty,
                                   .with_kid = !run.args.has("--no-kid"),
                                   .extra_json = header,
                                   .unencoded_payload = run.args.has("--unencoded")},
                        .unprotected_json = unprotected});
  SIGNET_TRY(const std::string token,
             form == Serialization::general ? sign_general(run, requests) : sign_one(run, requests.front(), form));
  return run.deliver({.content = as_bytes(token), .form = Product::Form::text, .member = "jws"});
}

}  // namespace

constinit const Command rows::jws_sign = {
    .section = kSignatures,
    .name = "jws sign",
    .summary = "sign any bytes",
    .about =
        "Signs a file as a compact, flattened or general JWS (RFC 7515). For claims use signet sign.\n"
        "A general JWS has a signature for each --key, by the algorithm that the key names; --add-to adds one to a "
        "JWS that is there and leaves the others as they are.\n"
        "With --detached the payload is not part of the JWS and travels beside it. HS, RS, PS and ES algorithms then "
        "read it piece by piece, whatever its size; the others need one that fits into a JWS of 16M.",
    .positional = {},
    .groups = kGroups,
    .example =
        "signet jws sign --key k.jwk --payload file.bin > s.jws\n"
        "signet jws sign --key k.jwk --payload backup.tar --detached > backup.jws\n"
        "signet jws sign --key a.jwk --key b.jwk --format general --payload file.bin > both.json",
    .run = run_jws_sign,
};

}  // namespace signet::cli
