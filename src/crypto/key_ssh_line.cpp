#include "codec/pem.h"
#include "crypto/key_ssh.h"
#include "try.h"

namespace signet::crypto {
namespace {

/// The rest of the line is a comment: any text.
std::string_view take_word(std::string_view& line) noexcept {
  const std::size_t blank = line.find(' ');
  const std::string_view word = line.substr(0, blank);
  line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
  return word;
}

/// Takes the line end from the end of a text that is one line.
std::string_view without_line_end(std::string_view text) noexcept {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_ssh_line(std::string_view text) noexcept {
  const std::size_t blank = text.find(' ');
  return blank != std::string_view::npos && ssh::is_type_name(text.substr(0, blank));
}

Result<KeyMaterial::Ptr> read_ssh_line(std::string_view text) {
  std::string_view line = without_line_end(text);
  if (line.find_first_of("\r\n") != std::string_view::npos) return fail(Errc::malformed_pem, "keys");
  const std::string_view name = take_word(line);
  if (ssh::find_key_type(name) == nullptr) return fail(Errc::key_unsupported, "algorithm");
  const auto blob = codec::decode_base64(take_word(line), text.size());
  if (!blob) return fail(Errc::malformed_pem, "body");
  // The name stands before the blob and in it.
  if (ssh::Reader(*blob).read_string().transform(as_text) != name) return fail(Errc::malformed_pem, "ssh");
  return read_ssh_blob(*blob);
}

Result<std::string> write_ssh_line(const KeyMaterial& key) {
  SIGNET_TRY(const Bytes blob, write_ssh_blob(key));
  return std::string(ssh::find_key_type(key)->name) + ' ' + codec::encode_base64(blob) + '\n';
}

}  // namespace signet::crypto
