// Opens a key file of any form, locked or not, names its public half, and writes it locked with a new passphrase.
// keys KEY PASSPHRASE NEW_FILE
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <sys/stat.h>

#include <signet/key.h>

namespace {

using signet::Result;

signet::WipedBytes read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// [relock]
Result<signet::Secret> relock(signet::ByteView content, const signet::Secret& passphrase) {
  const auto key = signet::Key::from_content(content, &passphrase);  // null when there is no passphrase
  if (!key) return std::unexpected(key.error());
  std::cout << "kid: " << key->thumbprint() << '\n';
  return key->to_encrypted_pem(passphrase);
}
// [/relock]

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  signet::WipedBytes line = read(arguments[2]);
  while (!line.empty() && line.back() == '\n') line.pop_back();
  const auto pem = relock(read(arguments[1]), signet::Secret(std::move(line)));
  if (!pem) {
    std::cout << "refused: " << to_string(pem.error()) << '\n';
    return 1;
  }
  umask(0077);  // for its owner alone
  return std::ofstream(arguments[3]) << signet::as_text(pem->expose()) ? 0 : 3;
}
