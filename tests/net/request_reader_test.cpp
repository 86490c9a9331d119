// The way from octets to requests without sockets: the same comes of octets however they are cut.
#include "net/request_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/probes.h"

namespace signet::net {
namespace {

using State = RequestReader::State;

struct Outcome {
  std::vector<Request> requests;
  int status = 0;  // of the refusal

  std::string summary() const {
    std::string text = std::to_string(status);
    for (const Request& request : requests) text.append("|").append(request.method).append(request.body);
    return text;
  }
};

/// Reads on until more octets are wanted; stops behind a refusal and behind a request that is the last.
bool drain(RequestReader& reader, Outcome& outcome) {
  for (State state = reader.advance();; state = reader.advance()) {
    if (state == State::refused) {
      outcome.status = row_of(reader.refusal()).status;
      return false;
    }
    if (state != State::ready) return true;
    outcome.requests.push_back(reader.take());
    if (!reader.framing().keep_alive) return false;
  }
}

/// The octets in pieces of `size`, each in memory of its own.
Outcome read_in_pieces(std::string_view octets, std::size_t size) {
  const RequestRules rules;
  RequestReader reader(rules);
  Outcome outcome;
  while (!octets.empty()) {
    const std::string piece(octets.substr(0, size));
    octets.remove_prefix(piece.size());
    reader.push(piece);
    if (!drain(reader, outcome)) break;
  }
  return outcome;
}

TEST(RequestReader, RefusesEachProbeHoweverItIsCut) {
  for (const auto& probe : test::refused_probes()) {
    for (const std::size_t size : {probe.request.size(), std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
      const Outcome outcome = read_in_pieces(probe.request, size);
      EXPECT_EQ(outcome.status, probe.status) << probe.name << " in pieces of " << size;
      EXPECT_TRUE(outcome.requests.empty()) << probe.name << " in pieces of " << size;
    }
  }
}

TEST(RequestReader, TakesWhatHoldsHoweverItIsCut) {
  for (const auto& probe : test::accepted_probes()) {
    const Outcome whole = read_in_pieces(probe.request, probe.request.size());
    EXPECT_EQ(whole.status, 0) << probe.name;
    EXPECT_EQ(static_cast<int>(whole.requests.size()), probe.status) << probe.name;
    for (std::size_t size = 1; size < 12; ++size)
      EXPECT_EQ(read_in_pieces(probe.request, size).summary(), whole.summary()) << probe.name << size;
  }
}

TEST(RequestReader, GivesThePartsOfARequest) {
  std::string text = "PATCH /a/%2e%2e/b?c=d?e HTTP/1.1\r\nHost: x:8080\r\nX-A: \t one two \r\nx-a: \r\n";
  text.append("Content-Length: 4\r\n\r\n").append("\0\r\n1", 4);
  const Outcome whole = read_in_pieces(text, 1000);
  ASSERT_EQ(whole.requests.size(), 1U);
  const Request& request = whole.requests.front();
  EXPECT_EQ(request.method, "PATCH");
  EXPECT_EQ(request.target, "/a/%2e%2e/b?c=d?e");
  EXPECT_EQ(request.path, "/a/%2e%2e/b");
  EXPECT_EQ(request.query, "c=d?e");
  EXPECT_EQ(request.body, std::string("\0\r\n1", 4));
  ASSERT_EQ(request.fields.size(), 4U);
  EXPECT_EQ(request.fields[1].name, "X-A");
  ASSERT_NE(request.find("X-a"), nullptr);
  EXPECT_EQ(*request.find("X-a"), "one two");
  EXPECT_THAT(request.all("X-A"), testing::ElementsAre("one two", ""));
  EXPECT_EQ(request.find("X"), nullptr);
}

TEST(RequestReader, JoinsChunksAndDropsTheTrailer) {
  const Outcome outcome = read_in_pieces(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n001;x\r\nd\r\n0\r\nX-B: y\r\n\r\n",
      5);
  ASSERT_EQ(outcome.requests.size(), 1U);
  EXPECT_EQ(outcome.requests.front().body, "abcd");
  EXPECT_EQ(outcome.requests.front().find("X-B"), nullptr);
}

TEST(RequestReader, SaysOnceThatTheClientWaits) {
  const RequestRules rules;
  RequestReader reader(rules);
  reader.push("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_EQ(reader.advance(), State::body);
  EXPECT_TRUE(reader.take_continue());
  EXPECT_FALSE(reader.take_continue());
  reader.push("a");
  ASSERT_EQ(reader.advance(), State::body);
  reader.push("b");
  ASSERT_EQ(reader.advance(), State::ready);
  EXPECT_EQ(reader.take().body, "ab");
}

TEST(RequestReader, AClientThatSendsTheBodyDoesNotWait) {
  const RequestRules rules;
  RequestReader reader(rules);
  reader.push("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n5");
  ASSERT_EQ(reader.advance(), State::body);
  EXPECT_FALSE(reader.take_continue());
}

TEST(RequestReader, AbsoluteFormIsTakenWhenItIsAllowedAndNamesTheHost) {
  const RequestRules rules{.absolute_form = true};
  const auto status = [&](std::string_view target, Request* request) {
    RequestReader reader(rules);
    reader.push("GET " + std::string(target) + " HTTP/1.1\r\nHost: x:80\r\n\r\n");
    if (reader.advance() == State::refused) return row_of(reader.refusal()).status;
    *request = reader.take();
    return 0;
  };
  Request request;
  EXPECT_EQ(status("HTTP://X:80/a?b", &request), 0);
  EXPECT_EQ(request.path, "/a");
  EXPECT_EQ(request.query, "b");
  EXPECT_EQ(status("http://x:80?b", &request), 0);
  EXPECT_EQ(request.path, "/");
  for (const char* target : {"http://y:80/a", "http://x/", "ftp://x:80/", "http://u@x:80/", "http:///a", "x:80"})
    EXPECT_EQ(status(target, &request), 400) << target;
}

TEST(RequestGuard, RulesAreLimits) {
  const std::string_view head = "GET /abc HTTP/1.1\r\nHost: x\r\nX: y\r\nX: z\r\n\r\n";
  EXPECT_TRUE(judge_head(head, {}).has_value());
  EXPECT_EQ(judge_head(head, {.head_octets = head.size() - 1}).error(), Refusal::head_length);
  EXPECT_TRUE(judge_head(head, {.head_octets = head.size()}).has_value());
  EXPECT_EQ(judge_head(head, {.target_octets = 3}).error(), Refusal::target_length);
  EXPECT_TRUE(judge_head(head, {.target_octets = 4}).has_value());
  EXPECT_EQ(judge_head(head, {.fields = 2}).error(), Refusal::field_count);
  static constexpr std::string_view kSingle[] = {"x"};
  EXPECT_EQ(judge_head(head, {.single_fields = kSingle}).error(), Refusal::repeated_field);
}

TEST(RequestGuard, AHeaderIsWhole) {
  for (const std::string_view head : {"", "GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost: x\r\n",
                                      "GET / HTTP/1.1\r\nHost: x\r\n\r\nX", "GET / HTTP/1.1\r\nHost: x\r\n\r\n\r\n"})
    EXPECT_EQ(judge_head(head, {}).error(), Refusal::line_end) << head;
}

}  // namespace
}  // namespace signet::net
