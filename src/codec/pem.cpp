#include "codec/pem.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "codec/radix64.h"
#include "try.h"

namespace signet::codec {
namespace {

constexpr std::size_t kMaxPem = 1u << 20;  // a text with all its blocks; a chain of 16 large certificates is far below
constexpr std::size_t kMaxLine = 76;       // RFC 2045; RFC 7468 writes 64
constexpr std::size_t kMaxLabel = 64;
constexpr std::size_t kMaxHeaders = 8;  // an encrypted key has two
constexpr std::string_view kDashes = "-----";
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";

// Takes one line, without its LF or CRLF.
std::string_view take_line(std::string_view& text) noexcept {
  const std::size_t feed = text.find('\n');
  std::string_view line = text.substr(0, feed);
  text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
  if (line.ends_with('\r') && feed != std::string_view::npos) line.remove_suffix(1);
  return line;
}

//= rfc7468#3 label = labelchar *( ["-" / SP] labelchar ), of printable characters other than "-"
bool is_label(std::string_view label) noexcept {
  bool joined = true;  // a label character must come next
  for (const char c : label) {
    if (c == ' ' || c == '-') {
      if (joined) return false;
      joined = true;
      continue;
    }
    if (c < 0x21 || c > 0x7e) return false;
    joined = false;
  }
  return !joined && label.size() <= kMaxLabel;
}

// The label of a boundary line; nothing when the line is none.
Result<std::string_view> parse_boundary(std::string_view line, std::string_view start, std::string_view part) {
  if (!line.starts_with(start) || !line.ends_with(kDashes) || line.size() < start.size() + kDashes.size())
    return fail(Errc::malformed_pem, part);
  line.remove_prefix(start.size());
  line.remove_suffix(kDashes.size());
  if (!is_label(line)) return fail(Errc::malformed_pem, "label");
  return line;
}

// "Name: value" lines, then an empty one; none at all when the first line has no colon, as base64 has none.
Result<std::vector<PemHeader>> take_headers(std::string_view& body) {
  std::vector<PemHeader> headers;
  std::string_view rest = body;
  if (take_line(rest).find(':') == std::string_view::npos) return headers;
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    if (line.empty()) return headers;
    //= rfc1421#4.6 name, colon, value; folded lines are not taken
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos || colon == 0 || headers.size() == kMaxHeaders) break;
    headers.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
  }
  return fail(Errc::malformed_pem, "headers");
}

Result<WipedBytes> decode_body(std::string_view body) {
  WipedBytes characters;
  characters.reserve(body.size());
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    if (line.empty() || line.size() > kMaxLine) return fail(Errc::malformed_pem, "body");
    const ByteView bytes = as_bytes(line);
    characters.insert(characters.end(), bytes.begin(), bytes.end());
  }
  auto der = decode_base64(as_text(characters), characters.size());
  if (!der || der->empty()) return fail(Errc::malformed_pem, "body");
  return der;
}

// The rest of a block of which the first line was taken.
Result<PemBlock> parse_block(std::string_view label, std::string_view& text) {
  const std::string_view from_body = text;
  for (;;) {
    if (text.empty()) return fail(Errc::malformed_pem, "end");
    const std::size_t body_size = from_body.size() - text.size();
    const std::string_view line = take_line(text);
    if (line.find(kDashes) == std::string_view::npos) continue;
    SIGNET_TRY(const std::string_view end_label, parse_boundary(line, kEnd, "end"));
    //= rfc7468#2 the labels of both boundaries MUST be the same
    if (end_label != label) return fail(Errc::malformed_pem, "label");
    std::string_view body = from_body.substr(0, body_size);
    SIGNET_TRY(std::vector<PemHeader> headers, take_headers(body));
    SIGNET_TRY(WipedBytes der, decode_body(body));
    return PemBlock{std::string(label), std::move(headers), Secret(std::move(der))};
  }
}

}  // namespace

Result<std::vector<PemBlock>> parse_pem(std::string_view text, std::size_t max_blocks) {
  if (text.size() > kMaxPem) return fail(Errc::limit_exceeded, "pem");
  std::vector<PemBlock> blocks;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.find(kDashes) == std::string_view::npos) continue;
    if (blocks.size() == max_blocks) return fail(Errc::limit_exceeded, "blocks");
    SIGNET_TRY(const std::string_view label, parse_boundary(line, kBegin, "begin"));
    SIGNET_TRY(PemBlock block, parse_block(label, text));
    blocks.push_back(std::move(block));
  }
  if (blocks.empty()) return fail(Errc::malformed_pem, "begin");
  return blocks;
}

Secret write_pem(std::string_view label, ByteView der) {
  assert(is_label(label) && !der.empty());
  constexpr std::size_t kOctetsPerLine = 48;  // 64 characters
  WipedBytes out;
  out.reserve(2 * label.size() + 40 + (der.size() + 2) / 3 * 4 + der.size() / kOctetsPerLine + 1);
  const auto put = [&](std::string_view part) {
    for (const char c : part) out.push_back(static_cast<std::uint8_t>(c));
  };
  put(kBegin), put(label), put("-----\n");
  while (!der.empty()) {
    const ByteView line = der.first(std::min(kOctetsPerLine, der.size()));
    der = der.subspan(line.size());
    kStandard.encode(line, [&](char c) { put({&c, 1}); });
    put(std::string_view("==").substr(0, (3 - line.size() % 3) % 3));
    put("\n");
  }
  put(kEnd), put(label), put("-----\n");
  return Secret(std::move(out));
}

}  // namespace signet::codec
