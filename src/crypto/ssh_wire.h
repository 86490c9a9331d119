// The data types of SSH (RFC 4251 section 5) and the key types that SSH and JWK have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "crypto/key_material.h"
#include "signet/bytes.h"

namespace signet::crypto::ssh {

/// Reads values one after the other from memory of the caller.
class Reader {
 public:
  explicit Reader(ByteView octets) noexcept : rest_(octets) {}
  bool at_end() const noexcept { return rest_.empty(); }
  ByteView rest() const noexcept { return rest_; }
  std::optional<std::uint32_t> read_uint32() noexcept;
  std::optional<ByteView> read_string() noexcept;
  /// The magnitude of a non-negative mpint in its shortest form; empty for zero.
  std::optional<ByteView> read_mpint() noexcept;

 private:
  ByteView rest_;
};

void append_string(Bytes& out, ByteView octets);
/// A non-negative mpint.
void append_mpint(Bytes& out, ByteView big_endian);

/// One row for each type that is read and written.
struct KeyTypeRow {
  std::string_view name;  // "ecdsa-sha2-nistp256"
  KeyType type;
  std::string_view crv;         // "P-256"; empty for RSA
  std::string_view identifier;  // "nistp256"; ECDSA alone
};
const KeyTypeRow* find_key_type(std::string_view name) noexcept;
const KeyTypeRow* find_key_type(const KeyMaterial& key) noexcept;

/// Whether a word is the name of a key type that OpenSSH has: those above, and those that are refused.
bool is_type_name(std::string_view word) noexcept;

}  // namespace signet::crypto::ssh
