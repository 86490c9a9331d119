#include "server/oauth/exchange.h"

#include "crypto/digest.h"
#include "signet/base64url.h"

namespace signet::server::oauth {

std::string use_id(std::string_view what, std::string_view owner, std::string_view value) {
  std::string text;
  for (const std::string_view part : {what, owner, value}) {
    text += std::to_string(part.size());
    text += ':';
    text += part;
  }
  return base64url::encode(crypto::digest(crypto::Hash::sha256, as_bytes(text)));
}

}  // namespace signet::server::oauth
