// Keys of OpenSSH: lines, RFC 4716 and openssh-key-v1.
#include <algorithm>
#include <array>
#include <memory>

#include "crypto/key_ssh.h"

#include "form_support.h"

namespace signet::test {
namespace {

constexpr const char* kNames[] = {"ssh_rsa", "ssh_p256", "ssh_p384", "ssh_p521", "ssh_ed25519"};

KeyPtr private_key(const std::string& name) {
  auto read = crypto::read_key_content(as_bytes(form(name)), nullptr);
  EXPECT_EQ(outcome(read), "ok") << name;
  return read ? read->material : nullptr;
}

/// "TYPE BASE64": a line without its comment.
std::string bare(const std::string& line) {
  return line.substr(0, line.find(' ', line.find(' ') + 1));
}
Bytes blob_of(const std::string& line) {
  const std::string all = bare(line);
  const auto blob = codec::decode_base64(all.substr(all.find(' ') + 1), all.size());
  EXPECT_TRUE(blob);
  return blob ? Bytes(blob->begin(), blob->end()) : Bytes();
}
std::string line_of(const std::string& name, ByteView blob) {
  return name + " " + codec::encode_base64(blob);
}

TEST(Ssh, EveryFormIsTheSameKey) {
  for (const std::string name : kNames) {
    const KeyPtr key = private_key(name);
    ASSERT_TRUE(key && key->is_private()) << name;
    EXPECT_EQ(outcome(key->check_deep()), "ok") << name;
    EXPECT_EQ(same_as(key, false, form(name + ".pub")), "ok") << name;
    EXPECT_EQ(same_as(key, false, form(name + ".rfc4716")), "ok") << name;
    EXPECT_EQ(crypto::write_ssh_line(*key).value_or("refused"), bare(form(name + ".pub")) + "\n");
    EXPECT_EQ(crypto::write_ssh_line(**key->public_half()).value_or("refused"), bare(form(name + ".pub")) + "\n");
    EXPECT_EQ(as_text(crypto::write_ssh_blob(*key).value()), as_text(blob_of(form(name + ".pub"))));
  }
  const Secret secret = passphrase();
  EXPECT_EQ(same_as(private_key("ssh_rsa"), true, form("ssh_rsa.PKCS8"), &secret), "ok");
  EXPECT_EQ(outcome(crypto::write_ssh_line(**KeyMaterial::generate_octets(32))), "symmetric_key(kty)");
}

TEST(Ssh, WhatIsRefused) {
  const Secret secret = passphrase();
  EXPECT_EQ(content_outcome(form("bad_ssh_locked")), "key_unsupported(bcrypt)");
  EXPECT_EQ(content_outcome(form("bad_ssh_locked"), &secret), "key_unsupported(bcrypt)");
  for (const std::string name : {"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-dss",
                                 "ssh-rsa-cert-v01@openssh.com", "ssh-ed25519-cert-v01@openssh.com"})
    EXPECT_EQ(content_outcome(name + " AAAA"), "key_unsupported(algorithm)") << name;
  EXPECT_EQ(content_outcome(form("bad_ssh_dsa.pub")), "key_unsupported(algorithm)");
  EXPECT_EQ(content_outcome("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n"), "key_unsupported(label)");
}

TEST(SshLine, IsExact) {
  const std::string line = bare(form("ssh_ed25519.pub"));
  for (const std::string& good : {line, line + "\n", line + "\r\n", line + " ", line + " -----BEGIN X-----",
                                  line + " comment\twith \xc3\xa9 and more"})
    EXPECT_EQ(content_outcome(good), "ok") << good;
  EXPECT_EQ(content_outcome(line + "\n\n"), "malformed_pem(keys)");
  EXPECT_EQ(content_outcome(line + "\n" + line + "\n"), "malformed_pem(keys)");
  EXPECT_EQ(content_outcome(line + "="), "malformed_pem(body)");
  EXPECT_EQ(content_outcome(line.substr(0, line.size() - 1)), "malformed_pem(body)");
  EXPECT_EQ(content_outcome("ssh-ed25519  " + line.substr(12)), "malformed_pem(ssh)");
  EXPECT_EQ(content_outcome("ssh-ed25519 "), "malformed_pem(ssh)");
  EXPECT_EQ(content_outcome("ssh-rsa " + line.substr(12)), "malformed_pem(ssh)");
  for (const std::string& none : {std::string("ssh-ed25519"), "\n" + line, "# remark\n" + line, "restrict " + line,
                                  "ssh-ed25519\t" + line.substr(12), "ssh-ed448 " + line.substr(12)})
    EXPECT_EQ(content_outcome(none), "malformed_pem(begin)") << none;
}

TEST(SshBlob, EveryTruncationAndTrailingOctet) {
  for (const std::string name : kNames) {
    const std::string line = form(name + ".pub");
    const std::string type = line.substr(0, line.find(' '));
    Bytes blob = blob_of(line);
    for (std::size_t size = 0; size < blob.size(); ++size) {
      const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[size]);
      std::copy_n(blob.begin(), size, exact.get());
      ASSERT_EQ(outcome(crypto::read_ssh_blob({exact.get(), size})), "malformed_pem(ssh)") << name << size;
    }
    blob.push_back(0);
    EXPECT_EQ(content_outcome(line_of(type, blob)), "malformed_pem(ssh)") << name;
  }
}

Bytes ssh_strings(std::initializer_list<std::string_view> parts) {
  Bytes out;
  for (const std::string_view part : parts) crypto::ssh::append_string(out, as_bytes(part));
  return out;
}
std::string blob_outcome(std::initializer_list<std::string_view> parts) {
  return outcome(crypto::read_ssh_blob(ssh_strings(parts)));
}

TEST(SshBlob, NumbersAndPointsHaveOneSpelling) {
  const KeyPtr rsa = private_key("ssh_rsa"), ec = private_key("ssh_p256");
  const std::string n(as_text(rsa->rsa().n)), e("\1\0\1", 3), zero(1, '\0');
  EXPECT_EQ(blob_outcome({"ssh-rsa", e, zero + n}), "ok");
  EXPECT_EQ(blob_outcome({"ssh-rsa", e, n}), "malformed_pem(ssh)");  // negative
  EXPECT_EQ(blob_outcome({"ssh-rsa", e, zero + zero + n}), "malformed_pem(ssh)");
  EXPECT_EQ(blob_outcome({"ssh-rsa", std::string_view("\0\x03", 2), zero + n}), "malformed_pem(ssh)");
  EXPECT_EQ(blob_outcome({"ssh-rsa", "", zero + n}), "malformed_key(e)");
  EXPECT_EQ(blob_outcome({"ssh-rsa", "\x02", zero + n}), "weak_key(e)");
  EXPECT_EQ(blob_outcome({"ssh-rsa", e, "\x03"}), "weak_key(n)");

  const std::string x(as_text(ec->on_curve().x)), y(as_text(ec->on_curve().y)), name = "ecdsa-sha2-nistp256";
  EXPECT_EQ(blob_outcome({name, "nistp256", "\x04" + x + y}), "ok");
  EXPECT_EQ(blob_outcome({name, "nistp384", "\x04" + x + y}), "malformed_pem(ssh)");
  const std::string compressed = ((ec->on_curve().y.back() & 1) != 0 ? "\x03" : "\x02") + x;
  EXPECT_EQ(blob_outcome({name, "nistp256", compressed}), "malformed_pem(ssh)");
  EXPECT_EQ(blob_outcome({name, "nistp256", ""}), "malformed_pem(ssh)");
  EXPECT_EQ(blob_outcome({name, "nistp256", "\x04" + x + x}), "weak_key(x)");
  EXPECT_EQ(blob_outcome({"ssh-ed25519", std::string(31, 'x')}), "malformed_key(x)");
  EXPECT_EQ(blob_outcome({"ssh-ed25519", std::string(32, '\0')}), "weak_key(x)");
  EXPECT_EQ(blob_outcome({"no-such-type", "x"}), "key_unsupported(algorithm)");
}

TEST(Rfc4716, FramingIsExact) {
  const std::string body = bare(form("ssh_ed25519.pub")).substr(12), begin = "---- BEGIN SSH2 PUBLIC KEY ----\n",
                    end = "---- END SSH2 PUBLIC KEY ----\n";
  const auto with = [&](const std::string& headers, const std::string& lines) {
    return content_outcome(begin + headers + lines + end);
  };
  const std::string lines = body.substr(0, 40) + "\n" + body.substr(40) + "\n";
  EXPECT_EQ(with("", lines), "ok");
  EXPECT_EQ(content_outcome(begin + lines + end.substr(0, end.size() - 1)), "ok");
  EXPECT_EQ(with("Comment: \"x\"\nx-other: \\\nfolded, without a colon\\\nand on\n", lines), "ok");
  std::string carriage = begin + "Subject: me\n" + lines + end;
  std::ranges::replace(carriage, '\n', '\r');
  EXPECT_EQ(content_outcome(carriage), "ok");
  for (std::size_t at = 0; (at = carriage.find('\r', at)) != std::string::npos; at += 2) carriage.insert(at + 1, "\n");
  EXPECT_EQ(content_outcome(carriage), "ok");

  EXPECT_EQ(content_outcome(begin + lines), "malformed_pem(end)");
  EXPECT_EQ(content_outcome(begin), "malformed_pem(end)");
  EXPECT_EQ(with("", ""), "malformed_pem(ssh)");
  EXPECT_EQ(with("", "\n" + lines), "malformed_pem(body)");
  EXPECT_EQ(with("", body.substr(1) + "\n"), "malformed_pem(body)");
  EXPECT_EQ(with("", std::string(73, 'A') + "\n"), "malformed_pem(body)");
  EXPECT_EQ(with("Comment: " + std::string(64, 'x') + "\n", lines), "malformed_pem(headers)");
  std::string many;
  for (int i = 0; i < 65; ++i) many += "A: b\n";
  EXPECT_EQ(with(many, lines), "malformed_pem(headers)");
  EXPECT_EQ(content_outcome(begin + "A: b\\\n"), "malformed_pem(end)");
  EXPECT_EQ(content_outcome(begin + lines + end + "\n"), "malformed_pem(keys)");
  EXPECT_EQ(content_outcome(begin + lines + end + begin + lines + end), "malformed_pem(keys)");
  EXPECT_EQ(content_outcome("---- BEGIN SSH2 PUBLIC KEY -----\n" + lines + end), "key_unsupported(label)");
}

/// openssh-key-v1 of one key, in parts that a test may change.
struct PrivateFile {
  std::string cipher = "none", kdf = "none", options;
  std::string count{"\0\0\0\1", 4};
  Bytes blob;
  std::string check{"\1\2\3\4\1\2\3\4", 8};
  Bytes key;
  std::string padding;

