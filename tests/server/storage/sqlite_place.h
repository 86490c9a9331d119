// Folders in which SQLite keeps a store.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "server/storage/conformance.h"

namespace signet::server::storage::test {

class SqlitePlace final : public Place {
 public:
  explicit SqlitePlace(std::uint64_t max_octets = 0) : max_octets_(max_octets) {
    std::string pattern = testing::TempDir() + "signet_store_XXXXXX";
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  ~SqlitePlace() override { std::filesystem::remove_all(folder_); }

  Result<std::unique_ptr<Store>> open(std::shared_ptr<const Clock> clock) override {
    return open_store("sqlite", {.place = folder().string(), .clock = std::move(clock), .max_octets = max_octets_});
  }
  /// Made by the store.
  std::filesystem::path folder() const { return folder_ / "data"; }
  std::filesystem::path database() const { return folder() / "signet.db"; }

 private:
  std::filesystem::path folder_;
  std::uint64_t max_octets_;
};

}  // namespace signet::server::storage::test
