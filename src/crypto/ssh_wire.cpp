#include "crypto/ssh_wire.h"

#include <algorithm>
#include <iterator>

namespace signet::crypto::ssh {
namespace {

constexpr std::size_t kLengthOctets = 4;

// RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4.
constexpr KeyTypeRow kTypes[] = {
    {"ssh-rsa", KeyType::rsa, "", ""},
    {"ecdsa-sha2-nistp256", KeyType::ec, "P-256", "nistp256"},
    {"ecdsa-sha2-nistp384", KeyType::ec, "P-384", "nistp384"},
    {"ecdsa-sha2-nistp521", KeyType::ec, "P-521", "nistp521"},
    {"ssh-ed25519", KeyType::okp, "Ed25519", ""},
};

// DSA, keys of security tokens, certificates.
constexpr std::string_view kOtherTypes[] = {"ssh-dss", "sk-ssh-", "sk-ecdsa-"};
constexpr std::string_view kCertificateMark = "-cert-v0";

}  // namespace

std::optional<std::uint32_t> Reader::read_uint32() noexcept {
  if (rest_.size() < kLengthOctets) return std::nullopt;
  std::uint32_t number = 0;
  for (const std::uint8_t octet : rest_.first(kLengthOctets)) number = number << 8 | octet;
  rest_ = rest_.subspan(kLengthOctets);
  return number;
}

std::optional<ByteView> Reader::read_string() noexcept {
  const auto size = read_uint32();
  if (!size || *size > rest_.size()) return std::nullopt;
  const ByteView octets = rest_.first(*size);
  rest_ = rest_.subspan(*size);
  return octets;
}

std::optional<ByteView> Reader::read_mpint() noexcept {
  const auto octets = read_string();
  if (!octets || octets->empty()) return octets;
  if (octets->front() >= 0x80) return std::nullopt;
  if (octets->front() != 0) return octets;
  //= rfc4251#5 unnecessary leading bytes with the value 0 MUST NOT be included
  if (octets->size() == 1 || (*octets)[1] < 0x80) return std::nullopt;
  return octets->subspan(1);
}

void append_string(Bytes& out, ByteView octets) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(octets.size() >> shift & 0xff));
  out.insert(out.end(), octets.begin(), octets.end());
}

void append_mpint(Bytes& out, ByteView big_endian) {
  Bytes octets;
  if (!big_endian.empty() && big_endian.front() >= 0x80) octets.push_back(0);
  octets.insert(octets.end(), big_endian.begin(), big_endian.end());
  append_string(out, octets);
}

const KeyTypeRow* find_key_type(std::string_view name) noexcept {
  const auto found = std::ranges::find(kTypes, name, &KeyTypeRow::name);
  return found == std::end(kTypes) ? nullptr : found;
}

const KeyTypeRow* find_key_type(const KeyMaterial& key) noexcept {
  const std::string_view crv = key.curve() == nullptr ? std::string_view() : key.curve()->name;
  for (const KeyTypeRow& row : kTypes)
    if (row.type == key.type() && row.crv == crv) return &row;
  return nullptr;
}

bool is_type_name(std::string_view word) noexcept {
  if (find_key_type(word) != nullptr) return true;
  const auto starts = [word](std::string_view start) { return word.starts_with(start); };
  if (std::ranges::any_of(kOtherTypes, starts)) return true;
  return find_key_type(word.substr(0, word.find(kCertificateMark))) != nullptr;
}

}  // namespace signet::crypto::ssh
