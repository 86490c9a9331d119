// The chunked transfer coding: RFC 9112 section 7.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "net/refusal.h"

namespace signet::net {

inline constexpr std::size_t kMaxChunkExtensions = 128;  ///< octets of all extensions of one body
inline constexpr std::size_t kMaxChunkLine = 256;        ///< octets of the line of one size
inline constexpr std::size_t kMaxTrailer = 4096;         ///< octets of the fields behind a body

/// Takes the coding off. Stricter than RFC 9112: no white space stands around a size or an extension, and a trailer has
/// no field that frames, routes or authenticates. Extensions and trailers are dropped.
class ChunkedBody {
 public:
  explicit ChunkedBody(std::uint64_t max_octets) noexcept : room_(max_octets) {}

  /// Appends to `body` what `octets` hold of it, and says how many of them it is done with: the rest comes again with
  /// what follows it, or belongs to the next request.
  std::expected<std::size_t, Refusal> take(std::string_view octets, std::string& body);
  bool is_done() const noexcept { return part_ == Part::done; }

 private:
  enum class Part : std::uint8_t { size, data, data_end, trailer, done };

  std::expected<void, Refusal> take_size(std::string_view line);
  std::expected<void, Refusal> take_trailer(std::string_view line);
  std::expected<std::size_t, Refusal> take_line(std::string_view octets);
  std::size_t take_data(std::string_view octets, std::string& body);

  Part part_ = Part::size;
  std::uint64_t room_;      // what the body may still grow by
  std::uint64_t left_ = 0;  // of the chunk
  std::size_t extensions_ = 0;
  std::size_t trailer_ = 0;
};

}  // namespace signet::net
