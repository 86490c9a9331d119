// What may be wrong with the metadata of an issuer: OpenID Connect Discovery 1.0, RFC 8414.
#include <algorithm>

#include "cli/doctor.h"
#include "cli/network.h"
#include "cli/text.h"
#include "codec/uri.h"
#include "keys/jwks_response.h"

namespace signet::cli {
namespace {

std::vector<Symptom> one(std::string what, std::string todo = {}) {
  std::vector<Symptom> symptoms;
  symptoms.push_back({std::move(what), std::move(todo)});
  return symptoms;
}

bool is_broken(const Examination& seen, Errc code, std::string_view subject) {
  return seen.metadata_error && seen.metadata_error->code == code && seen.metadata_error->subject == subject;
}

std::string_view host_of(std::string_view url) {
  const auto uri = codec::parse_uri(url);
  return uri ? uri->host : std::string_view();
}

bool is_http(std::string_view url) {
  const auto uri = codec::parse_uri(url);
  return uri && codec::has_scheme(*uri, "http");
}

std::vector<Symptom> find_no_issuer(const Examination& seen) {
  if (!is_broken(seen, Errc::fetch_refused, "issuer") || seen.is_set_alone) return {};
  return one(text("{} is no https URL, or has a query or a fragment", seen.url));
}

std::vector<Symptom> find_missing(const Examination& seen) {
  if (seen.found || seen.is_set_alone || seen.metadata.empty()) return {};
  std::string places;
  for (const Answer& answer : seen.metadata)
    places += text("{}{} (status {})", places.empty() ? "" : ", ", answer.url, answer.response->status);
  return one(text("not found: {}", places));
}

std::vector<Symptom> find_set_alone(const Examination& seen) {
  return seen.is_set_alone ? one("the address is that of a key set, and the issuer is not known")
                           : std::vector<Symptom>{};
}

std::vector<Symptom> find_no_json(const Examination& seen) {
  if (!seen.found || !seen.metadata[*seen.found].has_status(keys::kStatusOk) || seen.document) return {};
  const auto document = json::Document::parse(seen.metadata[*seen.found].response->body);
  if (document) return one("it is JSON, and no object");
  return one(text("{}: {}", to_string(document.error()), text_of(document.error().code)));
}

std::vector<Symptom> find_other_issuer(const Examination& seen) {
  const std::string named = seen.named("issuer");
  if (!seen.document || named == seen.url) return {};
  if (named.empty()) return one("the metadata have no issuer");
  std::string todo;
  if (named == seen.url + '/' || named + '/' == seen.url)
    todo = text("they differ in the slash at the end alone: whoever configures a verifier has to write {}", named);
  return one(text("the metadata are those of {}, not of {}", named, seen.url), std::move(todo));
}

std::vector<Symptom> find_jwks_uri(const Examination& seen) {
  if (!seen.document) return {};
  const std::string uri = seen.named("jwks_uri");
  if (uri.empty()) return one("the metadata have no jwks_uri");
  if (is_broken(seen, Errc::response_unusable, "jwks_uri") || (is_http(uri) && !is_http(seen.url)))
    return one(text("jwks_uri is {}", uri));
  return {};
}

std::vector<Symptom> find_other_host(const Examination& seen) {
  const std::string uri = seen.named("jwks_uri");
  if (uri.empty() || host_of(uri) == host_of(seen.url)) return {};
  return one(text("jwks_uri is at {}", host_of(uri)));
}

std::vector<Symptom> find_one_place(const Examination& seen) {
  if (!seen.found || seen.metadata.size() != 2 || !seen.document) return {};
  const Answer& other = seen.metadata[1 - *seen.found];
  if (other.has_status(keys::kStatusOk)) return {};
  return one(text("found at {} alone", seen.metadata[*seen.found].url));
}

std::vector<Symptom> find_two_stories(const Examination& seen) {
  if (!seen.found || *seen.found != 0 || !seen.document || seen.metadata.size() != 2) return {};
  const Answer& other = seen.metadata[1];
  if (!other.has_status(keys::kStatusOk)) return {};
  const auto document = json::Document::parse(other.response->body);
  if (!document) return {};
  for (const std::string_view member : {"issuer", "jwks_uri"}) {
    const auto value = document->root().find(member);
    if (!value || value->string() != seen.named(member)) return one(text("{} is another one at {}", member, other.url));
  }
  return {};
}

std::vector<Symptom> find_plain_endpoints(const Examination& seen) {
  std::vector<Symptom> symptoms;
  // An issuer of this machine, for development, is by http itself.
  if (!seen.document || is_http(seen.url)) return symptoms;
  for (const auto& [name, value] : seen.document->root().members()) {
    const std::string_view url = value.string().value_or("");
    if (name.ends_with("_endpoint") && is_http(url)) symptoms.push_back({text("{} is {}", name, url)});
  }
  return symptoms;
}

constexpr CheckRow kRows[] = {
    {"issuer_url", Harm::breaks, "the places of metadata are made from the issuer (RFC 8414 2 and 3.1)",
     "give the issuer exactly as its tokens have it in iss", find_no_issuer},
    {"metadata_missing", Harm::breaks, "verifiers that are given the issuer alone do not find its keys",
     "publish metadata at one of the two; until then verifiers need the address of the key set", find_missing},
    {"metadata_none", Harm::note, "what metadata would say is not looked at", "give the issuer, where it has metadata",
     find_set_alone},
    {"metadata_json", Harm::breaks, "no verifier reads such metadata", "correct the document", find_no_json},
    {"issuer", Harm::breaks,
     "the issuer has to be identical (RFC 8414 3.3), or one issuer could speak for another; verifiers compare octets",
     "correct issuer in the metadata, or the issuer that verifiers are given", find_other_issuer},
    {"jwks_uri", Harm::breaks, "keys that do not come by https can be replaced by anyone on the way",
     "name an https address of the key set", find_jwks_uri},
    {"jwks_uri_host", Harm::note, "whoever runs that host can sign in the issuer's name",
     "see that the host is meant to be trusted so much", find_other_host},
    {"metadata_differ", Harm::warns, "verifiers see other keys by the one way than by the other",
     "publish the same document at both", find_two_stories},
    {"metadata_place", Harm::note,
     "OpenID Connect clients look for openid-configuration, OAuth clients for oauth-authorization-server",
     "publish the document at both places, where both kinds come", find_one_place},
    {"endpoint", Harm::warns, "codes, tokens and passwords are sent there, and can be read on the way",
     "name https addresses", find_plain_endpoints},
};

}  // namespace

std::span<const CheckRow> metadata_checks() noexcept {
  return kRows;
}

}  // namespace signet::cli
