#include "net/chunked_body.h"

#include <algorithm>

#include "codec/ascii.h"
#include "net/request_guard.h"

namespace signet::net {
namespace {

constexpr std::size_t kMaxSizeDigits = 15;  // fits 64 bits, whatever the digits

/// The octets of the line at the start, without its end; npos when that is not there yet.
std::expected<std::size_t, Refusal> line_size(std::string_view octets, std::size_t limit) {
  const std::size_t end = octets.find_first_of("\r\n");
  if (std::min(end, octets.size()) > limit) return std::unexpected(Refusal::chunk);
  if (end == std::string_view::npos || end + 1 == octets.size()) {
    if (end != std::string_view::npos && octets[end] == '\n') return std::unexpected(Refusal::line_end);
    return std::string_view::npos;
  }
  if (octets[end] != '\r' || octets[end + 1] != '\n') return std::unexpected(Refusal::line_end);
  return end;
}

}  // namespace

std::expected<std::size_t, Refusal> ChunkedBody::take(std::string_view octets, std::string& body) {
  std::size_t taken = 0;
  while (part_ != Part::done) {
    const std::string_view rest = octets.substr(taken);
    if (part_ == Part::data) {
      if (rest.empty()) break;
      taken += take_data(rest, body);
      continue;
    }
    const auto line = take_line(rest);
    if (!line) return line;
    if (*line == 0) break;
    taken += *line;
  }
  return taken;
}

std::size_t ChunkedBody::take_data(std::string_view octets, std::string& body) {
  const std::size_t count = std::min<std::uint64_t>(left_, octets.size());
  body.append(octets.substr(0, count));
  left_ -= count;
  if (left_ == 0) part_ = Part::data_end;
  return count;
}

/// Takes one line with its end: 0 when it is not whole.
std::expected<std::size_t, Refusal> ChunkedBody::take_line(std::string_view octets) {
  const std::size_t limit = part_ == Part::size ? kMaxChunkLine : part_ == Part::trailer ? kMaxTrailer - trailer_ : 0;
  const auto size = line_size(octets, limit);
  if (!size) return size;
  if (*size == std::string_view::npos) return 0;
  const std::string_view line = octets.substr(0, *size);
  std::expected<void, Refusal> held;
  if (part_ == Part::data_end)
    part_ = Part::size;  // the limit held it to be empty
  else if (part_ == Part::size)
    held = take_size(line);
  else
    held = take_trailer(line);
  if (!held) return std::unexpected(held.error());
  return *size + 2;
}

//= rfc9112#7.1 chunk-size [ chunk-ext ] CRLF
std::expected<void, Refusal> ChunkedBody::take_size(std::string_view line) {
  const auto* end = std::ranges::find_if_not(line, codec::is_hex_digit);
  const auto digits = static_cast<std::size_t>(end - line.begin());
  //= rfc9112#7.1 a recipient must guard against sizes that its numbers cannot hold
  if (digits == 0 || digits > kMaxSizeDigits) return std::unexpected(Refusal::chunk);
  const std::string_view extensions = line.substr(digits);
  if (!extensions.empty() && (extensions.front() != ';' || !is_field_value(extensions)))
    return std::unexpected(Refusal::chunk);
  extensions_ += extensions.size();
  //= rfc9112#7.1.1 a server limits the total length of chunk extensions
  if (extensions_ > kMaxChunkExtensions) return std::unexpected(Refusal::chunk_extension);
  left_ = 0;
  for (const char digit : line.substr(0, digits)) left_ = left_ * 16 + codec::hex_value(digit);
  if (left_ > room_) return std::unexpected(Refusal::body_length);
  room_ -= left_;
  part_ = left_ == 0 ? Part::trailer : Part::data;
  return {};
}

std::expected<void, Refusal> ChunkedBody::take_trailer(std::string_view line) {
  if (line.empty()) {
    part_ = Part::done;
    return {};
  }
  trailer_ += line.size();
  const auto field = split_field(line);
  if (!field) return std::unexpected(field.error());
  if (is_forbidden_trailer(field->name)) return std::unexpected(Refusal::trailer);
  return {};
}

}  // namespace signet::net
