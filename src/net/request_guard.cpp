#include "net/request_guard.h"

#include <algorithm>
#include <array>
#include <optional>

#include "codec/ascii.h"
#include "net/request_target.h"

namespace signet::net {
namespace {

using Check = std::expected<void, Refusal>;

constexpr std::size_t kMaxLengthDigits = 18;           // fits 64 bits, whatever the digits
constexpr std::size_t kVersionOctets = 8;              // HTTP/1.1
constexpr std::size_t kLineRest = kVersionOctets + 3;  // beside method and target: two spaces and CR

/// What is gathered over the fields, judged when all were seen.
struct Draft {
  RequestHead head;
  std::string_view host;
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t codings = 0;
  bool is_chunked_last = false;
  std::size_t chunked = 0;
  bool says_close = false;
  bool says_keep_alive = false;
};

/// Calls `take` for each element of a list (RFC 9110 section 5.6.1), empty ones left out.
template <class Take>
void for_each_element(std::string_view list, Take take) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view element = codec::trimmed(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
    if (!element.empty()) take(element);
  }
}

Check on_host(Draft& draft, std::string_view value) {
  draft.host = value;
  ++draft.hosts;
  return {};
}

Check on_content_length(Draft& draft, std::string_view value) {
  //= rfc9112#6.3 an invalid Content-Length is an unrecoverable error: 400, and the connection is closed
  if (++draft.lengths > 1 || !codec::all(value, codec::is_digit)) return std::unexpected(Refusal::content_length);
  if (value.size() > kMaxLengthDigits) return std::unexpected(Refusal::body_length);
  std::uint64_t length = 0;
  for (const char digit : value) length = length * 10 + static_cast<std::uint64_t>(digit - '0');
  draft.head.content_length = length;
  return {};
}

Check on_transfer_encoding(Draft& draft, std::string_view value) {
  bool holds = !codec::trimmed(value).empty();
  for_each_element(value, [&](std::string_view coding) {
    holds = holds && is_token(coding);
    draft.is_chunked_last = codec::equal_ignoring_case(coding, "chunked");
    draft.chunked += draft.is_chunked_last ? 1 : 0;
    ++draft.codings;
  });
  if (!holds || draft.codings == 0) return std::unexpected(Refusal::transfer_encoding);
  return {};
}

Check on_connection(Draft& draft, std::string_view value) {
  bool holds = true;
  for_each_element(value, [&](std::string_view option) {
    holds = holds && is_token(option);
    draft.says_close = draft.says_close || codec::equal_ignoring_case(option, "close");
    draft.says_keep_alive = draft.says_keep_alive || codec::equal_ignoring_case(option, "keep-alive");
  });
  if (!holds) return std::unexpected(Refusal::connection);
  return {};
}

Check on_expect(Draft& draft, std::string_view value) {
  //= rfc9110#10.1.1 a server that receives 100-continue in an HTTP/1.0 request ignores it
  if (draft.head.minor_version == 0) return {};
  if (!codec::equal_ignoring_case(value, "100-continue")) return std::unexpected(Refusal::expectation);
  draft.head.expects_continue = true;
  return {};
}

struct FieldRule {
  std::string_view name;
  Check (*check)(Draft&, std::string_view value);
};
constexpr FieldRule kFieldRules[] = {
    {"Host", on_host},
    {"Content-Length", on_content_length},
    {"Transfer-Encoding", on_transfer_encoding},
    {"Connection", on_connection},
    {"Expect", on_expect},
};

Check judge_version(Draft& draft, std::string_view version) {
  const bool is_version = version.size() == kVersionOctets && version.starts_with("HTTP/") &&
                          codec::is_digit(version[5]) && version[6] == '.' && codec::is_digit(version[7]);
  if (!is_version) return std::unexpected(Refusal::request_line);
  if (version != "HTTP/1.0" && version != "HTTP/1.1") return std::unexpected(Refusal::version);
  draft.head.minor_version = version.back() - '0';
  return {};
}

//= rfc9112#3 method SP request-target SP HTTP-version
Check judge_request_line(Draft& draft, std::string_view line, const RequestRules& rules) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return std::unexpected(Refusal::request_line);
  RequestHead& head = draft.head;
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (head.method.size() > kMaxMethod || !is_token(head.method)) return std::unexpected(Refusal::method);
  if (head.target.empty()) return std::unexpected(Refusal::request_line);
  if (auto held = judge_version(draft, line.substr(last + 1)); !held) return held;
  if (head.method == "CONNECT" || head.method == "TRACE") return std::unexpected(Refusal::method_refused);
  if (head.target.size() > rules.target_octets) return std::unexpected(Refusal::target_length);
  return {};
}

