#include "codec/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "support.h"

namespace signet::codec {
namespace {

class File : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "fXXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    std::filesystem::current_path(folder_);
  }
  void TearDown() override {
    std::filesystem::current_path("/");
    std::filesystem::remove_all(folder_);
  }
  static std::string read(const std::string& path, std::size_t max_bytes) {
    const auto bytes = read_file(path, max_bytes);
    return bytes ? std::string(as_text(bytes->expose())) : to_string(bytes.error());
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(File, IsReadWhole) {
  const std::string text(10'000, 'x');
  std::ofstream("a") << text;
  std::ofstream("empty").flush();
  EXPECT_EQ(read("a", 10'000), text);
  EXPECT_EQ(read("a", 9'999), "limit_exceeded(a)");
  EXPECT_EQ(read("a", 0), "limit_exceeded(a)");
  EXPECT_EQ(read("empty", 0), "");
}

TEST_F(File, WhatCannotBeRead) {
  std::filesystem::create_directory("folder");
  EXPECT_EQ(read("missing", 10), "file_unreadable(missing)");
  EXPECT_EQ(read("folder", 10), "file_unreadable(folder)");
  EXPECT_EQ(read("", 10), "file_unreadable");
  std::ofstream("a") << "x";
  EXPECT_EQ(read(std::string("a\0b", 3), 10), R"(file_unreadable(a\x00b))");
  EXPECT_EQ(read("a\x1b", 10), R"(file_unreadable(a\x1b))");
}

std::string read_in_pieces(const std::string& path) {
  auto pieces = FilePieces::open(path);
  if (!pieces) return to_string(pieces.error());
  std::string all;
  for (;;) {
    const auto piece = pieces->next();
    if (!piece) return to_string(piece.error());
    if (piece->empty()) return all;
    all += as_text(*piece);
  }
}

TEST_F(File, IsReadInPieces) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i);
  std::ofstream("a") << text;
  std::ofstream("empty").flush();
  EXPECT_EQ(read_in_pieces("a"), text);
  EXPECT_EQ(read_in_pieces("empty"), "");
  ASSERT_EQ(::mkfifo("pipe", 0600), 0);
  std::thread writer([&] { std::ofstream("pipe") << text; });
  EXPECT_EQ(read_in_pieces("pipe"), text);
  writer.join();
}

TEST_F(File, WhatCannotBeReadInPieces) {
  std::filesystem::create_directory("folder");
  EXPECT_EQ(read_in_pieces("missing"), "file_unreadable(missing)");
  EXPECT_EQ(read_in_pieces("folder"), "file_unreadable(folder)");
  std::ofstream("a") << "x";
  EXPECT_EQ(read_in_pieces(std::string("a\0b", 3)), R"(file_unreadable(a\x00b))");
}

TEST_F(File, EndlessInputIsBounded) {
  EXPECT_EQ(read("/dev/zero", 100'000), "limit_exceeded(/dev/zero)");
  EXPECT_EQ(read("/dev/null", 0), "");
}

TEST_F(File, PipesAreRead) {
  ASSERT_EQ(::mkfifo("pipe", 0600), 0);
  for (const std::size_t bound : {30'000u, 29'999u}) {
    std::jthread writer([] {
      std::ofstream pipe("pipe");
      for (int i = 0; i < 3; ++i) pipe << std::string(10'000, static_cast<char>('a' + i)) << std::flush;
    });
    const std::string text = read("pipe", bound);
    EXPECT_EQ(text.substr(0, 20), bound == 30'000 ? std::string(20, 'a') : "limit_exceeded(pipe)");
    EXPECT_EQ(text.size(), bound == 30'000 ? bound : 20);
  }
}

TEST_F(File, DashIsStandardInput) {
  std::ofstream("a") << "from standard input";
  const int saved = ::dup(STDIN_FILENO);
  for (int i = 0; i < 2; ++i) {  // twice: it was not closed
    const int file = ::open("a", O_RDONLY);
    ASSERT_GE(::dup2(file, STDIN_FILENO), 0);
    ::close(file);
    EXPECT_EQ(read("-", 100), "from standard input");
    EXPECT_EQ(read("-", 100), "");
  }
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
}

}  // namespace
}  // namespace signet::codec
