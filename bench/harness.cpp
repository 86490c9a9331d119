#include "harness.h"

#include <time.h>

#include <algorithm>

namespace signet::bench {
namespace {

constexpr std::size_t kFewest = 10;

using Nanoseconds = std::chrono::duration<double, std::nano>;

/// Nanoseconds for one of `count` runs.
double time_runs(const Entry& entry, std::size_t count) {
  if (entry.timed) {
    const auto took = entry.timed(count);
    if (!took) give_up(entry.name + " failed while it was timed");
    return *took / static_cast<double>(count);
  }
  const double begin = processor_ns();
  bool good = true;
  for (std::size_t i = 0; i < count; ++i) good &= entry.job();
  const double took = processor_ns() - begin;
  if (!good) give_up(entry.name + " failed while it was timed");
  return took / static_cast<double>(count);
}

/// How many runs fill one turn. The first runs also warm caches.
std::size_t calibrate(const Entry& entry, const Plan& plan) {
  double best = time_runs(entry, 3);
  for (int i = 0; i < 3; ++i) best = std::min(best, time_runs(entry, 5));
  const double runs = Nanoseconds(plan.turn).count() / std::max(best, 1.0);
  return static_cast<std::size_t>(std::max(runs, 1.0));
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Row summarize(const std::string& group, const Entry& entry, const std::vector<double>& times,
              const std::vector<double>* reference) {
  Row row{.group = group, .name = entry.name};
  row.min_ns = *std::min_element(times.begin(), times.end());
  row.median_ns = median(times);
  if (reference == nullptr) return row;
  row.min_ratio = row.min_ns / *std::min_element(reference->begin(), reference->end());
  std::vector<double> ratios(times.size());
  std::transform(times.begin(), times.end(), reference->begin(), ratios.begin(), std::divides<>());
  row.paired_ratio = median(std::move(ratios));
  return row;
}

}  // namespace

double processor_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::vector<Row> race(const std::string& group, std::vector<Entry> entries, std::string_view reference,
                      const Plan& plan) {
  std::vector<std::size_t> counts(entries.size());
  std::transform(entries.begin(), entries.end(), counts.begin(), [&](const Entry& e) { return calibrate(e, plan); });
  std::vector<std::vector<double>> times(entries.size());
  const auto end = std::chrono::steady_clock::now() + plan.limit;
  for (std::size_t round = 0; round < plan.rounds && (round < kFewest || std::chrono::steady_clock::now() < end);
       ++round) {
    for (std::size_t i = 0; i < entries.size(); ++i) times[i].push_back(time_runs(entries[i], counts[i]));
  }
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.name == reference; });
  const std::vector<double>* base =
      found == entries.end() ? nullptr : &times[static_cast<std::size_t>(found - entries.begin())];
  std::vector<Row> rows;
  rows.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) rows.push_back(summarize(group, entries[i], times[i], base));
  return rows;
}

}  // namespace signet::bench
