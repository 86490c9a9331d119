#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "server/keyring/keyring_support.h"
#include "server/keyring/master_key.h"
#include "signet/base64url.h"

namespace signet::server::keyring::test {
namespace {

class MasterKeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "signet-master-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
    path = name + "/master.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string read() const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text, mode_t mode = 0600) const {
    std::ofstream(path, std::ios::binary) << text;
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
  }

  std::string folder;
  std::string path;
};

TEST_F(MasterKeyFile, IsMadeForItsOwnerAlone) {
  const mode_t before = ::umask(0);
  const auto made = MasterKey::create(path);
  ::umask(before);
  ASSERT_EQ(outcome(made), "ok");
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777u, 0600u);
  const auto loaded = MasterKey::load(path);
  ASSERT_EQ(outcome(loaded), "ok");
  EXPECT_EQ(loaded->id(), made->id());
  EXPECT_EQ(MasterKey::from_text(read())->id(), made->id());
}

TEST_F(MasterKeyFile, IsNeverMadeOverAnOldOne) {
  ASSERT_EQ(outcome(MasterKey::create(path)), "ok");
  const std::string before = read();
  EXPECT_EQ(outcome(MasterKey::create(path)), "file_exists(" + path + ")");
  EXPECT_EQ(read(), before);
  const std::string link = folder + "/link";
  ASSERT_EQ(::symlink((folder + "/elsewhere").c_str(), link.c_str()), 0);
  EXPECT_EQ(outcome(MasterKey::create(link)), "file_exists(" + link + ")");
  EXPECT_FALSE(std::filesystem::exists(folder + "/elsewhere"));
  const std::string nowhere = folder + "/none/master.key";
  EXPECT_EQ(outcome(MasterKey::create(nowhere)), "file_unwritable(" + nowhere + ")");
}

TEST_F(MasterKeyFile, IsRefusedWhenOthersMayReadIt) {
  ASSERT_EQ(outcome(MasterKey::create(path)), "ok");
  for (const mode_t mode : {0604u, 0640u, 0602u, 0620u, 0601u, 0644u, 0666u}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_EQ(outcome(MasterKey::load(path)), "malformed_configuration(permissions)") << std::oct << mode;
  }
  ASSERT_EQ(::chmod(path.c_str(), 0400), 0);
  EXPECT_EQ(outcome(MasterKey::load(path)), "ok");
}

TEST_F(MasterKeyFile, SaysWhatIsWrongWithAFile) {
  EXPECT_EQ(outcome(MasterKey::load(path)), "file_unreadable(" + path + ")");
  EXPECT_EQ(outcome(MasterKey::load(folder)), "file_unreadable(" + folder + ")");
  EXPECT_EQ(outcome(MasterKey::load("/dev/null")), "file_unreadable(/dev/null)");
  EXPECT_EQ(outcome(MasterKey::load(path + '\0' + "x")).substr(0, 15), "file_unreadable");
  write("");
  EXPECT_EQ(outcome(MasterKey::load(path)), "malformed_key(master_key)");
  write(std::string(5000, '#'));
  EXPECT_EQ(outcome(MasterKey::load(path)), "limit_exceeded(" + path + ")");
}

TEST(MasterKeyText, IsOneLineOf32Octets) {
  const std::string line(43, 'A');
  const std::string good[] = {line, line + "\n", line + "\r\n", "# a\n\n" + line + " \n# b\n"};
  for (const std::string& text : good) EXPECT_EQ(outcome(MasterKey::from_text(text)), "ok") << text;
  const std::string bad[] = {"",
                             "\n",
                             "#" + line,
                             line + line,
                             line + "\n" + line,
                             line + "=",
                             line.substr(1),
                             " " + line,
                             std::string(42, 'A') + "B",
                             std::string(42, 'A') + "+"};
  for (const std::string& text : bad)
    EXPECT_EQ(outcome(MasterKey::from_text(text)), "malformed_key(master_key)") << text;
}

// openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt mode:EXPAND_ONLY -kdfopt hexkey:00..2a
//   -kdfopt info:signet/orders HKDF
TEST(MasterKeyText, DerivesAsHkdfDoes) {
  const MasterKey master = MasterKey::from_text("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACo").value();
  const Bytes expected = signet::test::from_hex("466EB3560B7E123CA5770101B99E58147FDFC60B298BC4FF9781DB5AA3DDC81E");
  const Secret derived = master.derive("orders");
  EXPECT_EQ(Bytes(derived.expose().begin(), derived.expose().end()), expected);
  EXPECT_NE(as_text(master.derive("orders2").expose()), as_text(derived.expose()));
  EXPECT_NE(as_text(master_key('B').derive("orders").expose()), as_text(derived.expose()));
}

TEST(MasterKeySeals, WhatOnlyItOpens) {
  const MasterKey master = master_key();
  for (const std::size_t size : {0u, 1u, 1000u}) {
    const std::string plain(size, 'x');
    const auto sealed = master.seal(as_bytes(plain), "here");
    ASSERT_EQ(outcome(sealed), "ok");
    EXPECT_EQ(sealed->size(), size + 37);
    EXPECT_TRUE(master.has_sealed(*sealed));
    EXPECT_EQ(as_text(master.open(*sealed, "here")->expose()), plain);
    EXPECT_EQ(outcome(master.open(*sealed, "there")), "decryption_failed(sealed)");
    EXPECT_EQ(outcome(master.open(*sealed, "")), "decryption_failed(sealed)");
    EXPECT_EQ(outcome(master_key('B').open(*sealed, "here")), "key_mismatch(master_key)");
    EXPECT_FALSE(master_key('B').has_sealed(*sealed));
  }
}

TEST(MasterKeySeals, WhatNobodyAlters) {
  const MasterKey master = master_key();
  const Bytes sealed = master.seal(as_bytes("a secret"), "here").value();
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    Bytes altered = sealed;
    altered[i / 8] = static_cast<std::uint8_t>(altered[i / 8] ^ (1u << (i % 8)));
    const bool in_id = i >= 8 && i < 72;
    EXPECT_EQ(outcome(master.open(altered, "here")), in_id ? "key_mismatch(master_key)" : "decryption_failed(sealed)");
  }
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_EQ(outcome(master.open(ByteView(sealed).first(size), "here")), "decryption_failed(sealed)") << size;
  Bytes longer = sealed;
  longer.push_back(0);
  EXPECT_EQ(outcome(master.open(longer, "here")), "decryption_failed(sealed)");
}

TEST(MasterKeySeals, WithANewNonceEachTime) {
  const MasterKey master = master_key();
  std::set<Bytes> seen;
  constexpr std::size_t kCount = 500;
  for (std::size_t i = 0; i < kCount; ++i) {
    const Bytes sealed = master.seal(as_bytes("same"), "here").value();
    seen.insert(Bytes(sealed.begin() + 9, sealed.begin() + 21));
  }
  EXPECT_EQ(seen.size(), kCount);
}

}  // namespace
}  // namespace signet::server::keyring::test
