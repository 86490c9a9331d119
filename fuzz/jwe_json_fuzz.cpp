// The JSON forms of a JWE. The input as an object, as changes to objects that hold, and as what is put into objects: no
// form passes for another, and what is decrypted is what was encrypted, or nothing is.
#include "crypto/key_management.h"
#include "signet/jwe.h"

#include "fuzz.h"
#include "jwe_keys.h"

namespace {

using namespace signet;

using fuzz::decryption_keys;
using fuzz::decryption_policy;

Result<jwe::Decrypted> flattened(std::string_view text) {
  return jwe::decrypt_flattened(text, decryption_keys(), decryption_policy());
}
Result<jwe::Decrypted> general(std::string_view text) {
  return jwe::decrypt_general(text, decryption_keys(), decryption_policy());
}

void check_object(std::string_view text) {
  const auto one = flattened(text);
  const auto several = general(text);
  FUZZ_CHECK(!one || !several);
  FUZZ_CHECK(!jwe::decrypt_compact(text, decryption_keys(), decryption_policy()) || (!one && !several));
  if (one) FUZZ_CHECK(fuzz::is_plaintext(*one) && one->recipient() == 0);
  if (several) FUZZ_CHECK(fuzz::is_plaintext(*several) && several->recipient() < jwe::kMaxRecipients);
}

std::vector<jwe::Recipient> wrapping_recipients() {
  std::vector<jwe::Recipient> recipients;
  for (const auto& key : fuzz::encryption_keys()) {
    if (!crypto::is_direct(key->algorithm())) recipients.push_back({.key = key.get()});
  }
  return recipients;
}

std::vector<std::string> make_objects() {
  std::vector<std::string> made;
  const ByteView text = as_bytes(fuzz::kPlaintext);
  const jwe::Options options{.unprotected_json = R"({"x":"y"})", .aad = as_bytes("aad")};
  for (const auto& key : fuzz::encryption_keys()) {
    const jwe::Recipient recipient{.key = key.get()};
    made.push_back(jwe::encrypt_flattened(text, recipient, fuzz::content_for(*key), options).value());
    made.push_back(jwe::encrypt_general(text, std::span(&recipient, 1), fuzz::content_for(*key)).value());
  }
  made.push_back(jwe::encrypt_general(text, wrapping_recipients(), *find_content_encryption("A256GCM")).value());
  return made;
}

/// What nothing protects may be changed, and members that mean nothing, but never so that another text comes out.
void check_changes(std::string_view changes) {
  static const std::vector<std::string> objects = make_objects();
  if (changes.size() < 4 || changes.size() > 64) return;
  const std::string& object = objects[static_cast<std::uint8_t>(changes.front()) % objects.size()];
  check_object(fuzz::with_changes(object, changes.substr(1)));
}

/// The input as a header that is not protected, as members of the protected one, and as additional data: what we make
/// of it we read again.
void check_members(std::string_view text) {
  const auto& key = *fuzz::encryption_keys().front();
  const auto& enc = fuzz::content_for(key);
  const jwe::Options choices[] = {{.unprotected_json = text}, {.extra_json = text}, {.aad = as_bytes(text)}};
  for (const jwe::Options& options : choices) {
    const auto made = jwe::encrypt_flattened(as_bytes(fuzz::kPlaintext), {.key = &key}, enc, options);
    if (!made) continue;
    const auto decrypted = flattened(*made);
    FUZZ_CHECK(decrypted && fuzz::is_plaintext(*decrypted) && decrypted->algorithm() == "dir");
    if (options.aad && !text.empty()) FUZZ_CHECK(as_text(*decrypted->aad()) == text);
  }
}

/// The input between what a good object consists of: it may break out of its place, and changes nothing.
void check_inside(std::string_view text) {
  static const std::string start = [] {
    const auto& key = *fuzz::encryption_keys().front();
    std::string made =
        jwe::encrypt_flattened(as_bytes(fuzz::kPlaintext), {.key = &key}, fuzz::content_for(key)).value();
    made.pop_back();
    return made;
  }();
  for (const std::string_view name : {"unprotected", "header", "aad", "recipients", "encrypted_key"}) {
    std::string object = start;
    object.append(",\"").append(name).append("\":").append(text).append("}");
    check_object(object);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Exact input(data, size);
  check_object(input.view());
  check_changes(input.view());
  check_members(input.view());
  check_inside(input.view());
  return 0;
}
