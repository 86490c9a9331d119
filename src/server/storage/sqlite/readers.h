// Connections that read, for whoever asks: what was committed is seen at once, and nobody waits for the writer.
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/storage/sqlite/database.h"
#include "server/storage/store.h"

namespace signet::server::storage::sqlite {

/// One connection, for one thread at a time.
class Reader {
 public:
  static Result<std::unique_ptr<Reader>> open(const std::string& path);

  Result<std::optional<Record>> get(const Name& name, Timestamp now);
  Result<Page> list(const Query& query, Timestamp now);
  Result<std::vector<Entry>> read_since(Log log, std::string_view tenant, std::uint64_t sequence, std::size_t limit,
                                        Timestamp now);

 private:
  explicit Reader(Database database) noexcept : database_(std::move(database)) {}

  Database database_;
  Statement get_, list_, since_;
  std::array<Statement, kFields> list_by_;
};

class Readers {
 public:
  /// At most `most` connections, which are opened when they are first needed.
  Readers(std::string path, std::size_t most) : path_(std::move(path)), most_(most) {}

  /// `use(Reader&)` on this thread. More threads than connections take turns.
  template <class Use>
  auto with(Use use) -> decltype(use(std::declval<Reader&>())) {
    auto reader = take();
    if (!reader) return std::unexpected(std::move(reader).error());
    auto result = use(**reader);
    give_back(*std::move(reader));
    return result;
  }

 private:
  Result<std::unique_ptr<Reader>> take();
  void give_back(std::unique_ptr<Reader> reader);

  const std::string path_;
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable is_free_;
  std::vector<std::unique_ptr<Reader>> free_;
  std::size_t opened_ = 0;
};

}  // namespace signet::server::storage::sqlite