  std::string outcome() const {
    std::string section = check + std::string(as_text(key)) + padding;
    Bytes out = ssh_strings({cipher, kdf, options});
    out.insert(out.end(), count.begin(), count.end());
    crypto::ssh::append_string(out, blob);
    crypto::ssh::append_string(out, as_bytes(section));
    const std::string all = std::string("openssh-key-v1\0", 15) + std::string(as_text(out));
    return test::outcome(crypto::read_openssh_private(as_bytes(all)));
  }
  void pad() {
    padding.clear();
    while ((check.size() + key.size() + padding.size()) % 8 != 0) padding += static_cast<char>(padding.size() + 1);
  }
};

PrivateFile ed25519_file() {
  const KeyPtr key = private_key("ssh_ed25519");
  const std::string x(as_text(key->on_curve().x)), d(as_text(key->on_curve().d.expose()));
  PrivateFile file;
  file.blob = ssh_strings({"ssh-ed25519", x});
  file.key = ssh_strings({"ssh-ed25519", x, d + x, "a comment"});
  file.pad();
  return file;
}

TEST(OpensshPrivate, EveryPartIsHeld) {
  const PrivateFile good = ed25519_file();
  EXPECT_EQ(good.outcome(), "ok");
  const auto changed = [&](auto&& change) {
    PrivateFile file = good;
    change(file);
    return file.outcome();
  };
  const std::string malformed = "malformed_pem(ssh)";
  EXPECT_EQ(changed([](auto& f) { f.cipher = "aes256-ctr"; }), "key_unsupported(bcrypt)");
  EXPECT_EQ(changed([](auto& f) { f.kdf = "bcrypt"; }), "key_unsupported(bcrypt)");
  EXPECT_EQ(changed([](auto& f) { f.options = "x"; }), malformed);
  EXPECT_EQ(changed([](auto& f) { f.count.back() = 0; }), "malformed_pem(keys)");
  EXPECT_EQ(changed([](auto& f) { f.count.back() = 2; }), "malformed_pem(keys)");
  EXPECT_EQ(changed([](auto& f) { f.check.back() ^= 1; }), malformed);
  EXPECT_EQ(changed([](auto& f) { f.padding.back() ^= 1; }), malformed);
  EXPECT_EQ(changed([](auto& f) { f.padding += "\x01\x02\x03\x04\x05\x06\x07\x08"; }), malformed);
  EXPECT_EQ(changed([](auto& f) { f.padding.pop_back(); }), malformed);
  EXPECT_EQ(changed([](auto& f) { f.blob.back() ^= 1; }), "key_mismatch(d)");
  EXPECT_EQ(changed([](auto& f) { f.blob = blob_of(form("ssh_rsa.pub")); }), "key_mismatch(d)");
  // The public half inside, then the copy of it behind the seed, then both, which the seed does not give.
  EXPECT_EQ(changed([](auto& f) { f.key[19 + 10] ^= 1; }), "key_mismatch(d)");
  EXPECT_EQ(changed([](auto& f) { f.key[19 + 32 + 4 + 32 + 10] ^= 1; }), "key_mismatch(d)");
  EXPECT_NE(changed([](auto& f) {
              for (const std::size_t at : {29U, 97U}) f.key[at] ^= 1;
              f.blob[19 + 10] ^= 1;
            }),
            "ok");
  EXPECT_EQ(changed([](auto& f) {
              f.key = ssh_strings({"ssh-dss", "x"});
              f.pad();
            }),
            "key_unsupported(algorithm)");
}

TEST(OpensshPrivate, NumbersOfEcAndRsaAreHeld) {
  const auto point_file = [](const std::string& d) {
    const KeyPtr key = private_key("ssh_p256");
    const std::string point =
        "\x04" + std::string(as_text(key->on_curve().x)) + std::string(as_text(key->on_curve().y));
    PrivateFile file;
    file.blob = ssh_strings({"ecdsa-sha2-nistp256", "nistp256", point});
    file.key = ssh_strings({"ecdsa-sha2-nistp256", "nistp256", point, d, ""});
    file.pad();
    return file.outcome();
  };
  EXPECT_EQ(point_file("\x02"), "key_mismatch(d)");
  EXPECT_EQ(point_file(""), "malformed_key(d)");
  EXPECT_EQ(point_file("\x80"), "malformed_pem(ssh)");
  EXPECT_EQ(point_file(std::string(33, '\x01')), "malformed_key(d)");

  const KeyPtr rsa = private_key("ssh_rsa");
  const auto rsa_file = [&](std::size_t changed, std::string_view value) {
    const auto number = [](ByteView octets) {
      return (octets.front() >= 0x80 ? std::string(1, '\0') : "") + std::string(as_text(octets));
    };
    const RsaNumbers& all = rsa->rsa();
    std::array<std::string, 6> parts = {number(all.n),           number(all.e),          number(all.d.expose()),
                                        number(all.qi.expose()), number(all.p.expose()), number(all.q.expose())};
    if (changed < parts.size()) parts[changed] = value;
    PrivateFile file;
    file.blob = ssh_strings({"ssh-rsa", number(all.e), number(all.n)});
    file.key = ssh_strings({"ssh-rsa", parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], "x"});
    file.pad();
    return file.outcome();
  };
  EXPECT_EQ(rsa_file(9, ""), "ok");
  EXPECT_EQ(rsa_file(0, "\x03"), "weak_key(n)");
  EXPECT_EQ(rsa_file(1, "\x03"), "key_mismatch(d)");
  EXPECT_EQ(rsa_file(2, ""), "malformed_key(d)");
  EXPECT_EQ(rsa_file(2, std::string(300, '\x01')), "malformed_key(d)");
  EXPECT_EQ(rsa_file(3, "\x03"), "key_mismatch(qi)");
  EXPECT_EQ(rsa_file(3, ""), "malformed_key(qi)");
  for (const std::string_view prime : {std::string_view(""), std::string_view("\x01")})
    EXPECT_EQ(rsa_file(4, prime), "malformed_key(p)");
  EXPECT_EQ(rsa_file(5, "\x01"), "malformed_key(q)");
  EXPECT_EQ(rsa_file(5, "\x03").substr(0, 13), "key_mismatch(");
}

TEST(OpensshPrivate, EveryTruncationAndChangedOctet) {
  for (const std::string name : {"ssh_ed25519", "ssh_p256"}) {
    const std::string all = der_of(form(name));
    EXPECT_EQ(outcome(crypto::read_openssh_private(as_bytes(all))), "ok");
    EXPECT_EQ(outcome(crypto::read_openssh_private(as_bytes(all + '\0'))), "malformed_pem(ssh)");
    for (std::size_t size = 0; size < all.size(); ++size) {
      const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[size]);
      std::copy_n(as_bytes(all).begin(), size, exact.get());
      ASSERT_NE(outcome(crypto::read_openssh_private({exact.get(), size})), "ok") << name << size;
    }
    const std::size_t comment = all.find("a comment");
    ASSERT_NE(comment, std::string::npos);
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (at >= comment && at < comment + 9) continue;  // it says nothing
      std::string changed = all;
      changed[at] = static_cast<char>(changed[at] ^ 1);
      EXPECT_NE(outcome(crypto::read_openssh_private(as_bytes(changed))), "ok") << name << " " << at;
    }
  }
}

}  // namespace
}  // namespace signet::test
