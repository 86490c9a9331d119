// The fetcher against a real server: what it takes, what it refuses, and how it ends.
#include "signet/fetcher.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "keys/http_server.h"
#include "support.h"

namespace signet::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::shared_ptr<Fetcher> fetcher(const HttpServer& server, FetcherOptions options = {}) {
  options.allow_loopback = true;
  options.remember_failures = {};
  if (server.url("").starts_with("https")) options.ca_file = server.ca_file();
  return Fetcher::start(options).value();
}

std::string say(Fetcher& fetcher, HttpRequest request) {
  const Result<HttpResponse> answer = fetcher.send_and_wait(std::move(request));
  return answer ? std::to_string(answer->status) : to_string(answer.error());
}

TEST(Fetcher, GivesTheAnswerAsItIs) {
  HttpServer server("good");
  const auto client = fetcher(server);
  server.answer("/jwks",
                {R"({"fields":[["ETag","\"1\""],["X-Empty",""],["Cache-Control","max-age=60"]],"body":"{}"})"});
  const HttpResponse answer = client->send_and_wait({.url = server.url("/jwks")}).value();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{}");
  EXPECT_EQ(*answer.find("etag"), "\"1\"");
  EXPECT_EQ(*answer.find("CACHE-CONTROL"), "max-age=60");
  EXPECT_EQ(*answer.find("x-empty"), "");
  EXPECT_EQ(answer.find("absent"), nullptr);
  EXPECT_EQ(say(*client, {.url = server.url("/none")}), "404") << "an answer as well";
  EXPECT_EQ(client->fetch(server.url("/jwks"), 100).value(), "{}");
  EXPECT_EQ(outcome(client->fetch(server.url("/none"), 100)), "response_unusable(status)");
}

TEST(Fetcher, SendsWhatItIsAskedTo) {
  HttpServer server("good");
  const auto client = fetcher(server);
  server.answer("/in", {R"({"status":202})"});
  EXPECT_EQ(say(*client, {.method = "POST",
                          .url = server.url("/in?a=b", "localhost"),
                          .fields = {{"Content-Type", "application/x"}, {"Authorization", "Bearer t"}},
                          .body = std::string("a\0b", 3)}),
            "404");
  const json::Document seen = server.seen_whole();
  const json::Value request = *seen.root().elements().begin();
  EXPECT_EQ(request.find("method")->string(), "POST");
  EXPECT_EQ(request.find("path")->string(), "/in?a=b");
  EXPECT_EQ(request.find("body")->string(), std::string_view("a\0b", 3));
  const std::string_view fields = request.find("fields")->source();
  for (const std::string_view part :
       {R"(["Content-Type", "application/x"])", R"(["Authorization", "Bearer t"])", R"(["User-Agent", "signet"])"})
    EXPECT_TRUE(fields.contains(part)) << fields;
  EXPECT_FALSE(fields.contains("Expect")) << fields;
  EXPECT_FALSE(fields.contains("Accept-Encoding")) << fields;
}

TEST(Fetcher, RedirectsAreAnswers) {
  HttpServer server("good");
  const auto client = fetcher(server);
  for (const int status : {301, 302, 303, 307, 308}) {
    server.answer("/here",
                  {joined({R"({"status":)", std::to_string(status), R"(,"fields":[["Location","/there"]]})"})});
    EXPECT_EQ(say(*client, {.url = server.url("/here")}), std::to_string(status));
  }
  EXPECT_EQ(server.seen(), std::vector<std::string>(5, "GET /here"));
}

