// --batch: one JSON object a line in, one a line out, in order, streaming, on all cores.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "cli/batch_pipeline.h"
#include "cli/invocation.h"
#include "signet/json.h"

namespace signet::cli {

/// The longest line: a bare JWS of 16 MiB in base64url, with its key. A longer one is answered as malformed_case.
inline constexpr std::size_t kMaxBatchLine = std::size_t{24} << 20;

/// Answers cases of one kind. Each worker thread has one of its own, so it may keep memory and caches.
class BatchWorker {
 public:
  BatchWorker() = default;
  virtual ~BatchWorker() = default;
  BatchWorker(const BatchWorker&) = delete;
  BatchWorker& operator=(const BatchWorker&) = delete;

  /// Appends the answer to one line, with its newline.
  void answer(std::string_view line, Answers& out);

 private:
  /// Whether the case holds. What it appends to `members` (`,"payload":"..."`) becomes part of the answer.
  /// malformed_case(MEMBER) says that the case itself is not well formed.
  virtual Result<> check(const json::Value& line, std::string& members) = 0;
  /// Whether the answer to a refusal has the list of failures that check() appended in place of one code and subject.
  /// It has those where nothing was appended: malformed_case(MEMBER).
  virtual bool lists_failures() const noexcept { return false; }
  /// Whether the case that check() has just passed still holds after all lines before it; empty where no line depends
  /// on others. It is called in the order of the lines, from one thread, and an error of it is the answer then.
  virtual std::function<Result<>()> settle() { return {}; }
};

using MakeWorker = std::function<std::unique_ptr<BatchWorker>()>;

/// Answers standard input to its end. `flags` are those that the command has looked at, beside those of every batch.
/// Errors: file_unreadable(standard input), file_unwritable(standard output), usage(FLAG) for others.
Outcome<> run_batch(const Invocation& run, const MakeWorker& make_worker, std::span<const std::string_view> flags = {});
/// Whether run_batch would take these flags, for who does something before. Errors: usage(FLAG).
Outcome<> check_batch_flags(const Invocation& run, std::span<const std::string_view> flags);

inline constexpr Flag kBatchFlags[] = {
    {"--batch", "", "answer one JSON object a line from standard input with one a line, in order, on all cores"},
};

}  // namespace signet::cli
