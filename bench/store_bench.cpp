// signet_store_bench [FOLDER]: how many records a second become durable: with a commit for each, and when many callers
// share a commit. The disk decides, so FOLDER has to lie on the one that is asked about.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "server/storage/open.h"

namespace signet::bench {
namespace {

using namespace server::storage;

constexpr std::chrono::seconds kTime{3};

struct Load {
  const char* name;
  std::size_t callers;
  std::ptrdiff_t each;  // operations that a caller has under way
};
constexpr Load kLoads[] = {
    {"a commit for each", 1, 1}, {"8 callers", 8, 1}, {"50 callers", 50, 1}, {"2 callers, 512 under way", 2, 256}};

Record used(std::size_t load, std::size_t number, Timestamp expires) {
  return {.name = {.kind = Kind::used, .tenant = "acme", .id = std::to_string(load) + "-" + std::to_string(number)},
          .body = {},
          .expires = expires};
}

double per_second(Store& store, std::size_t load, Timestamp expires) {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  const auto began = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  threads.reserve(kLoads[load].callers);
  for (std::size_t i = 0; i < kLoads[load].callers; ++i) {
    threads.emplace_back([&] {
      // Of the answers as well: the last of them may still be about to return from it.
      const auto free = std::make_shared<std::counting_semaphore<>>(kLoads[load].each);
      while (std::chrono::steady_clock::now() < began + kTime) {
        free->acquire();
        store.insert(used(load, next++, expires), [&done, free](const Result<bool>& inserted) {
          if (inserted && *inserted) ++done;
          free->release();
        });
      }
      for (std::ptrdiff_t n = 0; n < kLoads[load].each; ++n) free->acquire();
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  return static_cast<double>(done) / took.count();
}

int run(const std::string& below) {
  std::string folder = below + "/signet_store_XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  const auto clock = std::make_shared<SteadyClock>();
  {
    const auto store = open_store("sqlite", {.place = folder, .clock = clock});
    if (!store) {
      std::fprintf(stderr, "%s\n", to_string(store.error()).c_str());
      return 1;
    }
    for (std::size_t load = 0; load < std::size(kLoads); ++load)
      std::printf("%-26s %8.0f/s\n", kLoads[load].name,
                  per_second(**store, load, clock->now() + std::chrono::hours(1)));
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace signet::bench

int main(int argc, char** argv) {
  return signet::bench::run(argc > 1 ? argv[1] : ".");
}
