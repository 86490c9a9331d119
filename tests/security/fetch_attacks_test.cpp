// Attacks on the fetching of key sets: row 23, answers that come too late or are none.
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "keys/http_server.h"
#include "signet/fetcher.h"
#include "signet/remote_jwks.h"
#include "target.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

std::string good_token() {
  return forge(header_for(row("ES256")), kGoodPayload, *signer_for(row("ES256")));
}

struct Asking {
  explicit Asking(const HttpServer& server, const std::shared_ptr<Fetcher>& fetcher, RemoteKeyOptions options = {})
      : set(RemoteJwkSet::of_url(server.url("/jwks"), {.http = fetcher, .timers = fetcher}, std::move(options))
                .value()),
        verifier(
            jwt::Verifier::build(jwt::Policy().issuer(kIssuer).audience(kAudience).algorithms({"ES256"}).typ_jwt(), set)
                .value()) {}
  std::shared_ptr<RemoteJwkSet> set;
  jwt::Verifier verifier;
};

std::shared_ptr<Fetcher> client() {
  return Fetcher::start({.allow_loopback = true, .max_per_host = 64, .remember_failures = {}}).value();
}

TEST(Attack23, TheVerifierIsGoneBeforeTheAnswer) {
  HttpServer server;
  server.answer("/jwks", {R"({"hold":true})"});
  const auto fetcher = client();
  std::atomic<int> told = 0;
  for (int round = 0; round < 20; ++round) {
    {
      const Asking asking(server, fetcher, {.on_event = [&told](const RemoteKeyEvent&) { ++told; }});
      refuse_result(Form::answer, "ES256", outcome(asking.verifier.verify(good_token(), kNow)),
                    "keys_unavailable(loading)");
      EXPECT_EQ(server.held(1), 1);
    }
    server.release();
  }
  server.answer("/after", {HttpServer::ok("{}")});
  EXPECT_EQ(fetcher->send_and_wait({.url = server.url("/after")}).value().status, 200);
  EXPECT_EQ(told, 0);
}

TEST(Attack23, TheClientIsGoneBeforeTheAnswer) {
  HttpServer server;
  server.answer("/jwks", {R"({"hold":true})"});
  for (int round = 0; round < 20; ++round) {
    auto fetcher = client();
    const Asking asking(server, fetcher);
    refuse_result(Form::answer, "ES256", outcome(asking.verifier.verify(good_token(), kNow)),
                  "keys_unavailable(loading)");
    EXPECT_EQ(server.held(1), 1);
    fetcher->stop();
    refuse_result(Form::answer, "ES256", outcome(asking.verifier.verify(good_token(), kNow)),
                  "keys_unavailable(fetch_failed)");
    server.release();
  }
}

TEST(Attack23, VerifiersThatComeAndGoWhileAnswersArrive) {
  HttpServer server;
  const Key& key = key_for(row("ES256"));
  server.answer("/jwks", {HttpServer::ok(JwkSet::of(std::span(&key, 1)).to_public_json().value())});
  const auto fetcher = client();
  std::vector<std::jthread> threads;
  threads.reserve(4);
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) {
        const Asking asking(server, fetcher);
        const auto at_once = asking.verifier.verify(good_token(), kNow);  // asks, and ends before, with or after it
        if (round % 2 == 0) good += asking.set->load(seconds(60)) && asking.verifier.verify(good_token(), kNow) ? 1 : 0;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(good, 52);
}

// What a broken or hostile server writes.
TEST(Attack23, AnswersThatAreNone) {
  HttpServer server;
  const auto fetcher = client();
  std::string many_fields = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 5000; ++i) many_fields.append("X-").append(std::to_string(i)).append(": y\r\n");
  std::string many_hints;
  for (int i = 0; i < 5000; ++i) many_hints += "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
  const std::string answers[] = {
      "",
      "x",
      "\r\n\r\n",
      "HTTP/1.1\r\n\r\n",
      "HTTP/9.9 200 OK\r\n\r\n",
      "HTTP/1.1 99999 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551617\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
      joined({"HTTP/1.1 200 OK\r\nX: ", std::string(300'000, 'x'), "\r\n\r\n"}),
      joined({"HTTP/1.1 200 ", std::string(300'000, 'x'), "\r\n\r\n"}),
      joined({many_fields, "Content-Length: 0\r\n\r\n"}),
      many_hints,
      joined({"HTTP/1.1 200 OK\r\nX: ", std::string_view("\0", 1), "\r\nContent-Length: 0\r\n\r\n"}),
      "HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
      "HTTP/1.1 407 no\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 307 no\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
      "220 mail.example ESMTP\r\n",
      "SSH-2.0-OpenSSH_9.2\r\n",
  };
  for (const std::string& text : answers) {
    json::Writer raw;
    raw.begin_object().member("raw", text);
    server.answer("/jwks", {raw.end_object().take_string()});
    const Asking asking(server, fetcher, {.timeout = seconds(2)});
    SCOPED_TRACE(text.substr(0, 80));
    refuse_result(Form::answer, {}, outcome(asking.set->refresh(seconds(60))),
                  "fetch_failed(protocol)|fetch_failed(timeout)|limit_exceeded(bytes)|response_unusable(status)|"
                  "response_unusable(fields)|response_unusable(content_type)|response_unusable(encoding)|"
                  "malformed_json");
  }
}

}  // namespace
}  // namespace signet::test
