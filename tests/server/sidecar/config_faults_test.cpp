// Each fault of the file of a sidecar: where it is told, and what to write instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "server/sidecar/config_text.h"
#include "signet/profiles.h"

namespace signet::server {
namespace {

using test::faults_of;
using test::read;
using test::Text;
using testing::HasSubstr;
using testing::StartsWith;

struct Case {
  Text text;
  std::string_view where;  ///< "LINE KEY: " and how the sentence begins
};

constexpr std::string_view kUnfit[] = {"dpop",     "client-assertion",  "jar",    "resource-metadata",
                                       "userinfo", "aggregated-claims", "step-up"};

void expect_faults(std::span<const Case> cases) {
  for (const Case& one : cases) {
    const std::string faults = faults_of(read(one.text.text()));
    EXPECT_THAT(faults, StartsWith(std::string(one.where))) << one.text.text();
    EXPECT_FALSE(faults.contains('\n')) << faults;
  }
}

TEST(SidecarFaults, OfForm) {
  constexpr Case kCases[] = {
      {{.before = "threds = 2"}, "1 threds: there is no such key here: did you mean threads?"},
      {{.before = "zebra = 2"}, "1 zebra: there is no such key here; there are listen, status_listen,"},
      {{.before = "\n\nthreads = '2'"}, "3 threads: write a whole number"},
      {{.before = "threads = 0"}, "1 threads: write a number from 1 to 256"},
      {{.before = "threads = -1"}, "1 threads: write a number from 1 to 256"},
      {{.before = "threads = 1.5"}, "1 threads: write a whole number"},
      {{.before = "threads = 1979-05-27"}, "1 threads: write a whole number"},
      {{.before = "threads = 257"}, "1 threads: write a number from 1 to 256"},
      {{.before = "stop_grace = 10"}, "1 stop_grace: write a duration in quotes"},
      {{.before = "stop_grace = '10'"}, "1 stop_grace: write a duration as \"30s\""},
      {{.before = "stop_grace = '11m'"}, "1 stop_grace: write a duration from 0s to 10m"},
      {{.before = "tls = 1"}, "1 tls: write a table: [tls]"},
      {{.before = "[tls]\ncertificate = 'c.pem'"}, "1 tls.key: is missing: PEM: the private key"},
      {{.before = "[tls]\ncertificate = ''\nkey = 'k'"}, "2 tls.certificate: the text is empty"},
      {{.before = "[tls]\ncertificate = \"a\\u0007\"\nkey = 'k'"}, "2 tls.certificate: the text holds a control"},
      {{.before = "[log]\ndecisions = 'al'"}, "2 log.decisions: did you mean all? write one of all, refused, none"},
      {{.before = "[fetch]\nallow_loopback = 'yes'"}, "2 fetch.allow_loopback: write true or false"},
      {{.before = "\"a b\" = 1"}, "1 \"a b\": there is no such key here"},
  };
  expect_faults(kCases);
}

TEST(SidecarFaults, OfAddresses) {
  constexpr Case kCases[] = {
      {{.before = "listen = '127.0.0.1:1'"}, "1 listen: write a list in brackets"},
      {{.before = "listen = []"}, "1 listen: the list is empty"},
      {{.before = "listen = [\n 1]"}, "2 listen: write text in quotes"},
      {{.before = "listen = ['127.0.0.1']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['localhost:80']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['::1:80']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['[127.0.0.1]:80']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['127.0.0.1:65536']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['127.0.0.1:+1']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['10.0.0.0/8:1']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['unix:']"}, "1 listen: write \"127.0.0.1:4180\","},
      {{.before = "listen = ['127.0.0.1:1',\n'127.0.0.1:1']"}, "2 listen: this address stands in the list twice"},
      {{.before = "listen = ['unix:a', 'unix:./a']"}, "1 listen: this address stands in the list twice"},
      {{.before = "status_listen = ['127.0.0.1:4180']"}, "1 status_listen: an address of listen"},
      {{.before = "status_listen = ['systemd']"}, "1 status_listen: sockets that systemd passes on"},
      {{.before = "trusted_proxies = ['10.0.0.1/8']"}, "1 trusted_proxies: write an address"},
      {{.before = "trusted_proxies = ['localhost']"}, "1 trusted_proxies: write an address"},
  };
  expect_faults(kCases);
  const std::string path = "listen = ['unix:" + std::string(100, 'x') + "']";
  EXPECT_THAT(faults_of(read(Text{.before = path}.text())), StartsWith("1 listen: the path of a socket"));
}

TEST(SidecarFaults, OfIssuers) {
  constexpr Case kCases[] = {
      {{.issuer = "jwks_file = 'a'\nkeys_file = 'b'"}, "4 issuers.main.keys_file: there is another place of the keys"},
      {{.issuer = "jwks_url = 'https://as.example'\njwks_file = 'b'"}, "4 issuers.main.jwks_file: there is another"},
      {{.issuer = "jwks_url = 'http://as.example'"}, "3 issuers.main.jwks_url: write an https URL"},
      {{.issuer = "jwks_url = 'as.example'"}, "3 issuers.main.jwks_url: write a"},
      {{.issuer = "jwks_url = 'https://joe:secret@as.example'"}, "3 issuers.main.jwks_url: write the URL without user"},
      {{.issuer = "[issuers.x]\nissuer = 'https://as.example?a'"}, "4 issuers.x.issuer: its keys are looked for"},
      {{.issuer = "[issuers.x]\nissuer = 'http://x.example'"}, "4 issuers.x.issuer: write an https URL"},
      {{.issuer = "[issuers.x]"}, "3 issuers.x.issuer: is missing: the iss of its tokens"},
      {{.issuer = "[issuers.'a/b']\nissuer = 'https://x.example'"}, "3 issuers.\"a/b\": name it with at most 64"},
      {{.issuer = "[issuers.\"..\"]\nissuer = 'https://x.example'"}, "3 issuers.\"..\": name it with at most 64"},
      {{.issuer = "[issuers.main.revocations]\nurl = 'ftp://as.example'"}, "4 issuers.main.revocations.url: write an"},
      {{.issuer = "[issuers.main.revocations]"}, "3 issuers.main.revocations.url: is missing"},
      {{.issuer = "[issuers.main.revocations]\nurl = 'https://as.example/r'\nmax_silence = '14s'"},
       "5 issuers.main.revocations.max_silence: write a duration from 15s to 1d"},
  };
  expect_faults(kCases);
  EXPECT_FALSE(faults_of(read(Text{.issuer = "jwks_url = 'ftp://joe:secret@as.example'"}.text())).contains("secret"));
  EXPECT_THAT(faults_of(read(std::string(test::kPolicyText))),
              HasSubstr("issuers: is missing: whose tokens are judged"));
  EXPECT_THAT(faults_of(read(std::string(test::kIssuerText))),
              HasSubstr("policies: is missing: what a token has to be"));
  EXPECT_THAT(faults_of(read("[issuers]\n" + std::string(test::kPolicyText))),
              HasSubstr("1 issuers: there is no issuer"));
}

TEST(SidecarFaults, OfTokens) {
  constexpr Case kCases[] = {
      {{.policy = "[policies.api]\nalgorithms = ['ES256']\nprofile = 'at+jwt'"},
       "3 policies.api.audiences: is missing"},
      {{.more = "any_audience = true"}, "7 policies.api.any_audience: contradicts audiences"},
      {{.policy = "[policies.api]\naudiences = ['a']\nprofile = 'at+jwt'"}, "3 policies.api.algorithms: is missing"},
      {{.policy = "[policies.api]\naudiences = ['a']\nprofile = 'at+jwt'\nalgorithms = [\n'ES265']"},
       "7 policies.api.algorithms: there is no algorithm ES265: did you mean ES256?"},
      {{.policy = "[policies.api]\naudiences = ['a']\nprofile = 'at+jwt'\nalgorithms = ['none']"},
       "6 policies.api.algorithms: none is no signature"},
      {{.policy = "[policies.api]\naudiences = ['a']\nprofile = 'at+jwt'\nalgorithms = ['HS256']"},
       "6 policies.api.algorithms: HS256 is symmetric, and the keys of issuer main are public"},
      {{.policy = "[policies.api]\naudiences = ['a', 'a']\nprofile = 'at+jwt'\nalgorithms = ['ES256']"},
       "4 policies.api.audiences: this stands in the list twice"},
      {{.policy = "[policies.api]\naudiences = ['a']\nprofile = 'at-jwt'\nalgorithms = ['ES256']"},
       "5 policies.api.profile: there is no profile at-jwt: did you mean at+jwt?"},
      {{.policy = "[policies.api]\naudiences = ['a']\nprofile = 'dpop'\nalgorithms = ['ES256']"},
       "5 policies.api.profile: tokens of this profile open no door"},
      {{.more = "any_typ = true"}, "7 policies.api.any_typ: contradicts profile"},
      {{.policy = "[policies.api]\naudiences = ['a']\nalgorithms = ['ES256']\ntyp = ['x']\nany_typ = true"},
       "7 policies.api.any_typ: contradicts typ"},
      {{.more = "typ = ['secevent+jwt']"}, "7 policies.api.typ: tokens of this profile have another typ"},
      {{.more = "leeway = '61s'"}, "7 policies.api.leeway: write a duration from 0s to 1m"},
      {{.more = "issuers = ['mian']"}, "7 policies.api.issuers: there is no [issuers.mian]: did you mean main?"},
      {{.issuer = "[issuers.copy]\nissuer = 'https://as.example'"}, "5 policies.api.issuers: two of the issuers"},
  };
  expect_faults(kCases);
}

/// A sidecar has no jwt::Context: a profile that cannot do without would refuse every token.
TEST(SidecarFaults, OfProfilesThatWantToBeTold) {
  for (const jwt::Profile* profile : jwt::profiles()) {
    std::string policy = "[policies.api]\naudiences = ['a']\nalgorithms = ['ES256']\nprofile = '";
    policy += profile->id;
    policy += "'";
    if (faults_of(read(Text{.policy = policy}.text())).contains("typ: is missing")) policy += "\nany_typ = true";
    const std::string faults = faults_of(read(Text{.policy = policy}.text()));
    const bool is_refused = std::ranges::find(kUnfit, profile->id) != std::end(kUnfit);
    if (is_refused)
      EXPECT_THAT(faults, StartsWith("6 policies.api.profile: tokens of this profile ")) << profile->id;
    else
      EXPECT_EQ(faults, "none") << profile->id;
  }
}

TEST(SidecarFaults, OfDemands) {
  constexpr Case kCases[] = {
      {{.more = "scopes = ['read write']"}, "7 policies.api.scopes: write words of ASCII without spaces"},
      {{.more = "acr_values = ['a\"b']"}, "7 policies.api.acr_values: write words of ASCII without spaces"},
      {{.more = "require = [\n'a == 1',\n'roles ~ 1']"}, "9 policies.api.require: its operator cannot be read"},
      {{.more = "max_age = '-1s'"}, "7 policies.api.max_age: write a duration as"},
      {{.more = "realm = 'a\"b'"}, "7 policies.api.realm: write it in ASCII"},
      {{.more = "resource = 'https://api.example/#a'"}, "7 policies.api.resource: write an https URL"},
      {{.more = "resource = 'http://api.example'"}, "7 policies.api.resource: write an https URL"},
      {{.more =
            "resource = 'https://api.example'\n[policies.b]\nany_audience = true\nalgorithms = ['ES256']\nany_typ = "
            "true\nresource = 'https://api.example'"},
       "12 policies.b.resource: policy api has the same"},
      {{.more = "origin = 'https://api.example/'"}, "7 policies.api.origin: write an origin"},
      {{.more = "binding = 'require'"}, "7 policies.api.binding: did you mean required?"},
      {{.more = "binding = 'required'"}, "7 policies.api.binding: nothing can bind a token"},
      {{.more = "cache_entries = 16777217"}, "7 policies.api.cache_entries: write a number from 0 to 16777216"},
  };
  expect_faults(kCases);
  const std::string longest = "require = ['a == \"" + std::string(1024, 'x') + "\"']";
  EXPECT_THAT(faults_of(read(Text{.more = longest}.text())),
              StartsWith("7 policies.api.require: the requirement is too"));
}

TEST(SidecarFaults, OfTablesOfPolicies) {
  constexpr Case kCases[] = {
      {{.more = "[policies.api.dpop]\nalgorithms = ['HS256']"}, "8 policies.api.dpop.algorithms: HS256 is symmetric"},
      {{.more = "[policies.api.dpop]\nmax_age = '11m'"},
       "8 policies.api.dpop.max_age: write a duration from 1s to 10m"},
      {{.more = "[policies.api.dpop]\nnonce_key_file = 'k'"},
       "8 policies.api.dpop.nonce_key_file: there are no nonces"},
      {{.more = "[policies.api.cookie]\nname = 'token'"}, "8 policies.api.cookie.name: write __Host-"},
      {{.more = "[policies.api.cookie]"}, "7 policies.api.cookie.name: is missing"},
      {{.more = "[policies.api.cookie]\nname = '__Host-t'\norigins = ['https://A.example']"},
       "9 policies.api.cookie.origins: write origins as browsers do"},
      {{.more = "[policies.api.headers]\n'a b' = 'sub'"}, "8 policies.api.headers.\"a b\": this is no name of a field"},
      {{.more = "[policies.api.headers]\nRemote-User = ''"}, "8 policies.api.headers.Remote-User: the text is empty"},
      {{.more = "[policies.api.headers]\nX-A = 'a'\nx-a = 'b'"}, "9 policies.api.headers.x-a: this field stands here"},
  };
  expect_faults(kCases);
  for (const std::string_view field :
       {"connection", "Content-Type", "Authorization", "COOKIE", "Set-Cookie", "dpop", "DPoP-Nonce", "Signet-Subject",
        "WWW-Authenticate", "Transfer-Encoding", "Host", "X-Forwarded-For", "Proxy-Authorization", "Sec-Fetch-Site"}) {
    std::string more = "[policies.api.headers]\n";
    more += field;
    more += " = 'sub'";
    EXPECT_THAT(faults_of(read(Text{.more = more}.text())), HasSubstr("this field means something else")) << field;
  }
}

TEST(SidecarFaults, AreToldAllAtOnceByLine) {
  const std::string text =
      Text{.before = "threads = 0\nzebra = 1", .issuer = "tenat = 'x'", .more = "leeway = 1"}.text();
  EXPECT_THAT(faults_of(read(text)), testing::MatchesRegex("1 threads: [^\n]*\n2 zebra: [^\n]*\n5 issuers.main.tenat: "
                                                           "[^\n]*\n10 policies.api.leeway: [^\n]*"));
}

TEST(SidecarFaults, AreBounded) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) {
    text += 'k';
    text += std::to_string(i);
    text += "=1\n";
  }
  const auto many = read(text);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().size(), config::kMaxFaults);
  std::string list = "listen = [";
  for (std::size_t i = 0; i <= config::kMaxElements; ++i) list += "'systemd',";
  EXPECT_THAT(faults_of(read(Text{.before = list + "]"}.text())), StartsWith("1 listen: the list has more than 1000"));
  const std::string longest = "[tls]\ncertificate = '" + std::string(config::kMaxText + 1, 'x') + "'\nkey = 'k'";
  EXPECT_THAT(faults_of(read(Text{.before = longest}.text())),
              StartsWith("2 tls.certificate: the text is longer than"));
}

TEST(SidecarFaults, TellWhatIsNoToml) {
  EXPECT_THAT(faults_of(read("threads = 1\nlisten = [\n")), StartsWith("2 : "));
}

}  // namespace
}  // namespace signet::server
