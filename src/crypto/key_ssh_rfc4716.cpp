#include "codec/pem.h"
#include "crypto/key_ssh.h"
#include "try.h"

namespace signet::crypto {
namespace {

constexpr std::string_view kBeginAny = "---- BEGIN ";
constexpr std::string_view kBegin = "---- BEGIN SSH2 PUBLIC KEY ----";
constexpr std::string_view kEnd = "---- END SSH2 PUBLIC KEY ----";
constexpr std::size_t kMaxLine = 72;
constexpr std::size_t kMaxHeaderLines = 64;

// RFC 4716 section 3.1: a line ends in LF, CR or CRLF.
std::string_view take_line(std::string_view& text) noexcept {
  const std::size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  return line;
}

/// "Tag: value" lines, each of which a backslash at its end continues; what they say is not used.
Result<> skip_headers(std::string_view& text) {
  bool continued = false;
  for (std::size_t count = 0;; ++count) {
    std::string_view rest = text;
    const std::string_view line = take_line(rest);
    if (!continued && line.find(':') == std::string_view::npos) return {};
    //= rfc4716#3.2 a line is continued if its last character is a backslash
    if (line.size() > kMaxLine || count == kMaxHeaderLines) return fail(Errc::malformed_pem, "headers");
    continued = line.ends_with('\\');
    text = rest;
  }
}

}  // namespace

bool is_ssh2_text(std::string_view text) noexcept {
  return text.starts_with(kBeginAny);
}

Result<KeyMaterial::Ptr> read_ssh2_text(std::string_view text) {
  if (take_line(text) != kBegin) return fail(Errc::key_unsupported, "label");
  SIGNET_CHECK(skip_headers(text));
  std::string body;
  for (;;) {
    if (text.empty()) return fail(Errc::malformed_pem, "end");
    const std::string_view line = take_line(text);
    if (line == kEnd) break;
    //= rfc4716#3.1 each line MUST NOT be longer than 72 8-bit bytes
    if (line.empty() || line.size() > kMaxLine) return fail(Errc::malformed_pem, "body");
    body += line;
  }
  if (!text.empty()) return fail(Errc::malformed_pem, "keys");
  const auto blob = codec::decode_base64(body, body.size());
  if (!blob) return fail(Errc::malformed_pem, "body");
  return read_ssh_blob(*blob);
}

}  // namespace signet::crypto
