#include "keys/fetch_loop.h"

#include <algorithm>
#include <utility>

#include "keys/fetch_threads.h"

namespace signet::keys {
namespace {

// libcurl's own state of the process; it is made once, by whichever fetcher comes first.
bool libcurl_is_ready() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  return ready == CURLE_OK;
}

constexpr std::string_view kUnreachable[] = {"resolve", "connect", "tls", "certificate", "timeout"};

}  // namespace

FetchLoop::FetchLoop(const FetcherOptions& options)
    : options_(options),
      rules_{.ca_file = options.ca_file, .allow_loopback = options.allow_loopback, .unix_socket = options.unix_socket} {
}

Result<> FetchLoop::start() {
  if (!libcurl_is_ready()) return fail(Errc::internal, "fetcher");
  FetchThreads& threads = FetchThreads::of_process();
  multi_.reset(curl_multi_init());
  if (!multi_ || !threads.start(shared_from_this())) return fail(Errc::internal, "fetcher");
  return {};
}

Result<> FetchLoop::add(std::unique_ptr<Transfer>& transfer) {
  const std::scoped_lock lock(mutex_);
  if (stopping_) return fail(Errc::fetch_failed, "stopped");
  if (held_ >= options_.max_waiting) return fail(Errc::fetch_failed, "busy");
  ++held_;
  inbox_.push_back(std::move(transfer));
  wake();
  return {};
}

void FetchLoop::after(Duration delay, std::function<void()> task) {
  const std::scoped_lock lock(mutex_);
  if (stopping_) return;
  timers_.emplace(std::chrono::steady_clock::now() + delay, std::move(task));
  wake();
}

void FetchLoop::wake() {
  if (multi_) curl_multi_wakeup(multi_.get());
}

void FetchLoop::stop_soon() noexcept {
  decltype(timers_) dropped;  // without the lock: a task may own who owns this
  const std::scoped_lock lock(mutex_);
  stopping_ = true;
  dropped.swap(timers_);
  wake();
}

void FetchLoop::stop() noexcept {
  stop_soon();
  FetchThreads::of_process().join(*this);
}

void FetchLoop::run() {
  while (true) {
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_) break;
    }
    take_inbox();
    const SteadyTime now = std::chrono::steady_clock::now();
    expire_waiting(now);
    begin_waiting(now);
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    finish_done(std::chrono::steady_clock::now());
    begin_waiting(std::chrono::steady_clock::now());  // where one has made room
    run_timers(std::chrono::steady_clock::now());
    curl_multi_poll(multi_.get(), nullptr, 0, milliseconds_to_sleep(std::chrono::steady_clock::now()), nullptr);
  }
  answer_all_stopped();
  const std::scoped_lock lock(mutex_);
  multi_.reset();  // and its connections, before the end of the program
}

void FetchLoop::take_inbox() {
  const std::scoped_lock lock(mutex_);
  std::ranges::move(inbox_, std::back_inserter(waiting_));
  inbox_.clear();
}

void FetchLoop::begin_waiting(SteadyTime now) {
  std::deque<std::unique_ptr<Transfer>> later;
  for (std::unique_ptr<Transfer>& transfer : std::exchange(waiting_, {})) {
    const auto at_host = active_at_.find(transfer->origin());
    if (at_host != active_at_.end() && at_host->second >= options_.max_per_host) {
      later.push_back(std::move(transfer));
      continue;
    }
    {
      const std::scoped_lock lock(mutex_);
      --held_;
    }
    begin(std::move(transfer), now);
  }
  waiting_ = std::move(later);
}

void FetchLoop::begin(std::unique_ptr<Transfer> transfer, SteadyTime now) {
  if (failed_recently(transfer->origin(), now)) return transfer->answer(fail(Errc::fetch_failed, "recently"));
  if (!transfer->prepare(now)) return transfer->answer(fail(Errc::internal, "fetcher"));
  CURL* const easy = transfer->handle();
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) return transfer->answer(fail(Errc::internal, "fetcher"));
  ++active_at_[transfer->origin()];
  active_.emplace(easy, std::move(transfer));
}

void FetchLoop::finish_done(SteadyTime now) {
  int left = 0;
  while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result, now);
  }
}

void FetchLoop::finish(CURL* easy, CURLcode code, SteadyTime now) {
  auto node = active_.extract(easy);
  if (node.empty()) return;
  const std::unique_ptr<Transfer> transfer = std::move(node.mapped());
  Result<HttpResponse> result = transfer->outcome(code);
  curl_multi_remove_handle(multi_.get(), easy);
  if (--active_at_[transfer->origin()] == 0) active_at_.erase(transfer->origin());
  remember(transfer->origin(), result, now);
  transfer->answer(std::move(result));
}

void FetchLoop::expire_waiting(SteadyTime now) {
  std::vector<std::unique_ptr<Transfer>> late;
  std::erase_if(waiting_, [&](std::unique_ptr<Transfer>& transfer) {
    if (transfer->deadline() > now) return false;
    late.push_back(std::move(transfer));
    return true;
  });
  {
    const std::scoped_lock lock(mutex_);
    held_ -= late.size();
  }
  for (const auto& transfer : late) transfer->answer(fail(Errc::fetch_failed, "timeout"));
}

// Each task runs without the lock, so that it may ask for more.
void FetchLoop::run_timers(SteadyTime now) {
  std::vector<std::function<void()>> due;
  {
    const std::scoped_lock lock(mutex_);
    const auto end = timers_.upper_bound(now);
    for (auto timer = timers_.begin(); timer != end; ++timer) due.push_back(std::move(timer->second));
    timers_.erase(timers_.begin(), end);
  }
  for (const auto& task : due) task();
}

void FetchLoop::answer_all_stopped() {
  take_inbox();
  for (auto& [easy, transfer] : active_) curl_multi_remove_handle(multi_.get(), easy);
  for (auto& [easy, transfer] : std::exchange(active_, {})) transfer->answer(fail(Errc::fetch_failed, "stopped"));
  for (const auto& transfer : std::exchange(waiting_, {})) transfer->answer(fail(Errc::fetch_failed, "stopped"));
}

bool FetchLoop::failed_recently(const std::string& origin, SteadyTime now) {
  const auto found = failed_until_.find(origin);
  if (found == failed_until_.end()) return false;
  if (found->second > now) return true;
  failed_until_.erase(found);
  return false;
}

void FetchLoop::remember(const std::string& origin, const Result<HttpResponse>& result, SteadyTime now) {
  if (options_.remember_failures <= Duration::zero() || result || result.error().code != Errc::fetch_failed) return;
  if (std::ranges::find(kUnreachable, result.error().subject) == std::end(kUnreachable)) return;
  if (failed_until_.size() >= kMaxFailedHosts)
    std::erase_if(failed_until_, [now](const auto& entry) { return entry.second <= now; });
  if (failed_until_.size() >= kMaxFailedHosts) return;
  failed_until_[origin] = now + options_.remember_failures;
}

int FetchLoop::milliseconds_to_sleep(SteadyTime now) {
  constexpr int kLongest = 60'000;
  SteadyTime next = now + std::chrono::milliseconds(kLongest);
  for (const auto& transfer : waiting_) next = std::min(next, transfer->deadline());
  const std::scoped_lock lock(mutex_);
  if (stopping_ || !inbox_.empty()) return 0;
  if (!timers_.empty()) next = std::min(next, timers_.begin()->first);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, kLongest));
}

}  // namespace signet::keys
