// Attacks by the files that keys come in: PEM, DER, encrypted PKCS#8, OpenSSH. Rows 2, 9 and 22.
#include <algorithm>
#include <filesystem>

#include "target.h"

namespace signet::test {
namespace {

/// Every good key file of a folder, in the order of their names.
std::vector<std::pair<std::string, std::string>> key_files(const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(SIGNET_VECTORS) + "/" + folder)) {
    const std::string name = entry.path().filename().string();
    const std::string extension = entry.path().extension().string();
    if (name.starts_with("bad_") || name == "make.sh" || extension == ".md" || extension == ".txt" ||
        extension == ".json")
      continue;
    files.emplace_back(name, read_vector(joined({folder, "/", name})));
  }
  std::ranges::sort(files);
  return files;
}

std::string decoded_body(const std::string& pem) {
  const std::size_t start = pem.find('\n') + 1;
  std::string text;
  for (const char c : pem.substr(start, pem.rfind("\n-----END") - start))
    if (c != '\n') text += c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  const auto octets = base64url::decode(text);
  return octets ? std::string(as_text(*octets)) : std::string();
}

// What ssh-keygen writes about a public key, as text, as the base64 in it, and as the octets of that.
TEST(Attack02, OpenSshFormsAreNoHmacKeys) {
  for (const std::string name : {"ssh_rsa", "ssh_p256", "ssh_p384", "ssh_p521", "ssh_ed25519"}) {
    const std::string line = read_vector("key-forms/" + name + ".pub");
    const std::size_t start = line.find(' ') + 1;
    const std::string body = line.substr(start, line.find(' ', start) - start);
    const std::string rfc4716 = read_vector("key-forms/" + name + ".rfc4716");
    const std::string blob = decoded_body("\n" + body + "\n-----END");
    ASSERT_FALSE(blob.empty());
    for (const std::string& text : {line, body, "\n" + line, "no-pty " + line, rfc4716, b64(line), b64(rfc4716), blob,
                                    "x" + blob, rfc4716.substr(rfc4716.find('\n'))})
      refuse_octets(text, "weak_key(k)", "ssh");
  }
}

TEST(Attack02, KeysInDerAreNoHmacKeys) {
  for (const auto& [name, pem] : key_files("keys")) {
    const std::string der = decoded_body(pem);
    if (name.find("no_public") != std::string::npos) continue;
    const bool published = name.find("spki") != std::string::npos || name.find("crt") != std::string::npos ||
                           name.find("public") != std::string::npos;
    if (!published || name == "chain.crt.pem") continue;
    for (const std::string& octets : {der, "\n" + der, der + "x", b64(der), b64(b64(der))})
      refuse_octets(octets, "weak_key(k)", "der");
  }
}

// What a file asks for is bounded before it is computed.
TEST(Attack09, KeyFilesThatAskForTooMuch) {
  const Secret passphrase = Secret::copy_of(as_bytes("correct horse"));
  const std::pair<std::string, std::string_view> files[] = {
      {"bad_iterations.pem", "limit_exceeded(iterations)"}, {"bad_rsa1024.pem", "weak_key(n)"},
      {"bad_des.pem", "key_unsupported(cipher)"},           {"bad_camellia.pem", "key_unsupported(cipher)"},
      {"bad_pbes1.pem", "key_unsupported(pbes1)"},          {"bad_ssh_locked", "key_unsupported(bcrypt)"},
      {"bad_ssh_dsa.pub", "key_unsupported(algorithm)"},    {"bad_pkcs12.p12", "key_unsupported(pkcs12)"}};
  for (const auto& [name, expected] : files) {
    const std::string content = read_vector("key-forms/" + name);
    refuse_key(content, name == "bad_rsa1024.pem" ? "passphrase_missing(encrypted)" : expected, "file");
    refuse_result(Form::key, "file", outcome(Key::from_content(as_bytes(content), &passphrase)), expected);
  }
}

/// Any error, and no key: what is cut or changed is counted when it is refused; what does not matter (a comment, the
/// words around a body) may stay a key.
void attack(const std::string& content, const Secret* passphrase) {
  const auto count = [&](const std::string& text) {
    const std::string verdict = outcome(Key::from_content(as_bytes(text), passphrase));
    if (verdict != "ok" && passphrase == nullptr) refuse_key(text, verdict, "file");
    if (verdict != "ok" && passphrase != nullptr) refuse_result(Form::key, "file", verdict, verdict);
    EXPECT_FALSE(verdict.starts_with("internal")) << verdict;
  };
  constexpr std::size_t kPlaces = 24;
  for (std::size_t i = 0; i < kPlaces; ++i) {
    const std::size_t at = i * content.size() / kPlaces;
    std::string changed = content;
    changed[at] = static_cast<char>(changed[at] ^ (1 << (i % 7)));
    count(changed);
    std::string longer = content;
    longer.insert(at, 1, content[at]);
    count(longer);
    count(content.substr(0, at));
  }
}

TEST(Attack22, KeyFilesThatAreCutOrChanged) {
  for (const std::string folder : {"keys", "key-forms"})
    for (const auto& [name, content] : key_files(folder)) attack(content, nullptr);
}

TEST(Attack22, DerThatIsCutOrChanged) {
  for (const auto& [name, pem] : key_files("keys")) {
    const std::string der = decoded_body(pem);
    if (!der.empty() && pem.starts_with("-----BEGIN")) attack(der, nullptr);
  }
}

TEST(Attack22, EncryptedKeysThatAreCutOrChanged) {
  const std::string text = read_vector("key-forms/passphrase.crlf.txt");
  const Secret passphrase = Secret::copy_of(as_bytes(text.substr(0, text.find_first_of("\r\n"))));
  for (const std::string name :
       {"p256.aes256.pem", "p256.traditional.aes256.pem", "p521.pbes2.der", "ed25519.sha1.pem"}) {
    const std::string content = read_vector("key-forms/" + name);
    EXPECT_EQ(outcome(Key::from_content(as_bytes(content), &passphrase)), "ok") << name;
    attack(content, &passphrase);
    const Secret wrong = Secret::copy_of(as_bytes("another"));
    refuse_result(Form::key, "file", outcome(Key::from_content(as_bytes(content), &wrong)),
                  "decryption_failed(passphrase)");
    refuse_result(Form::key, "file", outcome(Key::from_content(as_bytes(content))), "passphrase_missing(encrypted)");
  }
}

}  // namespace
}  // namespace signet::test
