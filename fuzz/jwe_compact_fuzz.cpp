// The input as a token, as changes to tokens that hold, and as a header whose tag is good: what is decrypted is what
// was encrypted, or nothing is.
#include <optional>

#include "crypto/content_encryption.h"
#include "signet/base64url.h"
#include "signet/jwe.h"

#include "fuzz.h"
#include "jwe_keys.h"

namespace {

using namespace signet;

using fuzz::decryption_keys;
using fuzz::decryption_policy;

Result<jwe::Decrypted> decrypt(std::string_view token) {
  return jwe::decrypt_compact(token, decryption_keys(), decryption_policy());
}

void check_raw(std::string_view token) {
  const auto decrypted = decrypt(token);
  if (!decrypted) return;
  FUZZ_CHECK(fuzz::is_plaintext(*decrypted));
  FUZZ_CHECK(decrypted->header().find("alg")->string() == decrypted->algorithm());
  FUZZ_CHECK(decrypted->header().find("enc")->string() == decrypted->encryption());
  FUZZ_CHECK(!decrypted->shared_header() && !decrypted->recipient_header() && !decrypted->aad());
}

void check_changes(std::string_view changes) {
  static const auto tokens = [] {
    std::vector<std::string> made;
    for (const auto& key : fuzz::encryption_keys())
      for (const bool compress : {false, true})
        made.push_back(jwe::encrypt_compact(as_bytes(fuzz::kPlaintext), {.key = key.get()}, fuzz::content_for(*key),
                                            {.compress = compress})
                           .value());
    return made;
  }();
  if (changes.size() < 4 || changes.size() > 64) return;
  const std::string& token = tokens[static_cast<std::uint8_t>(changes.front()) % tokens.size()];
  const std::string changed = fuzz::with_changes(token, changes.substr(1));
  const auto decrypted = decrypt(changed);
  if (decrypted) FUZZ_CHECK(fuzz::is_plaintext(*decrypted));
  // A token has one spelling.
  FUZZ_CHECK(decrypted.has_value() == (changed == token));
}

/// Everything that a key's owner may write into a header, with a tag that holds.
void check_header(std::string_view header) {
  static const auto key = [] {
    constexpr std::uint8_t kOctets[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};  // of "dir"
    return crypto::make_content_key(*find_content_encryption("A128GCM"), Secret::copy_of(kOctets)).value();
  }();
  const Bytes iv(12, 7);
  const std::string segment = base64url::encode(as_bytes(header));
  const auto sealed = key->encrypt(iv, as_bytes(segment), as_bytes(fuzz::kPlaintext)).value();
  std::string token = segment;
  token.append("..").append(base64url::encode(iv));
  token.append(".").append(base64url::encode(sealed.ciphertext));
  token.append(".").append(base64url::encode(sealed.tag));
  const auto decrypted = decrypt(token);
  if (!decrypted) return;
  FUZZ_CHECK(fuzz::is_plaintext(*decrypted));
  FUZZ_CHECK(decrypted->algorithm() == "dir" && decrypted->encryption() == "A128GCM");
  FUZZ_CHECK(!decrypted->header().find("crit") && !decrypted->header().find("zip"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_raw(input.view());
  check_changes(input.view());
  check_header(input.view());
  return 0;
}
