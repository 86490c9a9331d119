// What a request's header must be before anything else reads it. Where RFC 9112 lets a recipient be lenient it is not,
// since two readers that are lenient in different ways are how requests are smuggled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <vector>

#include "net/refusal.h"
#include "signet/result.h"

namespace signet::net {

/// Fields of which a second one is refused: what they say decides who is asking, or what the rest means.
inline constexpr std::string_view kSingleFields[] = {
    "Authorization", "Proxy-Authorization",
    "DPoP",          "Cookie",
    "Content-Type",  "Content-Encoding",
    "Origin",        "Referer",
    "Date",          "From",
    "Max-Forwards",  "Expect",
};

inline constexpr std::size_t kMaxMethod = 32;  ///< octets; the longest registered one has 17

/// What is accepted. Sizes are in octets.
struct RequestRules {
  std::size_t head_octets = 16u << 10;  ///< request line and fields, with their line ends
  std::size_t target_octets = 8u << 10;
  std::size_t fields = 100;
  std::uint64_t body_octets = 64u << 10;
  bool absolute_form = false;  ///< whether http://host/path is taken too, when its host is that of Host
  std::span<const std::string_view> single_fields = kSingleFields;  ///< of static storage
};

struct FieldView {
  std::string_view name;
  std::string_view value;  ///< without the white space around it
};

enum class BodyKind : std::uint8_t { none, length, chunked };

/// A header that passed. All views are into the text that was judged.
struct RequestHead {
  std::string_view method;
  std::string_view target;
  std::string_view path;
  std::string_view query;
  int minor_version = 1;  ///< of HTTP/1
  std::vector<FieldView> fields;
  BodyKind body = BodyKind::none;
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
};

/// Where the header ends: behind the first empty line; 0 when it goes on behind `octets`. `seen` of the octets were
/// looked at before. It stops at the first line end that is not CR LF, and when what is there is too long.
std::expected<std::size_t, Refusal> find_head_end(std::string_view octets SIGNET_LIFETIME_BOUND, std::size_t seen,
                                                  const RequestRules& rules) noexcept;

/// Judges a header from the first octet of its request line to the last of its empty line.
std::expected<RequestHead, Refusal> judge_head(std::string_view head SIGNET_LIFETIME_BOUND, const RequestRules& rules);

/// Name and value of one line, which has no line end: name, colon, value.
std::expected<FieldView, Refusal> split_field(std::string_view line SIGNET_LIFETIME_BOUND) noexcept;

/// Whether a field of this name may not stand behind a body: it frames, routes, authenticates or describes.
bool is_forbidden_trailer(std::string_view name) noexcept;

/// The characters of a token (RFC 9110 section 5.6.2).
bool is_token(std::string_view text) noexcept;
/// The characters of a field's value: visible ones, octets from 0x80, space and tab.
bool is_field_value(std::string_view text) noexcept;

}  // namespace signet::net