bool is_repeated(const RequestHead& head, std::string_view name, const RequestRules& rules) {
  const auto is_name = [&](std::string_view other) { return codec::equal_ignoring_case(other, name); };
  return std::ranges::any_of(rules.single_fields, is_name) &&
         std::ranges::any_of(head.fields, is_name, &FieldView::name);
}

Check judge_field(Draft& draft, std::string_view line, const RequestRules& rules) {
  if (draft.head.fields.size() == rules.fields) return std::unexpected(Refusal::field_count);
  const auto field = split_field(line);
  if (!field) return std::unexpected(field.error());
  if (is_repeated(draft.head, field->name, rules)) return std::unexpected(Refusal::repeated_field);
  draft.head.fields.push_back(*field);
  for (const FieldRule& rule : kFieldRules)
    if (codec::equal_ignoring_case(rule.name, field->name)) return rule.check(draft, field->value);
  return {};
}

Check judge_transfer_encoding(const Draft& draft) {
  //= rfc9112#6.1 a request of HTTP/1.0 with Transfer-Encoding is treated as if its framing were faulty
  //= rfc9112#6.1 a server may reject a request that has both Content-Length and Transfer-Encoding
  if (draft.head.minor_version == 0 || draft.lengths > 0) return std::unexpected(Refusal::transfer_encoding);
  //= rfc9112#6.3 where chunked is not the final coding of a request, the server responds with 400
  //= rfc9112#7 chunked is not applied more than once
  if (!draft.is_chunked_last || draft.chunked > 1) return std::unexpected(Refusal::transfer_encoding);
  //= rfc9112#6.1 a transfer coding that is not understood should be answered with 501
  if (draft.codings > 1) return std::unexpected(Refusal::transfer_coding);
  return {};
}

Check judge_framing(Draft& draft, const RequestRules& rules) {
  if (draft.codings > 0) {
    if (auto held = judge_transfer_encoding(draft); !held) return held;
    draft.head.body = BodyKind::chunked;
    return {};
  }
  if (draft.lengths == 0) return {};
  draft.head.body = BodyKind::length;
  if (draft.head.content_length > rules.body_octets) return std::unexpected(Refusal::body_length);
  return {};
}

Check judge_host(const Draft& draft, std::string_view authority) {
  //= rfc9112#3.2 a request of HTTP/1.1 without Host, with more than one or with an invalid one is answered with 400
  if (draft.hosts > 1 || (draft.hosts == 0 && draft.head.minor_version == 1)) return std::unexpected(Refusal::host);
  if (draft.hosts == 1 && !is_host(draft.host)) return std::unexpected(Refusal::host);
  if (!authority.empty() && draft.hosts == 1 && !codec::equal_ignoring_case(authority, draft.host))
    return std::unexpected(Refusal::host);
  return {};
}

/// Takes a line off `rest`, which ends with CR LF. A CR or LF alone is left to those who look at the characters.
std::optional<std::string_view> take_line(std::string_view& rest) noexcept {
  const std::size_t end = rest.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 2);
  return line;
}

Check judge_lines(Draft& draft, std::string_view rest, const RequestRules& rules) {
  std::optional<std::string_view> line = take_line(rest);
  if (!line) return std::unexpected(Refusal::line_end);
  if (auto held = judge_request_line(draft, *line, rules); !held) return held;
  for (line = take_line(rest); line && !line->empty(); line = take_line(rest))
    if (auto held = judge_field(draft, *line, rules); !held) return held;
  if (!line || !rest.empty()) return std::unexpected(Refusal::line_end);
  return {};
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  return codec::all(text, codec::is_tchar);
}