TEST(Fetcher, AnswersHaveABound) {
  HttpServer server("good");
  const auto client = fetcher(server);
  server.answer("/fits", {R"({"body_size":1000})"});
  EXPECT_EQ(say(*client, {.url = server.url("/fits"), .max_body = 1000}), "200");
  EXPECT_EQ(say(*client, {.url = server.url("/fits"), .max_body = 999}), "limit_exceeded(bytes)");
  server.answer("/chunked", {R"({"body_size":1000,"chunked":true})"});
  EXPECT_EQ(say(*client, {.url = server.url("/chunked"), .max_body = 1000}), "200");
  EXPECT_EQ(say(*client, {.url = server.url("/chunked"), .max_body = 999}), "limit_exceeded(bytes)");
  server.answer("/fields", {joined({R"({"fields":[["X",")", std::string(40'000, 'x'), R"("]]})"})});
  EXPECT_EQ(say(*client, {.url = server.url("/fields")}), "response_unusable(fields)");
  std::string many = R"(["X","1"])";
  for (int i = 0; i < 150; ++i) many += R"(,["X","1"])";
  server.answer("/many", {joined({R"({"fields":[)", many, "]}"})});
  EXPECT_EQ(say(*client, {.url = server.url("/many")}), "response_unusable(fields)");
  server.answer("/gzip", {R"({"fields":[["Content-Encoding","gzip"]],"body":"x"})"});
  EXPECT_EQ(say(*client, {.url = server.url("/gzip")}), "response_unusable(encoding)");
}

TEST(Fetcher, WhatIsCutOffIsNoAnswer) {
  HttpServer server("good");
  const auto client = fetcher(server);
  server.answer("/cut", {R"({"body_size":1000,"cut":500})"});
  EXPECT_EQ(say(*client, {.url = server.url("/cut")}), "fetch_failed(protocol)");
  server.answer("/chunk", {R"({"body_size":1000,"chunked":true,"cut":500})"});
  EXPECT_EQ(say(*client, {.url = server.url("/chunk")}), "fetch_failed(protocol)");
  // Nothing says where the body ends, so nobody can tell whether it is whole.
  server.answer("/open", {R"({"body":"{}","no_length":true})"});
  EXPECT_EQ(say(*client, {.url = server.url("/open")}), "fetch_failed(protocol)");
  server.answer("/nothing", {R"({"close":true})"});
  EXPECT_EQ(say(*client, {.url = server.url("/nothing")}), "fetch_failed(protocol)");
  // What is no HTTP/1 is refused, whatever libcurl takes it for.
  server.answer("/odd", {R"({"raw":"hello\r\n"})"});
  EXPECT_NE(say(*client, {.url = server.url("/odd")}), "200");
}

TEST(Fetcher, TimeIsBounded) {
  HttpServer server("good");
  const auto client = fetcher(server);
  server.answer("/slow", {R"({"hold":true})"});
  EXPECT_EQ(say(*client, {.url = server.url("/slow"), .timeout = milliseconds(200)}), "fetch_failed(timeout)");
  EXPECT_EQ(say(*client, {.url = server.url("/slow"), .timeout = Duration(-5)}), "fetch_failed(timeout)");
  server.release();
}

TEST(Fetcher, TheServerIsWhoItShouldBe) {
  for (const std::string wrong : {"expired", "wrong_name", "unknown_ca"}) {
    HttpServer server(wrong);
    server.answer("/", {R"({"body":"{}"})"});
    EXPECT_EQ(say(*fetcher(server), {.url = server.url("/")}), "fetch_failed(certificate)") << wrong;
    EXPECT_TRUE(server.seen().empty()) << wrong;
  }
  // A server that does not speak TLS at all.
  const HttpServer plain;
  const auto client = Fetcher::start({.allow_loopback = true, .remember_failures = {}}).value();
  EXPECT_TRUE(say(*client, {.url = joined({"https://127.0.0.1:", plain.port(), "/"}), .timeout = seconds(1)})
                  .starts_with("fetch_failed("));
  EXPECT_EQ(outcome(Fetcher::start({.ca_file = "/absent"})), "file_unreadable(/absent)");
}

TEST(Fetcher, LoopbackByPermissionAlone) {
  HttpServer server;
  server.answer("/", {R"({"body":"{}"})"});
  const auto strict = Fetcher::start({.remember_failures = {}}).value();
  EXPECT_EQ(say(*strict, {.url = server.url("/")}), "fetch_refused(scheme)");
  EXPECT_EQ(say(*strict, {.url = joined({"https://127.0.0.1:", server.port(), "/"})}), "fetch_refused(address)");
  EXPECT_EQ(say(*strict, {.url = joined({"https://localhost:", server.port(), "/"})}), "fetch_refused(address)");
  EXPECT_TRUE(server.seen().empty());
  EXPECT_EQ(say(*fetcher(server), {.url = server.url("/")}), "200");
  EXPECT_EQ(say(*fetcher(server), {.url = server.url("/", "localhost")}), "200");
  EXPECT_EQ(say(*fetcher(server), {.url = "http://192.0.2.1/"}), "fetch_refused(address)");
  EXPECT_EQ(say(*fetcher(server), {.url = "http://1.1.1.1/"}), "fetch_refused(address)") << "http leads nowhere else";
}

