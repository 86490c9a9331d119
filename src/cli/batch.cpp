#include "cli/batch.h"

#include <algorithm>
#include <cerrno>
#include <thread>

#include <unistd.h>

#include "cli/batch_pipeline.h"
#include "cli/text.h"
#include "try.h"

namespace signet::cli {
namespace {

constexpr std::size_t kReadSize = std::size_t{64} << 10;
constexpr std::string_view kBrokenLine = "{\"id\":null,\"ok\":false,\"code\":\"malformed_case\"}\n";

/// Reads standard input in chunks of whole lines.
class LineChunks {
 public:
  /// The next lines that are there, each with its newline; waits for at least one. Empty at the end.
  std::string next() {
    while (true) {
      // What was looked at before holds no newline.
      const std::size_t last = std::string_view(buffer_).substr(scanned_).rfind('\n');
      if (last != std::string_view::npos) return take(scanned_ + last + 1);
      scanned_ = buffer_.size();
      if (buffer_.size() > kMaxBatchLine) return skip_line();
      if (!read_more()) return end();
    }
  }
  bool failed() const noexcept { return failed_; }

 private:
  std::string take(std::size_t size) {
    std::string lines = buffer_.substr(0, size);
    buffer_.erase(0, size);
    scanned_ = 0;
    return lines;
  }

  // The rest of a line that is too long is not kept; an empty line in its place is answered like any broken one.
  std::string skip_line() {
    while (true) {
      buffer_.clear();
      scanned_ = 0;
      if (!read_more()) return "\n";
      const std::size_t newline = buffer_.find('\n');
      if (newline == std::string::npos) continue;
      buffer_.erase(0, newline);
      return take(buffer_.rfind('\n') + 1);
    }
  }

  // A last line may lack its newline.
  std::string end() {
    if (buffer_.empty()) return {};
    buffer_ += '\n';
    return take(buffer_.size());
  }

  bool read_more() {
    const std::size_t old = buffer_.size();
    buffer_.resize(old + kReadSize);
    ssize_t got = 0;
    do {
      got = ::read(STDIN_FILENO, buffer_.data() + old, kReadSize);
    } while (got < 0 && errno == EINTR);
    failed_ = got < 0;
    buffer_.resize(old + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return got > 0;
  }

  std::string buffer_;
  std::size_t scanned_ = 0;
  bool failed_ = false;
};

void answer_lines(BatchWorker& worker, std::string_view lines, Answers& out) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    worker.answer(lines.substr(0, end), out);
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

void append_error(const Error& error, std::string& out) {
  out += text(",\"code\":\"{}\",\"subject\":", name_of(error.code));
  if (error.subject.empty()) {
    out += "null";
    return;
  }
  json::Writer subject;
  out += subject.string(error.subject).text();
}

/// `result` is told by its code unless `members` do.
void append_answer(std::string_view id, const Result<>& result, std::string_view members, std::string& out,
                   bool members_tell = false) {
  out += "{\"id\":";
  out += id;
  out += result ? ",\"ok\":true" : ",\"ok\":false";
  if (!result && !members_tell) append_error(result.error(), out);
  out += members;
  out += "}\n";
}

/// The text with the last word on what was left open.
std::string settled(const Answers& answers) {
  std::string out;
  out.reserve(answers.text.size());
  std::size_t taken = 0;
  for (const Answers::Open& open : answers.open) {
    const Result<> result = open.settle();
    const std::size_t kept = result ? open.end : open.begin;
    out.append(answers.text, taken, kept - taken);
    if (!result) append_answer(open.id, result, "", out);
    taken = open.end;
  }
  return out.append(answers.text, taken);
}

}  // namespace

Outcome<> check_batch_flags(const Invocation& run, std::span<const std::string_view> flags) {
  for (const std::string_view flag : run.args.given())
    if (flag != "--batch" && flag != "--json" && flag != "--deep" && std::ranges::find(flags, flag) == flags.end())
      return usage(flag, "a batch does not look at this flag, since each line decides for itself",
                   text("leave it out; signet {} --help shows what a line holds", run.args.command().name));
  if (!run.args.positionals().empty())
    return usage(run.args.command().positional.name, "a batch reads standard input alone", "pipe the cases in");
  return {};
}

void BatchWorker::answer(std::string_view line, Answers& out) {
  const auto document = json::Document::parse(line, {.max_bytes = kMaxBatchLine});
  const auto id = document ? document->root().find("id") : std::nullopt;
  if (!id) {
    out.text += kBrokenLine;
    return;
  }
  std::string members;
  const Result<> result = check(document->root(), members);
  const std::size_t begin = out.text.size();
  append_answer(id->source(), result, members, out.text, lists_failures() && !members.empty());
  auto last = result ? settle() : nullptr;
  if (last) out.open.push_back({begin, out.text.size(), std::string(id->source()), std::move(last)});
}

Outcome<> run_batch(const Invocation& run, const MakeWorker& make_worker, std::span<const std::string_view> flags) {
  SIGNET_CHECK(check_batch_flags(run, flags));
  const auto make_work = [&]() -> BatchPipeline::Work {
    return [worker = std::shared_ptr<BatchWorker>(make_worker())](const std::string& in, Answers& out) {
      answer_lines(*worker, in, out);
    };
  };
  const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
  const auto write = [&](const Answers& out) {
    return run.console.write(out.open.empty() ? out.text : settled(out)).has_value();
  };
  BatchPipeline pipeline(workers, make_work, write);
  LineChunks chunks;
  for (std::string lines = chunks.next(); !lines.empty(); lines = chunks.next())
    if (pipeline.push(std::move(lines)) != BatchPipeline::State::running) break;
  switch (pipeline.finish()) {
    case BatchPipeline::State::write_failed:
      return std::unexpected(Failure(Error{Errc::file_unwritable, "standard output"}));
    case BatchPipeline::State::work_failed:
      return std::unexpected(Failure(Error{Errc::internal, "batch"}));
    case BatchPipeline::State::running:
      break;
  }
  if (chunks.failed()) return std::unexpected(Failure(Error{Errc::file_unreadable, "standard input"}));
  return {};
}

}  // namespace signet::cli
