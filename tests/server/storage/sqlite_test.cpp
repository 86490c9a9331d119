// SQLite: the suite of all stores, and which folders and files it takes.
#include "server/storage/sqlite_place.h"

#include <sys/stat.h>

#include <fstream>
#include <string_view>

namespace signet::server::storage::test {
namespace {

using signet::test::outcome;

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance,
                         testing::Values(Way{"sqlite", [] { return std::make_unique<SqlitePlace>(); }}),
                         [](const auto& way) { return way.param.name; });

class SqliteFiles : public testing::Test {
 protected:
  Result<std::unique_ptr<Store>> open() { return place_.open(clock_); }
  void open_and_close() { EXPECT_EQ(outcome(open()), "ok"); }
  /// Overwrites octets of the database.
  void write_at(std::streamoff at, std::string_view octets) {
    std::fstream file(place_.database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
    EXPECT_TRUE(file.flush());
  }
  /// A file that the store finds.
  void make_database(std::string_view content) {
    std::filesystem::create_directory(place_.folder());
    std::ofstream(place_.database(), std::ios::binary) << content;
  }
  unsigned mode_of(const std::filesystem::path& path) {
    struct stat found{};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777U;
  }

  // Where SQLite's header has numbers of four octets: https://www.sqlite.org/fileformat.html section 1.3.
  static constexpr std::streamoff kUserVersion = 60;
  static constexpr std::streamoff kApplication = 68;

  SqlitePlace place_;
  std::shared_ptr<StandingClock> clock_ = std::make_shared<StandingClock>();
};

TEST_F(SqliteFiles, StoresAreOpenedByName) {
  EXPECT_EQ(outcome(open_store("no such store", {})), "usage(store)");
  ASSERT_FALSE(backends().empty());
  EXPECT_EQ(backends().front()->name, "sqlite");
}

TEST_F(SqliteFiles, NobodyElseReadsThem) {
  const mode_t mask = ::umask(0);
  const auto store = open();
  ASSERT_EQ(outcome(store), "ok");
  EXPECT_TRUE(wait_for<bool>([&](auto done) { (*store)->insert(record("a"), std::move(done)); }));
  ::umask(mask);
  EXPECT_EQ(mode_of(place_.folder()), 0700U);
  for (const char* file : {"lock", "signet.db", "signet.db-wal", "signet.db-shm"})
    EXPECT_EQ(mode_of(place_.folder() / file), 0600U) << file;
}

TEST_F(SqliteFiles, AFolderHasOneProcess) {
  {
    const auto first = open();
    ASSERT_EQ(outcome(first), "ok");
    EXPECT_EQ(outcome(open()), "store_unavailable(locked)");
  }
  open_and_close();
}

TEST_F(SqliteFiles, AFolderThatEverybodyMayWriteIntoIsRefused) {
  open_and_close();
  std::filesystem::permissions(place_.folder(), std::filesystem::perms::all);
  EXPECT_EQ(outcome(open()), "store_unavailable(permissions)");
}

TEST_F(SqliteFiles, AFolderThatCannotBeMadeIsSaid) {
  std::ofstream(place_.folder()) << "a file";
  EXPECT_EQ(outcome(open()), "file_unwritable(" + place_.folder().string() + ")");
  const auto nowhere = open_store("sqlite", {.place = "/nonexistent/a/b", .clock = clock_});
  EXPECT_EQ(outcome(nowhere), "file_unwritable(/nonexistent/a/b)");
}

TEST_F(SqliteFiles, AFileThatIsNoDatabaseIsLeftAlone) {
  for (const std::string& content : {std::string("not a database"), std::string(10'000, 'x')}) {
    make_database(content);
    EXPECT_EQ(outcome(open()), "store_unavailable(foreign)");
    std::ifstream file(place_.database(), std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), content);
  }
}

TEST_F(SqliteFiles, AnEmptyFileIsTaken) {
  make_database("");
  open_and_close();
}

TEST_F(SqliteFiles, TheDatabaseOfAnotherProgramIsLeftAlone) {
  using namespace std::string_view_literals;
  open_and_close();
  write_at(kApplication, "othr");
  EXPECT_EQ(outcome(open()), "store_unavailable(foreign)");
  write_at(kApplication, "\0\0\0\0"sv);
  EXPECT_EQ(outcome(open()), "store_unavailable(foreign)");
  write_at(kUserVersion, "\0\0\0\0"sv);
  EXPECT_EQ(outcome(open()), "store_unavailable(foreign)") << "it has tables";
}

TEST_F(SqliteFiles, ADatabaseOfANewerVersionIsLeftAlone) {
  using namespace std::string_view_literals;
  open_and_close();
  write_at(kUserVersion, "\0\0\0\2"sv);
  EXPECT_EQ(outcome(open()), "store_unavailable(newer)");
  write_at(kUserVersion, "\0\0\0\1"sv);
  open_and_close();
}

TEST_F(SqliteFiles, ABrokenDatabaseIsSaidToBe) {
  open_and_close();
  constexpr std::size_t kPage = 4096;
  write_at(kPage, std::string(std::filesystem::file_size(place_.database()) - kPage, 'x'));
  EXPECT_EQ(outcome(open()), "store_unavailable(corrupt)");
}

}  // namespace
}  // namespace signet::server::storage::test
