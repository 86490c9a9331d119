// The JWEs with shared keys that RFC 7516, RFC 7517 and RFC 7520 print: opened, and made again octet for octet.
#include "signet/base64url.h"

#include "encryption_support.h"

namespace signet::test {
namespace {

Bytes decoded_text(std::string_view text) {
  return base64url::decode(text).value();
}
/// A member of base64url; nothing when it is not there.
Bytes decoded_member(const json::Value& object, std::string_view name) {
  const auto member = object.find(name);
  return member ? decoded_text(member->string().value()) : Bytes{};
}

/// A compact JWE in its parts.
struct Token {
  std::string proven;  // as it stands there
  Bytes encrypted_key, iv, ciphertext, tag;
};

Token split(std::string_view text) {
  std::vector<std::string_view> parts;
  parts.reserve(5);
  while (parts.size() < 4) {
    parts.push_back(text.substr(0, text.find('.')));
    text.remove_prefix(parts.back().size() + 1);
  }
  return {.proven = std::string(parts[0]),
          .encrypted_key = decoded_text(parts[1]),
          .iv = decoded_text(parts[2]),
          .ciphertext = decoded_text(parts[3]),
          .tag = decoded_text(text)};
}

struct Header {
  std::string alg, enc;
  KeyParameters parameters;
};

Header read_header(const Token& token) {
  const Bytes text = decoded_text(token.proven);
  const json::Document document = json::Document::parse(as_text(text)).value();
  const json::Value root = document.root();
  Header header{.alg = std::string(root.find("alg")->string().value()),
                .enc = std::string(root.find("enc")->string().value()),
                .parameters = {}};
  header.parameters.iv = decoded_member(root, "iv");
  header.parameters.tag = decoded_member(root, "tag");
  header.parameters.p2s = decoded_member(root, "p2s");
  const auto count = root.find("p2c");
  header.parameters.p2c = count ? static_cast<std::uint64_t>(count->integer().value()) : 0;
  return header;
}

/// `cek` is empty for dir.
void expect_example(std::string_view text, ByteView key, ByteView cek, std::string_view plaintext) {
  const Token token = split(text);
  const Header header = read_header(token);
  const ContentEncryption& enc = content_row(header.enc);
  const Decrypting decrypting = prepare_decrypt(header.alg, oct_key(key)).value();
  const auto content = decrypting->open(enc, header.parameters, token.encrypted_key);
  ASSERT_EQ(outcome(content), "ok");
  const auto opened = (*content)->decrypt(token.iv, as_bytes(token.proven), token.ciphertext, token.tag);
  ASSERT_EQ(outcome(opened), "ok");
  EXPECT_EQ(as_text(opened->expose()), plaintext);

  const Encrypting encrypting = prepare_encrypt(header.alg, oct_key(key)).value();
  const Secret secret = Secret::copy_of(cek);
  const ManagedKey made = encrypting
                              ->manage({.enc = &enc,
                                        .cek = cek.empty() ? nullptr : &secret,
                                        .p2c = header.parameters.p2c,
                                        .iv = header.parameters.iv,
                                        .p2s = header.parameters.p2s})
                              .value();
  EXPECT_EQ(made.encrypted_key, token.encrypted_key);
  EXPECT_EQ(made.parameters.tag, header.parameters.tag);
  const SharedContentKey used = cek.empty() ? made.content_key : content_key(header.enc, cek);
  const Sealed sealed = used->encrypt(token.iv, as_bytes(token.proven), as_bytes(plaintext)).value();
  EXPECT_EQ(sealed.ciphertext, token.ciphertext);
  EXPECT_EQ(sealed.tag, token.tag);
}

json::Value find_case(const json::Document& document, std::string_view id) {
  for (const json::Value example : document.root().find("cases")->elements())
    if (example.find("id")->string() == id) return example;
  ADD_FAILURE() << "no example " << id;
  return document.root();
}

TEST(RfcEncryption, Rfc7516AppendixA3) {
  const json::Document document = parse_vector("rfc-jose/rfc7516.json");
  const json::Value example = find_case(document, "7516-A.3");
  const Bytes cek = {4,   211, 31,  197, 84,  157, 252, 254, 11,  100, 157, 250, 63,  170, 106, 206,
                     107, 124, 212, 45,  111, 107, 9,   219, 200, 177, 0,   240, 143, 156, 44,  207};
  expect_example(example.find("token")->string().value(), decoded_member(*example.find("key"), "k"), cek,
                 "Live long and prosper.");
}

TEST(RfcEncryption, Rfc7517AppendixC) {
  const json::Document document = parse_vector("rfc-jose/rfc7517.json");
  const json::Value example = find_case(document, "7517-C");
  expect_example(example.find("token")->string().value(), as_bytes(example.find("password")->string().value()),
                 decoded_member(example, "cek_b64u"), as_text(decoded_member(example, "plaintext_b64u")));
}

class Cookbook : public testing::TestWithParam<const char*> {};

TEST_P(Cookbook, IsOpenedAndMadeAgain) {
  const json::Document document = parse_vector(joined({"rfc7520-cookbook/jwe/", GetParam(), ".json"}));
  const json::Value input = *document.root().find("input");
  const auto password = input.find("pwd");
  const Bytes key =
      password ? Bytes(as_bytes(password->string().value()).begin(), as_bytes(password->string().value()).end())
               : decoded_member(*input.find("key"), "k");
  expect_example(document.root().find("output")->find("compact")->string().value(), key,
                 decoded_member(*document.root().find("generated"), "cek"), input.find("plaintext")->string().value());
}

// RFC 7520 sections 5.3 and 5.6 to 5.8.
INSTANTIATE_TEST_SUITE_P(Rfc7520, Cookbook,
                         testing::Values("5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2",
                                         "5_6.direct_encryption_using_aes-gcm",
                                         "5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2",
                                         "5_8.key_wrap_using_aes-keywrap_with_aes-gcm"),
                         [](const auto& files) { return word_of(std::string_view(files.param).substr(0, 3)); });

}  // namespace
}  // namespace signet::test
