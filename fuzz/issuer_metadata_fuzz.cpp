// Metadata of an issuer: only those of exactly this issuer are believed, and what they name is a URL that may be asked.
// An issuer's two places are at its own host.
#include <string>

#include "codec/uri.h"
#include "keys/issuer_metadata.h"
#include "signet/json.h"

#include "fuzz.h"

namespace {

using namespace signet;

void check_uri(std::string_view text, std::string_view issuer) {
  FUZZ_CHECK(text.size() <= keys::kMaxKeysUrl);
  const auto uri = codec::parse_uri(text);
  const auto own = codec::parse_uri(issuer);
  FUZZ_CHECK(uri && keys::is_web(*uri) && !uri->fragment && !uri->userinfo);
  FUZZ_CHECK(codec::has_scheme(*uri, "https") || (own && codec::has_scheme(*own, "http")));
}

void check_metadata(std::string_view text) {
  const auto document = json::Document::parse(text);
  const auto member = document ? document->root().find("issuer") : std::nullopt;
  const std::string named = member && member->string() ? std::string(*member->string()) : "https://issuer.example";
  const auto url = keys::parse_jwks_uri(text, named);
  FUZZ_CHECK(!url || document);
  if (url) check_uri(*url, named);
  FUZZ_CHECK(!keys::parse_jwks_uri(text, named + "/"));
}

void check_issuer(std::string_view issuer) {
  const auto urls = keys::metadata_urls(issuer);
  if (!urls) return;
  const auto own = codec::parse_uri(issuer);
  FUZZ_CHECK(own && urls->size() == 2);
  for (const std::string& url : *urls) {
    const auto uri = codec::parse_uri(url);
    FUZZ_CHECK(uri && uri->authority == own->authority && uri->scheme == own->scheme && !uri->query && !uri->fragment);
    FUZZ_CHECK(uri->path.find("/.well-known/") != std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_metadata(input.view());
  check_issuer(input.view());
  return 0;
}
