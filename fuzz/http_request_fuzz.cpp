// Octets of a connection become the same requests however they are cut, within their limits; and what we take
// Boost.Beast reads as we do. The first octet says how they are cut.
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>
#include <vector>

#include "codec/ascii.h"
#include "net/request_reader.h"
#include "net/response_writer.h"

#include "fuzz.h"

namespace {

using namespace signet;
using net::RequestReader;
using State = RequestReader::State;

constexpr net::RequestRules kRules{.head_octets = 2048, .target_octets = 512, .fields = 20, .body_octets = 1024};

struct Outcome {
  std::vector<net::Request> requests;
  std::vector<std::size_t> behind;  // octets that stand behind each request
  bool is_refused = false;
  net::Refusal refusal{};
};

void check_request(const net::Request& request) {
  FUZZ_CHECK(net::is_token(request.method) && request.method.size() <= net::kMaxMethod);
  FUZZ_CHECK(request.target.size() <= kRules.target_octets && request.body.size() <= kRules.body_octets);
  FUZZ_CHECK(request.fields.size() <= kRules.fields && request.all("Host").size() <= 1);
  FUZZ_CHECK(request.all("Content-Length").size() + request.all("Transfer-Encoding").size() <= 1);
  FUZZ_CHECK(request.all("DPoP").size() <= 1 && request.all("Authorization").size() <= 1);
  FUZZ_CHECK(request.path.starts_with('/') || request.path == "*");
  for (const char c : request.target) FUZZ_CHECK(c > 0x20 && c < 0x7f && c != '#');
  for (const HttpField& field : request.fields)
    FUZZ_CHECK(net::is_token(field.name) && net::is_field_value(field.value));
}

Outcome read(std::string_view octets, std::size_t size) {
  RequestReader reader(kRules);
  Outcome outcome;
  while (!octets.empty()) {
    const std::string_view piece = octets.substr(0, size);
    octets.remove_prefix(piece.size());
    reader.push(piece);
    State state = reader.advance();
    for (; state == State::ready; state = reader.advance()) {
      outcome.requests.push_back(reader.take());
      outcome.behind.push_back(reader.buffered() + octets.size());
      if (!reader.framing().keep_alive) return outcome;
    }
    FUZZ_CHECK(reader.buffered() <= kRules.head_octets + size || state == State::refused);
    if (state == State::refused) {
      outcome.is_refused = true;
      outcome.refusal = reader.refusal();
      return outcome;
    }
  }
  return outcome;
}

/// Which of several refusals is seen first may differ with the cut; whether there is one does not.
void check_same(const Outcome& a, const Outcome& b) {
  FUZZ_CHECK(a.requests.size() == b.requests.size() && a.is_refused == b.is_refused && a.behind == b.behind);
  for (std::size_t i = 0; i < a.requests.size(); ++i) {
    FUZZ_CHECK(a.requests[i].target == b.requests[i].target && a.requests[i].body == b.requests[i].body);
    FUZZ_CHECK(a.requests[i].method == b.requests[i].method && a.requests[i].path == b.requests[i].path);
    FUZZ_CHECK(a.requests[i].fields.size() == b.requests[i].fields.size());
  }
}

/// Beast wants more of two things than we do: of the list in Proxy-Connection, and of extensions of chunks.
bool is_comparable(const net::Request& request, std::string_view octets) {
  const bool has_extension = !request.all("Transfer-Encoding").empty() && octets.contains(';');
  return request.all("Proxy-Connection").empty() && !has_extension;
}

/// `octets` start with the request, and `behind` of them are no part of it.
void check_beast(const net::Request& request, std::string_view octets, std::size_t behind) {
  namespace http = boost::beast::http;
  while (octets.starts_with("\r\n")) octets.remove_prefix(2);
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.header_limit(1U << 20);
  boost::system::error_code failure;
  const std::size_t taken = parser.put(boost::asio::buffer(octets.data(), octets.size()), failure);
  FUZZ_CHECK(!failure && parser.is_done() && taken == octets.size() - behind);
  const auto& message = parser.get();
  FUZZ_CHECK(std::string_view(message.method_string().data(), message.method_string().size()) == request.method);
  FUZZ_CHECK(std::string_view(message.target().data(), message.target().size()) == request.target);
  FUZZ_CHECK(message.body() == request.body);
  for (const HttpField& field : request.fields) {
    const auto values = message.equal_range(field.name);
    bool has_value = false;
    for (auto at = values.first; at != values.second; ++at)
      has_value = has_value || std::string_view(at->value().data(), at->value().size()) == field.value;
    FUZZ_CHECK(has_value);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > (1U << 16)) return 0;
  const fuzz::Exact input(data + 1, size - 1);
  const std::string_view octets = input.view();
  const Outcome whole = read(octets, octets.size() + 1);
  check_same(whole, read(octets, 1U + data[0] % 64U));
  if (whole.is_refused) FUZZ_CHECK(net::is_sendable(net::answer_to(whole.refusal)));
  std::size_t start = 0;
  for (std::size_t i = 0; i < whole.requests.size(); ++i) {
    check_request(whole.requests[i]);
    if (is_comparable(whole.requests[i], octets.substr(start)))
      check_beast(whole.requests[i], octets.substr(start), whole.behind[i]);
    start = octets.size() - whole.behind[i];
  }
  return 0;
}
