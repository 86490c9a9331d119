// Answers of a token endpoint: what is taken as a token fits into a field of a request, and an error that is told is a
// name that is known. The first octet chooses status and type of the answer.
#include <algorithm>
#include <string>

#include "codec/ascii.h"
#include "keys/token_answer.h"
#include "signet/json.h"

#include "fuzz.h"

namespace {

using namespace signet;

constexpr int kStatuses[] = {200, 400, 401, 429, 500, 503, 302};
constexpr std::string_view kTypes[] = {"application/json", "application/json;charset=utf-8", "text/html"};

void check_token(const keys::TokenAnswer& answer, std::string_view body, TokenType wanted) {
  const std::string_view value = as_text(answer.value.expose());
  FUZZ_CHECK(!value.empty() && value.size() <= keys::kMaxAccessToken);
  FUZZ_CHECK(std::ranges::all_of(value, [](char c) { return c > ' ' && c <= '~'; }));
  FUZZ_CHECK(!answer.lifetime || *answer.lifetime > Duration::zero());
  FUZZ_CHECK(!answer.scope || std::ranges::all_of(*answer.scope, codec::is_vschar));
  FUZZ_CHECK(as_text(answer.whole.expose()) == body);
  const auto document = json::Document::parse(body);
  FUZZ_CHECK(document && document->root().find("access_token")->string() == value);
  const auto type = document->root().find("token_type")->string();
  FUZZ_CHECK(codec::equal_ignoring_case(*type, wanted == TokenType::dpop ? "dpop" : "bearer"));
}

void check_error(const Error& error, int status) {
  FUZZ_CHECK(std::ranges::all_of(error.subject, codec::is_vschar));
  FUZZ_CHECK(error.subject.size() <= 256);
  if (error.code != Errc::token_refused) return;
  FUZZ_CHECK(status >= 400 && keys::known_token_error(error.subject) == error.subject);
}

void check_retry(const HttpResponse& response, std::string_view text) {
  HttpResponse asks = response;
  asks.fields.push_back({"Retry-After", std::string(text)});
  const auto wait = keys::read_retry_after(asks, Timestamp{});
  FUZZ_CHECK(!wait || (*wait >= Duration::zero() && *wait <= keys::kMaxRetryAfter));
  FUZZ_CHECK(!wait || response.status == 429 || response.status == 503);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const unsigned choice = data[0];
  const fuzz::Exact input(data + 1, size - 1);
  HttpResponse response;
  response.status = kStatuses[choice % std::size(kStatuses)];
  response.fields = {{"Content-Type", std::string(kTypes[choice / 16 % std::size(kTypes)])}};
  response.body = std::string(input.view());
  const TokenType wanted = choice >= 128 ? TokenType::dpop : TokenType::bearer;
  const auto answer = keys::read_token_answer(response, wanted);
  FUZZ_CHECK(!answer || response.status == 200);
  if (answer) {
    check_token(*answer, input.view(), wanted);
  } else {
    check_error(answer.error(), response.status);
  }
  check_retry(response, input.view());
  return 0;
}
