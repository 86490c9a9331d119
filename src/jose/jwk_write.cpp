#include "jose/jwk_write.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "codec/pem.h"
#include "crypto/digest.h"
#include "jose/jwk_types.h"
#include "signet/base64url.h"

namespace signet::jose {
namespace {

/// base64url text of private octets: written into one block of memory, and that block is wiped.
class WipedText {
 public:
  explicit WipedText(ByteView octets) {
    text_.reserve(base64url::encoded_size(octets.size()));
    base64url::append(text_, octets);
  }
  ~WipedText() { wipe(text_.data(), text_.size()); }
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  std::string_view view() const noexcept { return text_; }

 private:
  std::string text_;
};

void write_optional(json::Writer& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.member(name, value);
}

void write_certificates(json::Writer& out, const std::vector<Bytes>& certificates) {
  if (certificates.empty()) return;
  out.key("x5c").begin_array();
  for (const Bytes& der : certificates) out.string(codec::encode_base64(der));
  out.end_array();
}

void write_operations(json::Writer& out, const std::vector<std::string>& operations) {
  if (operations.empty()) return;
  out.key("key_ops").begin_array();
  for (const std::string& operation : operations) out.string(operation);
  out.end_array();
}

}  // namespace

void write_jwk(json::Writer& out, const crypto::KeyMaterial& key, const KeyInfo& info, bool with_private) {
  out.begin_object().member("kty", name_of(key.type()));
  if (key.curve() != nullptr) out.member("crv", key.curve()->name);
  for (const JwkMember& member : jwk_type_of(key.type()).members) {
    const ByteView octets = member.octets(key);
    if (octets.empty() || (member.is_private && !with_private)) continue;
    out.member(member.name, WipedText(octets).view());
  }
  write_optional(out, "kid", info.kid);
  write_optional(out, "use", info.use);
  write_operations(out, info.key_ops);
  write_optional(out, "alg", info.alg);
  write_optional(out, "x5u", info.x5u);
  write_certificates(out, info.x5c);
  write_optional(out, "x5t", info.x5t);
  write_optional(out, "x5t#S256", info.x5t_s256);
  out.end_object();
}

namespace {

/// The text that RFC 7638 hashes; for a symmetric key it holds the secret.
Secret thumbprint_text(const crypto::KeyMaterial& key) {
  //= rfc7638#3.2 the required members: kty and what the type demands; for an oct key its secret
  std::vector<const JwkMember*> members;
  for (const JwkMember& member : jwk_type_of(key.type()).members)
    if (!member.is_private || key.type() == KeyType::oct) members.push_back(&member);
  static constexpr JwkMember kKty{"kty", false, nullptr};
  static constexpr JwkMember kCrv{"crv", false, nullptr};
  members.push_back(&kKty);
  if (key.curve() != nullptr) members.push_back(&kCrv);
  //= rfc7638#3 ordered lexicographically by the Unicode code points of the member names
  std::ranges::sort(members, {}, &JwkMember::name);

  json::Writer text;
  text.begin_object();
  for (const JwkMember* member : members) {
    if (member == &kKty) text.member("kty", name_of(key.type()));
    if (member == &kCrv) text.member("crv", key.curve()->name);
    if (member->octets != nullptr) text.member(member->name, WipedText(member->octets(key)).view());
  }
  text.end_object();
  return text.take_secret();
}

}  // namespace

std::string thumbprint_of(const crypto::KeyMaterial& key) {
  return base64url::encode(crypto::digest(crypto::Hash::sha256, thumbprint_text(key).expose()));
}

KeyIdentity identity_of(const crypto::KeyMaterial& key) {
  const Bytes hash = crypto::digest(crypto::Hash::sha256, thumbprint_text(key).expose());
  KeyIdentity identity{};
  std::ranges::copy_n(hash.begin(), static_cast<std::ptrdiff_t>(std::min(hash.size(), identity.size())),
                      identity.begin());
  return identity;
}

}  // namespace signet::jose
