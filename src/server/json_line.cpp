#include "server/json_line.h"

#include "crypto/digest.h"
#include "signet/base64url.h"

namespace signet::server {
namespace {

constexpr std::size_t kLongest = 512;  // octets

}  // namespace

void JsonLine::add(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  std::string text(value.substr(0, kLongest));
  // Targets hold octets that are no UTF-8, which JSON cannot hold.
  for (char& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  writer_.member(name, text);
}

void JsonLine::add_hash(std::string_view name, std::string_view value) {
  if (!value.empty()) writer_.member(name, base64url::encode(crypto::digest(crypto::Hash::sha256, as_bytes(value))));
}

}  // namespace signet::server
