// Strict DER (X.690): just the elements that keys are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "signet/bytes.h"

namespace signet::crypto::der {

enum class Tag : std::uint8_t {
  integer = 0x02,
  bit_string = 0x03,
  octet_string = 0x04,
  null = 0x05,
  oid = 0x06,
  sequence = 0x30,
  context_0 = 0xa0,            // [0], constructed
  context_1 = 0xa1,            // [1], constructed
  context_1_primitive = 0x81,  // [1] IMPLICIT of a primitive type
};

/// Reads elements one after the other from memory of the caller. Lengths must be definite and in their shortest form.
class Reader {
 public:
  explicit Reader(ByteView der) noexcept : rest_(der) {}

  bool at_end() const noexcept { return rest_.empty(); }
  ByteView rest() const noexcept { return rest_; }
  /// Whether the next element has this tag.
  bool next_is(Tag tag) const noexcept { return !rest_.empty() && rest_.front() == static_cast<std::uint8_t>(tag); }
  /// The tag of the next element; only when there is one.
  Tag next_tag() const noexcept { return static_cast<Tag>(rest_.front()); }
  /// The contents of the next element, when it has this tag.
  std::optional<ByteView> read(Tag tag) noexcept;
  /// The magnitude of a non-negative INTEGER without leading zero octets; empty for zero.
  std::optional<ByteView> read_number() noexcept;
  /// A BIT STRING of whole octets.
  std::optional<ByteView> read_bits() noexcept;

 private:
  ByteView rest_;
};

/// Appends one element. The memory may be private, so it is wiped.
void append(WipedBytes& out, Tag tag, ByteView contents);
/// Appends a non-negative INTEGER.
void append_number(WipedBytes& out, ByteView big_endian);
/// Appends a BIT STRING of whole octets.
void append_bits(WipedBytes& out, ByteView octets);

}  // namespace signet::crypto::der
