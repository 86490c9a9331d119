// Files of tests/vectors/key-forms.
#pragma once

#include <string>
#include <string_view>

#include "codec/pem.h"
#include "crypto/key_content.h"
#include "crypto/x509.h"
#include "key_support.h"

namespace signet::test {

inline std::string form(const std::string& name) {
  return read_vector("key-forms/" + name);
}

inline Secret passphrase(std::string_view text = "correct horse") {
  return Secret::copy_of(as_bytes(text));
}

/// "ok" when the content is this key, with both halves or one.
inline std::string same_as(const KeyPtr& expected, bool is_private, std::string_view content,
                           const Secret* secret = nullptr) {
  const auto read = crypto::read_key_content(as_bytes(content), secret);
  if (!read) return to_string(read.error());
  if (read->material->is_private() != is_private) return "another half";
  return crypto::same_public_key(*read->material, *expected) ? "ok" : "another key";
}

inline std::string content_outcome(std::string_view content, const Secret* secret = nullptr) {
  return outcome(crypto::read_key_content(as_bytes(content), secret));
}

/// The DER of a file's only PEM block.
inline std::string der_of(const std::string& pem) {
  const auto blocks = codec::parse_pem(pem);
  EXPECT_TRUE(blocks && blocks->size() == 1);
  return blocks ? text_of(blocks->front().der) : std::string();
}

}  // namespace signet::test
