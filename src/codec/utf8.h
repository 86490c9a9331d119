// UTF-8 (RFC 3629) and safe text for terminals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace signet::codec {

/// Length in bytes of the well-formed sequence at the start of `text` (no overlong form, no surrogate, at most
/// U+10FFFF), or 0.
std::size_t utf8_sequence(std::string_view text) noexcept;
bool is_utf8(std::string_view text) noexcept;

/// The code point of a sequence that utf8_sequence() has measured.
std::uint32_t utf8_code_point(std::string_view sequence) noexcept;
void append_utf8(std::string& out, std::uint32_t code_point);
/// The same into memory with room for four bytes; returns how many were written.
std::size_t encode_utf8(std::uint32_t code_point, char* out) noexcept;

/// For terminals and logs: control, delete, line and paragraph separators, bidirectional and zero-width characters,
/// bytes that are not UTF-8, become \u{...} or \x..; the rest is kept. `keep_newlines` keeps '\n' for multi-line text.
std::string escape_for_terminal(std::string_view text, bool keep_newlines = false);

}  // namespace signet::codec
