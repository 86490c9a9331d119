#include "cli/failure.h"

#include <array>
#include <cstddef>

#include "cli/text.h"
#include "signet/json.h"

namespace signet::cli {
namespace {

constexpr auto kRows = std::to_array<ErrorRow>({
    {Errc::malformed_token, Exit::refused,
     "a compact token is three base64url parts joined by dots, other forms are named with --format; check that nothing "
     "was cut off or added"},
    {Errc::malformed_json, Exit::refused, "JSON is taken exactly as RFC 8259 has it: no comments, no trailing commas"},
    {Errc::malformed_base64url, Exit::refused,
     "base64url has no padding, no white space, none of + and /, and zero bits at its end"},
    {Errc::malformed_pem, Exit::refused,
     "give one key: a PEM block, its DER, or a public key of OpenSSH; docs/guide/keys.md lists the forms"},
    {Errc::malformed_key, Exit::refused, "convert the original again, or make a new key with signet key generate"},
    {Errc::malformed_key_set, Exit::refused, "a JWK Set is {\"keys\":[...]}; signet jwks make writes one"},
    {Errc::malformed_case, Exit::refused, "signet COMMAND --help shows what a line of a batch holds"},
    {Errc::malformed_requirement, Exit::usage, "write it as roles contains 'admin' or loggedInAs == 'admin'"},
    {Errc::malformed_configuration, Exit::usage, "each fault is told with its line; the reference lists every key"},
    {Errc::malformed_request, Exit::refused, "present one token, in the field Authorization"},
    {Errc::malformed_registry, Exit::refused,
     "it is read as the CSV of one of its two tables, or as the plain text of the whole page"},
    {Errc::malformed_backup, Exit::refused, "take another copy; nothing of this one was restored"},
    {Errc::duplicate_name, Exit::refused, "remove one of the two members; programs disagree about which one counts"},
    {Errc::limit_exceeded, Exit::refused, "a token may be larger with --max-size; other limits are fixed"},
    {Errc::alg_unknown, Exit::usage, "signet algorithms lists the names; they are case-sensitive"},
    {Errc::alg_undecided, Exit::usage, "name the algorithm, for example --alg ES256"},
    {Errc::alg_not_allowed, Exit::refused,
     "signet inspect shows the token's alg; allow it with --alg only if its issuer really uses it"},
    {Errc::alg_unavailable, Exit::refused, "signet algorithms shows what this machine has"},
    {Errc::key_not_found, Exit::refused, "compare the kid that signet inspect shows with those of signet jwks show"},
    {Errc::key_mismatch, Exit::refused, "signet key show tells what the key may be used for"},
    {Errc::key_unsupported, Exit::refused, "signet algorithms lists the key types and curves"},
    {Errc::weak_key, Exit::refused, "make a new key with signet key generate"},
    {Errc::symmetric_key, Exit::refused, "a symmetric key has no public half: keep it in a file of its own, for --key"},
    {Errc::private_key, Exit::refused,
     "signing wants the private key; a public set wants what signet key public prints"},
    {Errc::certificate_mismatch, Exit::refused, "remove the x5 members, or take the certificate of this key"},
    {Errc::certificate_expired, Exit::refused, "publish the key with a certificate that is valid, or without one"},
    {Errc::key_incomplete, Exit::refused, "signet jwks make writes sets whose keys have a kid"},
    {Errc::key_ambiguous, Exit::refused, "give each key a kid of its own"},
    {Errc::passphrase_missing, Exit::usage, "write the passphrase to a file and name it with --passphrase-file"},
    {Errc::decryption_failed, Exit::refused, "check the passphrase or the key; which part was wrong is not told"},
    {Errc::bad_signature, Exit::refused,
     "another key signed the token, or it was changed; signet inspect shows which key it names"},
    {Errc::signatures_insufficient, Exit::refused,
     "what is wrong with each signature is said beside it; --require any accepts one that holds"},
    {Errc::streaming_unsupported, Exit::refused,
     "HS, RS, PS and ES algorithms take a payload by pieces; the others need one that fits into a JWS of 16M"},
    {Errc::crit_malformed, Exit::refused, "the program that made the token has to be corrected"},
    {Errc::crit_unknown, Exit::refused, "the token asks for an extension that Signet does not have"},
    {Errc::header_parameter, Exit::refused,
     "signet inspect shows a token's header; alg, kid, typ, cty, crit and b64 are not set by --header"},
    {Errc::typ_mismatch, Exit::refused, "signet inspect shows the token's typ; expect another with --typ"},
    {Errc::claim_missing, Exit::refused, "signet inspect shows the claims that are there"},
    {Errc::claim_type, Exit::refused, "signet inspect shows the claim as it is"},
    {Errc::claim_mismatch, Exit::refused,
     "signet explain shows it beside what was expected; values are compared byte by byte"},
    {Errc::claim_rule, Exit::refused, "signet inspect shows the claim as it is"},
    {Errc::token_expired, Exit::refused, "get a new token; --now verifies an old one as of another time"},
    {Errc::token_not_yet_valid, Exit::refused,
     "compare this machine's clock with the issuer's; --leeway goes up to 60s"},
    {Errc::nonce_required, Exit::refused, "make a new proof with the nonce of the server's DPoP-Nonce field"},
    {Errc::not_bound, Exit::refused,
     "it may have been stolen; the holder of the key presents it with a proof of its own"},
    {Errc::not_confirmable, Exit::refused, "present the token with what its cnf asks for: signet confirmations"},
    {Errc::replayed, Exit::refused, "make a new proof for each request, also when one is sent again"},
    {Errc::token_missing, Exit::refused, "present a token in the field Authorization"},
    {Errc::cross_site, Exit::refused, "allow the origin of the page by name, or present the token in Authorization"},
    {Errc::scope_insufficient, Exit::refused, "ask the issuer for a token with the scope that is needed"},
    {Errc::authentication_insufficient, Exit::refused, "log in again, in the way that the answer asks for"},
    {Errc::fetch_refused, Exit::refused,
     "addresses are https and lead to public machines; --allow-loopback also allows this one, for development"},
    {Errc::fetch_failed, Exit::file, "check the name, the network and the server's certificate; try again later"},
    {Errc::response_unusable, Exit::refused,
     "signet doctor URL tells what an issuer answers and what is wrong with it"},
    {Errc::keys_unavailable, Exit::file, "signet doctor URL tells why an issuer's keys cannot be had"},
    {Errc::token_refused, Exit::refused,
     "the name in parentheses is the server's reason; compare client, secret or key, scope and resource with what it "
     "knows"},
    {Errc::feed_refused, Exit::refused,
     "the server of the feed has to be corrected, or somebody else answers in its place"},
    {Errc::revocations_unknown, Exit::file, "check that the server of the revocation feed can be reached"},
    {Errc::revoked, Exit::refused, "its issuer took it back; get a new token"},
    {Errc::event_unsupported, Exit::refused,
     "it is told by name which events and subjects are taken; others are acknowledged only when they are named"},
    {Errc::store_unavailable, Exit::file,
     "locked: another process has the data folder; full: make room; newer: take a newer Signet; corrupt: restore it"},
    {Errc::registry_differs, Exit::refused, "a newer Signet may know it; signet version shows which one this is"},
    {Errc::policy_incomplete, Exit::usage, "signet verify --help shows what has to be decided"},
    {Errc::usage, Exit::usage, "signet --help lists the commands"},
    {Errc::file_unreadable, Exit::file, "check the name of the file and that you may read it"},
    {Errc::file_unwritable, Exit::file, "check the name of the file, the space left and that you may write there"},
    {Errc::file_exists, Exit::file, "choose another name, or overwrite it with --force"},
    {Errc::address_in_use, Exit::file, "stop what listens there, or choose another address"},
    {Errc::listen_failed, Exit::file, "check that the address is this machine's, and that you may listen there"},
    {Errc::internal, Exit::internal, "please report it, with the command that you ran"},
});

constexpr auto kCodes = std::to_array<Errc>({
#define SIGNET_ERROR(name, text) Errc::name,
#include "signet/errors.def"
#undef SIGNET_ERROR
});

constexpr bool every_code_has_its_row() {
  if (kRows.size() != kCodes.size()) return false;
  for (std::size_t i = 0; i < kRows.size(); ++i)
    if (kRows[i].code != kCodes[i]) return false;
  return true;
}
static_assert(every_code_has_its_row(), "kRows has one row for each code of errors.def, in its order");

}  // namespace

std::span<const ErrorRow> error_rows() noexcept {
  return kRows;
}

const ErrorRow& row_of(Errc code) noexcept {
  return kRows[static_cast<std::size_t>(code)];
}

std::unexpected<Failure> usage(std::string_view subject, std::string sentence, std::string hint) {
  Failure failure(Error{Errc::usage, std::string(subject)});
  failure.sentence = std::move(sentence);
  failure.hint = std::move(hint);
  return std::unexpected(std::move(failure));
}

std::unexpected<Failure> in_file(Error error, std::string_view path) {
  Failure failure(std::move(error));
  if (failure.error.subject != path)
    failure.sentence = text("{}: {}", path == "-" ? "standard input" : path, sentence_of(failure));
  return std::unexpected(std::move(failure));
}

std::string sentence_of(const Failure& failure) {
  if (!failure.sentence.empty()) return failure.sentence;
  if (const Rule* rule = failure.error.rule)
    return text("{}; {}: {}", text_of(failure.error.code), rule->section, rule->text);
  return std::string(text_of(failure.error.code));
}

std::string hint_of(const Failure& failure) {
  return failure.hint.empty() ? std::string(row_of(failure.error.code).hint) : failure.hint;
}

std::string to_json(const Failure& failure) {
  json::Writer out;
  out.begin_object().key("ok").boolean(false).member("code", name_of(failure.error.code));
  out.member("subject", failure.error.subject);
  out.member("message", sentence_of(failure)).member("hint", hint_of(failure)).end_object();
  return out.take_string();
}

}  // namespace signet::cli