TEST(Fetcher, TheEnvironmentHasNoSay) {
  HttpServer server("good");
  HttpServer proxy;
  const std::string address = proxy.url("");
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"})
    setenv(name, address.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): no thread reads it yet
  server.answer("/", {R"({"body":"{}"})"});
  EXPECT_EQ(say(*fetcher(server), {.url = server.url("/")}), "200");
  EXPECT_TRUE(proxy.seen().empty());
}

TEST(Fetcher, RequestsThatAreNone) {
  const HttpServer server;
  const auto client = fetcher(server);
  EXPECT_EQ(say(*client, {.method = "PUT", .url = server.url("/")}), "fetch_refused(method)");
  EXPECT_EQ(say(*client, {.url = server.url("/"), .body = "x"}), "fetch_refused(body)");
  EXPECT_EQ(say(*client, {.method = "POST", .url = server.url("/"), .body = std::string(70'000, 'x')}),
            "fetch_refused(body)");
  for (const HttpField& field : std::vector<HttpField>{{"", "x"},
                                                       {"X Y", "x"},
                                                       {"X:", "x"},
                                                       {"X", "a\r\nY: b"},
                                                       {"X", std::string(1, '\0')},
                                                       {"X", ""},
                                                       {"Host", "a"}})
    EXPECT_EQ(say(*client, {.url = server.url("/"), .fields = {field}}), "fetch_refused(field)") << field.name;
}

TEST(Fetcher, AHostHasFewRequestsAtOnce) {
  HttpServer server;
  server.answer("/", {R"({"hold":true})"});
  const auto client = fetcher(server, {.max_per_host = 2, .max_waiting = 3});
  std::atomic<int> good = 0;
  std::promise<void> all;
  const auto count = [&](const Result<HttpResponse>& answer) {
    if (answer && ++good == 5) all.set_value();
  };
  client->send({.url = server.url("/"), .timeout = seconds(60)}, count);
  client->send({.url = server.url("/"), .timeout = seconds(60)}, count);
  EXPECT_EQ(server.held(2), 2);
  for (int i = 0; i < 3; ++i) client->send({.url = server.url("/"), .timeout = seconds(60)}, count);
  EXPECT_EQ(say(*client, {.url = server.url("/")}), "fetch_failed(busy)");
  EXPECT_EQ(server.held(2), 2) << "the others wait";
  for (const int next : {2, 1}) {
    server.release();
    EXPECT_EQ(server.held(next), next);
  }
  server.release();
  all.get_future().wait();
  EXPECT_EQ(good, 5);
}

TEST(Fetcher, WaitingCountsAsTime) {
  HttpServer server;
  server.answer("/", {R"({"hold":true})"});
  const auto client = fetcher(server, {.max_per_host = 1});
  client->send({.url = server.url("/"), .timeout = seconds(60)}, [](const Result<HttpResponse>&) {});
  EXPECT_EQ(server.held(1), 1);
  EXPECT_EQ(say(*client, {.url = server.url("/"), .timeout = milliseconds(100)}), "fetch_failed(timeout)");
  server.release();
}

TEST(Fetcher, AHostOutOfReachIsLeftAloneForAWhile) {
  HttpServer server("expired");
  const auto client =
      Fetcher::start({.ca_file = server.ca_file(), .allow_loopback = true, .remember_failures = seconds(60)}).value();
  EXPECT_EQ(say(*client, {.url = server.url("/")}), "fetch_failed(certificate)");
  EXPECT_EQ(say(*client, {.url = server.url("/other")}), "fetch_failed(recently)");
  EXPECT_EQ(say(*client, {.url = server.url("/", "localhost")}), "fetch_failed(certificate)") << "another host";
  HttpServer answers;
  answers.answer("/", {R"({"status":500})"});
  EXPECT_EQ(say(*client, {.url = answers.url("/")}), "500");
  EXPECT_EQ(say(*client, {.url = answers.url("/")}), "500") << "it was reached";
}

TEST(Fetcher, TimersGoOffInOrder) {
  const auto client = Fetcher::start().value();
  std::vector<int> order;
  std::promise<void> last;
  client->after(milliseconds(60), [&] { order.push_back(3), last.set_value(); });
  client->after(milliseconds(20), [&] { order.push_back(2); });
  client->after(Duration(-1), [&] { order.push_back(1); });
  last.get_future().wait();
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
}

TEST(FetcherLife, EndingAnswersEverybody) {
  HttpServer server;
  server.answer("/", {R"({"hold":true})"});
  std::vector<std::string> said;
  std::mutex mutex;
  const auto note = [&](const Result<HttpResponse>& answer) {
    const std::scoped_lock lock(mutex);
    said.push_back(answer ? "ok" : to_string(answer.error()));
  };
  auto client = fetcher(server, {.max_per_host = 1});
  for (int i = 0; i < 3; ++i) client->send({.url = server.url("/"), .timeout = seconds(60)}, note);
  EXPECT_EQ(server.held(1), 1);
  bool rang = false;
  client->after(seconds(60), [&rang] { rang = true; });
  client->stop();
  EXPECT_EQ(said, std::vector<std::string>(3, "fetch_failed(stopped)"));
  client->send({.url = server.url("/")}, note);
  EXPECT_EQ(said.size(), 4U);
  EXPECT_EQ(said.back(), "fetch_failed(stopped)");
  client->after(Duration(), [&rang] { rang = true; });
  client.reset();
  EXPECT_FALSE(rang);
  server.release();
}

TEST(FetcherLife, TheLastOwnerMayGoInACallback) {
  HttpServer server;
  server.answer("/", {R"({"hold":true})"});
  auto client = fetcher(server);
  std::promise<std::string> other;
  auto gone = std::make_shared<std::promise<void>>();
  client->send({.url = server.url("/"), .timeout = seconds(60)},
               [&](const Result<HttpResponse>& answer) { other.set_value(answer ? "ok" : to_string(answer.error())); });
  EXPECT_EQ(server.held(1), 1);
  Fetcher* const raw = client.get();
  raw->after(milliseconds(1), [owner = std::move(client), gone]() mutable {
    owner.reset();
    gone->set_value();
  });
  gone->get_future().wait();
  EXPECT_EQ(other.get_future().get(), "fetch_failed(stopped)");
  server.release();
}

// Ends the program while a callback is at work that ends its own fetcher, before or after that.
[[noreturn]] void end_during_the_callback(bool fetcher_ends_first) {
  auto client = Fetcher::start().value();
  std::promise<void> reached;
  Fetcher* const raw = client.get();
  raw->after(Duration(), [owner = std::move(client), &reached, fetcher_ends_first]() mutable {
    if (fetcher_ends_first) owner.reset();
    reached.set_value();
    std::this_thread::sleep_for(milliseconds(200));
    owner.reset();
    std::fputs("the callback has returned", stderr);
  });
  reached.get_future().wait();
  std::exit(0);  // NOLINT(concurrency-mt-unsafe): that another thread is alive is what this is about
}

TEST(FetcherLife, AProgramEndsAfterTheCallback) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const bool fetcher_ends_first : {true, false})
    EXPECT_EXIT(end_during_the_callback(fetcher_ends_first), testing::ExitedWithCode(0), "the callback has returned");
}

// One that is never ended, as an object that lives as long as the program may be.
TEST(FetcherLife, AProgramEndsWithoutEndingItsFetcher) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        static const auto kept = Fetcher::start().value();
        std::exit(kept ? 0 : 1);  // NOLINT(concurrency-mt-unsafe): as above
      },
      testing::ExitedWithCode(0), "");
}

TEST(FetcherLife, ManyThreadsAtOnce) {
  HttpServer server;
  server.answer("/", {R"({"body":"{}"})"});
  const auto client = fetcher(server, {.max_per_host = 4});
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 20; ++n)
          good += say(*client, {.url = server.url("/"), .timeout = seconds(30)}) == "200" ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(good, 160);
}

}  // namespace
}  // namespace signet::test
