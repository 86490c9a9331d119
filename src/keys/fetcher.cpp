#include "signet/fetcher.h"

#include <algorithm>
#include <future>
#include <utility>

#include "codec/file.h"
#include "keys/fetch_loop.h"
#include "keys/fetch_url.h"
#include "try.h"

namespace signet {
namespace {

constexpr std::size_t kMaxCaFile = 4u << 20;
constexpr Duration kLongestRequest = std::chrono::minutes(10);  // a long-poll among them

}  // namespace

struct FetcherState {
  std::shared_ptr<keys::FetchLoop> loop;
};

Result<std::shared_ptr<Fetcher>> Fetcher::start(const FetcherOptions& options) {
  if (!options.ca_file.empty()) {
    const auto readable = codec::read_file(options.ca_file, kMaxCaFile);
    if (!readable) return std::unexpected(readable.error());
  }
  auto loop = std::make_shared<keys::FetchLoop>(options);
  SIGNET_CHECK(loop->start());
  return std::shared_ptr<Fetcher>(new Fetcher(std::make_unique<FetcherState>(std::move(loop))));
}

Fetcher::Fetcher(std::unique_ptr<FetcherState> state) : state_(std::move(state)) {}

Fetcher::~Fetcher() {
  stop();
}

void Fetcher::send(HttpRequest request, Done done) {
  const keys::TransferRules& rules = state_->loop->rules();
  const auto target = keys::judge_url(request.url, rules.allow_loopback);
  if (!target) return done(std::unexpected(target.error()));
  if (const auto good = keys::check_request(request, rules); !good) return done(std::unexpected(good.error()));
  request.timeout = std::clamp(request.timeout, Duration::zero(), kLongestRequest);
  auto transfer = std::make_unique<keys::Transfer>(std::move(request), *target, std::move(done), rules);
  // What is not taken is answered here, where no lock is held.
  if (const auto taken = state_->loop->add(transfer); !taken) transfer->answer(std::unexpected(taken.error()));
}

void Fetcher::after(Duration delay, std::function<void()> task) {
  state_->loop->after(std::clamp(delay, Duration::zero(), Duration(std::chrono::hours(24 * 365))), std::move(task));
}

Result<HttpResponse> Fetcher::send_and_wait(HttpRequest request) {
  auto promise = std::make_shared<std::promise<Result<HttpResponse>>>();
  std::future<Result<HttpResponse>> answer = promise->get_future();
  send(std::move(request), [promise](Result<HttpResponse> result) { promise->set_value(std::move(result)); });
  return answer.get();
}

Result<std::string> Fetcher::fetch(std::string_view url, std::size_t max_octets) {
  SIGNET_TRY(HttpResponse answer, send_and_wait({.url = std::string(url), .max_body = max_octets}));
  constexpr int kOk = 200;
  if (answer.status != kOk) return fail(Errc::response_unusable, "status");
  return std::move(answer.body);
}

void Fetcher::stop() noexcept {
  state_->loop->stop();
}

}  // namespace signet