bool is_field_value(std::string_view text) noexcept {
  bool holds = true;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    holds &= (octet >= 0x20 && octet != 0x7f) || octet == '\t';
  }
  return holds;
}

std::expected<FieldView, Refusal> split_field(std::string_view line) noexcept {
  //= rfc9112#5.2 a server that receives an obs-fold rejects the message
  //= rfc9112#2.2 white space between the request line and the first field is rejected
  if (!line.empty() && (line.front() == ' ' || line.front() == '\t')) return std::unexpected(Refusal::field_fold);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::unexpected(Refusal::field_name);
  const FieldView field{.name = line.substr(0, colon), .value = codec::trimmed(line.substr(colon + 1))};
  //= rfc9112#5.1 white space between field name and colon is rejected with 400
  if (!is_token(field.name)) return std::unexpected(Refusal::field_name);
  if (!is_field_value(field.value)) return std::unexpected(Refusal::field_value);
  return field;
}

bool is_forbidden_trailer(std::string_view name) noexcept {
  //= rfc9110#6.5.1 fields for framing, routing, request modifiers, authentication and content are no trailers
  static constexpr std::string_view kForbidden[] = {
      "Content-Length",
      "Transfer-Encoding",
      "Host",
      "Connection",
      "TE",
      "Trailer",
      "Authorization",
      "Proxy-Authorization",
      "DPoP",
      "Cookie",
      "Content-Type",
      "Content-Encoding",
      "Content-Range",
      "Expect",
      "Max-Forwards",
      "Cache-Control",
      "Upgrade",
      "Keep-Alive",
      "Range",
      "Origin",
      "Forwarded",
      "Proxy-Connection",
  };
  return std::ranges::any_of(kForbidden, [&](std::string_view one) { return codec::equal_ignoring_case(one, name); });
}

std::expected<std::size_t, Refusal> find_head_end(std::string_view octets, std::size_t seen,
                                                  const RequestRules& rules) noexcept {
  // What starts otherwise is another protocol, such as TLS, and would never come to an end.
  if (!octets.empty() && !codec::is_tchar(octets.front())) return std::unexpected(Refusal::request_line);
  const std::string_view looked = octets.substr(0, rules.head_octets);
  std::size_t at = seen > 0 && looked[seen - 1] == '\r' ? seen - 1 : seen;
  while (at < looked.size()) {
    const std::size_t cr = std::min(looked.find('\r', at), looked.size());
    //= rfc9112#2.2 a bare CR is an error or replaced by a space; a bare LF may be taken for a line end, and is not here
    if (looked.substr(at, cr - at).contains('\n')) return std::unexpected(Refusal::line_end);
    if (cr + 1 >= looked.size()) break;
    if (looked[cr + 1] != '\n') return std::unexpected(Refusal::line_end);
    if (looked[cr - 1] == '\n') return cr + 2;  // the first octet is none of these
    at = cr + 2;
  }
  const std::size_t line = kMaxMethod + rules.target_octets + kLineRest;
  if (octets.size() > line && !octets.substr(0, line + 1).contains('\n'))
    return std::unexpected(Refusal::target_length);
  if (octets.size() >= rules.head_octets) return std::unexpected(Refusal::head_length);
  return 0;
}

std::expected<RequestHead, Refusal> judge_head(std::string_view text, const RequestRules& rules) {
  if (text.size() > rules.head_octets) return std::unexpected(Refusal::head_length);
  Draft draft;
  if (auto held = judge_lines(draft, text, rules); !held) return std::unexpected(held.error());
  RequestHead& head = draft.head;
  const auto target = judge_target(head.target, head.method, rules.absolute_form);
  if (!target) return std::unexpected(target.error());
  head.path = target->path;
  head.query = target->query;
  if (auto held = judge_host(draft, target->authority); !held) return std::unexpected(held.error());
  if (auto held = judge_framing(draft, rules); !held) return std::unexpected(held.error());
  //= rfc9112#9.3 close decides; else HTTP/1.1 persists, and HTTP/1.0 when keep-alive is asked for
  head.keep_alive = !draft.says_close && (head.minor_version == 1 || draft.says_keep_alive);
  return std::move(head);
}

}  // namespace signet::net
