#include "crypto/octet_hygiene.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "crypto/der.h"
#include "signet/json.h"

namespace signet::crypto {
namespace {

constexpr int kMaxLayers = 2;                  // base64 of base64
constexpr std::size_t kMinModulusOctets = 64;  // shorter INTEGERs are too likely in random octets
constexpr std::uint32_t kMaxJsonDepth = 16;

using der::Reader;
using der::Tag;

/// SubjectPublicKeyInfo: an AlgorithmIdentifier and a BIT STRING.
bool is_public_key_info(ByteView body) noexcept {
  Reader reader(body);
  const auto algorithm = reader.read(Tag::sequence);
  return algorithm && Reader(*algorithm).read(Tag::oid) && reader.read(Tag::bit_string) && reader.at_end();
}

/// RSAPublicKey: two INTEGERs.
bool is_rsa_public_key(ByteView body) noexcept {
  Reader reader(body);
  const auto n = reader.read(Tag::integer);
  return n && n->size() >= kMinModulusOctets && reader.read(Tag::integer) && reader.at_end();
}

/// Certificate and certification request: something signed, an AlgorithmIdentifier and a BIT STRING.
bool is_signed_object(ByteView body) noexcept {
  Reader reader(body);
  if (!reader.read(Tag::sequence)) return false;
  const auto algorithm = reader.read(Tag::sequence);
  return algorithm && Reader(*algorithm).read(Tag::oid) && reader.read(Tag::bit_string) && reader.at_end();
}

/// At every offset, so that bytes before or after do not hide a key.
bool holds_der(ByteView octets) noexcept {
  for (; !octets.empty(); octets = octets.subspan(1)) {
    Reader reader(octets);
    const auto body = reader.read(Tag::sequence);
    if (body && (is_public_key_info(*body) || is_rsa_public_key(*body) || is_signed_object(*body))) return true;
  }
  return false;
}

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// Marks that random octets do not show: the shortest has five.
constexpr std::string_view kMarks[] = {
    "---begin",  "--- begin",   "begin public key", "begin rsa public key", "begin certificate",
    "ssh-rsa",   "ssh-ed25519", "ssh-dss",          "ecdsa-sha2-",          R"("kty")",
    R"("kty\")", R"("keys")",   R"("keys\")",
};

/// Without NUL, so that UTF-16 is seen as well.
WipedBytes without_nul(ByteView octets) {
  WipedBytes text;
  text.reserve(octets.size());
  for (const std::uint8_t octet : octets)
    if (octet != 0) text.push_back(octet);
  return text;
}

/// Without regard to case.
bool holds_mark(ByteView octets) {
  WipedBytes text(octets.begin(), octets.end());
  for (std::uint8_t& octet : text) octet = static_cast<std::uint8_t>(lower(static_cast<char>(octet)));
  const std::string_view view = as_text(text);
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [view](std::string_view mark) { return view.find(mark) != std::string_view::npos; });
}

/// Names may be written with escapes, so JSON is read as JSON, whatever stands around it.
bool holds_key_json(ByteView octets) {
  const std::string_view text = as_text(octets);
  const std::size_t first = text.find('{');
  const std::size_t last = text.rfind('}');
  if (first == std::string_view::npos || last == std::string_view::npos || last < first) return false;
  const auto document = json::Document::parse(text.substr(first, last - first + 1),
                                              {.max_bytes = octets.size(), .max_depth = kMaxJsonDepth});
  if (!document) return false;
  const json::Value root = document->root();
  return root.find("kty").has_value() || root.find("keys").has_value();
}

constexpr int kNoDigit = -1;

/// Both alphabets at once.
constexpr int base64_digit(std::uint8_t c) noexcept {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return kNoDigit;
}

WipedBytes base64_digits(ByteView octets) {
  WipedBytes digits;
  digits.reserve(octets.size());
  for (const std::uint8_t octet : octets)
    if (const int digit = base64_digit(octet); digit != kNoDigit) digits.push_back(static_cast<std::uint8_t>(digit));
  return digits;
}

WipedBytes join_digits(ByteView digits) {
  WipedBytes out;
  out.reserve(digits.size());
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    const unsigned pair = static_cast<unsigned>(digits[i] << 6 | digits[i + 1]);
    constexpr std::array<unsigned, 3> kShift = {4, 2, 0};
    if (i % 4 != 3) out.push_back(static_cast<std::uint8_t>(pair >> kShift[i % 4]));
  }
  return out;
}

bool is_known(ByteView octets, int layers);

/// All that is no digit is skipped, and each of the four alignments tried: what stands around a key moves it.
bool is_known_base64(ByteView octets, int layers) {
  const WipedBytes digits = base64_digits(octets);
  for (std::size_t skip = 0; skip < 4 && skip < digits.size(); ++skip)
    if (is_known(join_digits(ByteView(digits).subspan(skip)), layers)) return true;
  return false;
}

bool is_known(ByteView octets, int layers) {
  if (holds_der(octets)) return true;
  const WipedBytes text = without_nul(octets);
  if (holds_mark(text) || holds_key_json(text)) return true;
  return layers > 0 && is_known_base64(octets, layers - 1);
}

}  // namespace

bool is_key_text(ByteView octets) {
  return is_known(octets, kMaxLayers);
}

}  // namespace signet::crypto
