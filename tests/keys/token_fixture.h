// A source of tokens in a world that a test moves, and answers for it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "codec/form.h"
#include "fake_world.h"
#include "signet/key.h"
#include "signet/token_source.h"
#include "support.h"

namespace signet::test {

inline constexpr auto* kTokenIssuer = "https://as.example";
inline constexpr auto* kTokenEndpoint = "https://as.example/token";
inline constexpr std::string_view kClientSecret = "a secret: of 32 octets, or more+";

inline Secret secret_of(std::string_view text) {
  return Secret::copy_of(as_bytes(text));
}

/// The answer of a token endpoint.
inline HttpResponse token_answer(std::string body, int status = 200, std::vector<HttpField> more = {}) {
  HttpResponse answer{.status = status, .fields = {{"Content-Type", "application/json"}}, .body = std::move(body)};
  answer.fields.insert(answer.fields.end(), more.begin(), more.end());
  return answer;
}
inline HttpResponse token(std::string_view value, std::string_view seconds = "100", std::string_view type = "Bearer") {
  return token_answer(
      joined({R"({"access_token":")", value, R"(","token_type":")", type, R"(","expires_in":)", seconds, "}"}));
}
inline HttpResponse refusal(std::string_view name, int status = 400, std::vector<HttpField> more = {}) {
  return token_answer(joined({R"({"error":")", name, R"("})"}), status, std::move(more));
}

/// What a form says, a name that comes twice joined with "|".
inline std::map<std::string, std::string> form_of(const HttpRequest& request) {
  std::map<std::string, std::string> fields;
  const auto parsed = codec::parse_form(request.body);
  EXPECT_TRUE(parsed) << request.body;
  if (!parsed) return fields;
  for (const codec::FormField& field : *parsed) {
    const auto [place, is_new] = fields.emplace(field.name, field.value);
    if (!is_new) place->second.append("|").append(field.value);
  }
  return fields;
}

class TokenTest : public testing::Test {
 protected:
  RemoteSeams seams() const { return {.http = world, .timers = world, .clock = world}; }
  static TokenSourceOptions options() {
    TokenSourceOptions options;
    options.token_endpoint = kTokenEndpoint;
    options.client_id = "client-1";
    options.authentication = ClientAuthentication::secret_basic(secret_of(kClientSecret));
    return options;
  }
  std::shared_ptr<TokenSource> open(TokenSourceOptions with) const {
    auto source = TokenSource::make(std::move(with), seams());
    EXPECT_TRUE(source) << outcome(source);
    return *std::move(source);
  }
  std::shared_ptr<TokenSource> open() const { return open(options()); }
  /// Every request is answered so.
  void serve(HttpResponse answer) const {
    world->serve([answer = std::move(answer)](const HttpRequest&) { return Result<HttpResponse>(answer); });
  }
  void serve_error(Errc code, std::string subject) const {
    world->serve([error = Error{code, std::move(subject)}](const HttpRequest&) {
      return Result<HttpResponse>(std::unexpected(error));
    });
  }
  /// The token, or the error as text. The clock of the world is that of the wall.
  std::string get(const TokenSource& source) const { return shown(source.get(world->now())); }
  static std::string shown(const Result<TokenSource::Token>& got) {
    return got ? std::string((*got)->text()) : to_string(got.error());
  }

  const std::shared_ptr<FakeWorld> world = std::make_shared<FakeWorld>();
};

}  // namespace signet::test
