// Look-ups in a large set of revocations. The reference knows less: numbers instead of texts, no issuers, no kinds and
// no times, since a std::unordered_set of the texts would take more than a gigabyte. It is told no text, but it hashes
// one for each look-up, as it would have to.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "contender.h"
#include "remote_bench.h"
#include "revocation_material.h"

namespace signet::bench {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using Wall = std::chrono::steady_clock;

constexpr std::string_view kReference = "std::unordered_set";
constexpr std::size_t kBatch = 256;
constexpr std::size_t kSingles = 200'000;
/// An entry that comes while look-ups are timed goes after so many others, for the second of which it lasts.
constexpr std::uint64_t kLives = 60'000;
constexpr std::uint64_t kAddsInSecond = 1'000;

/// Hashes of texts, behind the lock that a program would use for many readers.
class HashedTexts {
 public:
  explicit HashedTexts(std::size_t entries) { hashes_.reserve(entries); }
  void add(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    hashes_.insert(std::hash<std::string_view>{}(text));
  }
  void remove(std::string_view text) {
    const std::scoped_lock lock(mutex_);
    hashes_.erase(std::hash<std::string_view>{}(text));
  }
  bool has(std::string_view text) const {
    const std::shared_lock lock(mutex_);
    return hashes_.contains(std::hash<std::string_view>{}(text));
  }

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_set<std::uint64_t> hashes_;
};

struct Sets {
  std::size_t entries = 0;
  std::shared_ptr<RevocationSet> set;
  std::unique_ptr<HashedTexts> reference;
};

void add(RevocationSet& set, RevokedKind kind, std::string_view value, Timestamp expires, Timestamp now) {
  const Revocation entry{.kind = kind, .issuer = kIssuer, .value = value, .issued_before = {}, .expires = expires};
  if (!set.add(entry, now)) give_up("an entry was refused");
}

Sets load(RemoteResults& out, std::size_t entries) {
  // Room for what comes while look-ups are timed. It is fed, so each answer asks the clock as well.
  Sets made{
      .entries = entries,
      .set = need(RevocationSet::make({.max_entries = entries * 2 + kLives * 2, .max_silence = hours(24)}), "set"),
      .reference = std::make_unique<HashedTexts>(entries)};
  RevokedName name;
  const std::size_t before = resident_octets();
  const double begin = processor_ns();
  for (std::uint64_t i = 0; i < entries; ++i) {
    name.write(kind_of(i), i);
    add(*made.set, kind_of(i), name.text(), kNow + hours(24), kNow);
  }
  out.figures.push_back({"to load the revocations", (processor_ns() - begin) / 1e9, "seconds"});
  const double octets = static_cast<double>(resident_octets()) - static_cast<double>(before);
  out.figures.push_back({"of revocations", static_cast<double>(made.set->size()), "entries"});
  out.figures.push_back({"the process grew by them (goal for 10,000,000: 500)", octets / 1e6, "megabytes"});
  out.figures.push_back({"each", octets / static_cast<double>(entries), "octets"});
  made.set->heard(1);
  for (std::uint64_t i = 0; i < entries; ++i) {
    name.write(kind_of(i), i);
    made.reference->add(name.text());
  }
  return made;
}

/// A thread that adds entries, which end soon, without a pause; the reference gets the same, and loses them again.
class Feed {
 public:
  explicit Feed(const Sets& sets) : thread_([this, &sets](const std::stop_token& stop) { run(sets, stop); }) {}
  double updates_in_second() const {
    return static_cast<double>(done_.load()) / std::chrono::duration<double>(Wall::now() - begin_).count();
  }

 private:
  void run(const Sets& sets, const std::stop_token& stop) {
    RevokedName name;
    for (std::uint64_t i = 0; !stop.stop_requested(); ++i) {
      const Timestamp now = kNow + seconds(i / kAddsInSecond);
      const std::uint64_t number = sets.entries + i;
      name.write(kind_of(number), number);
      add(*sets.set, kind_of(number), name.text(), now + seconds(kLives / kAddsInSecond), now);
      sets.reference->add(name.text());
      if (i >= kLives) {
        name.write(kind_of(number - kLives), number - kLives);
        sets.reference->remove(name.text());
      }
      done_.store(i + 1, std::memory_order_relaxed);
    }
  }

  const Wall::time_point begin_ = Wall::now();
  std::atomic<std::uint64_t> done_ = 0;
  std::jthread thread_;
};

double nanoseconds_since(Wall::time_point begin) {
  return std::chrono::duration<double, std::nano>(Wall::now() - begin).count();
}

double cost_of_clock() {
  std::vector<double> took(1'001);
  for (double& one : took) one = nanoseconds_since(Wall::now());
  const auto middle = took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2);
  std::nth_element(took.begin(), middle, took.end());
  return *middle;
}

struct Look {
  const char* name;
  Asked what;
  bool is_revoked;
};
constexpr Look kLooks[] = {{"jti alone, not revoked", Asked::jti, false},
                           {"jti alone, revoked", Asked::jti, true},
                           {"all six, none revoked", Asked::all, false},
                           {"all six, jti revoked", Asked::all, true}};

/// Look-ups of one sort; what is asked is written before the clock starts, as a verifier has just parsed it.
class Asker {
 public:
  /// With a seed of its own it asks for what no other has brought into the caches.
  Asker(const Sets& sets, const Look& look, std::uint64_t seed)
      : sets_(&sets), look_(&look), numbers_(sets.entries, seed) {}

  std::optional<double> time(std::size_t count) {
    const RevocationSet& set = *sets_->set;
    return time_batches(count, [&](const RevocationQuery& query) { return set.check(query, kNow).has_value(); });
  }
  std::optional<double> time_reference(std::size_t count) {
    const HashedTexts& reference = *sets_->reference;
    return time_batches(count, [&](const RevocationQuery& query) { return !reference.has(query.token_id); });
  }
  /// Each by itself: nanoseconds, the clock's own not counted, the shortest first.
  std::vector<double> time_singles(std::size_t count) {
    std::vector<double> took(count);
    for (double& one : took) {
      prepare(batch_[0]);
      const Wall::time_point begin = Wall::now();
      const bool is_good = sets_->set->check(batch_[0].query(), kNow).has_value();
      one = nanoseconds_since(begin) - clock_ns_;
      if (is_good == look_->is_revoked) give_up("a wrong answer");
    }
    std::sort(took.begin(), took.end());
    return took;
  }

 private:
  void prepare(Question& question) {
    question.ask(look_->what, kIssuer, look_->is_revoked ? numbers_.revoked() : numbers_.never(), kNow);
  }

  template <class Check>
  std::optional<double> time_batches(std::size_t count, const Check& is_good) {
    double sum = 0;
    std::size_t good = 0;
    for (std::size_t left = count; left > 0;) {
      const std::size_t size = std::min(left, kBatch);
      for (std::size_t i = 0; i < size; ++i) prepare(batch_[i]);
      const double begin = processor_ns();
      for (std::size_t i = 0; i < size; ++i) good += is_good(batch_[i].query()) ? 1U : 0U;
      sum += processor_ns() - begin;
      left -= size;
    }
    if (good != (look_->is_revoked ? 0 : count)) return std::nullopt;
    return sum;
  }

  const Sets* sets_;
  const Look* look_;
  Numbers numbers_;
  std::array<Question, kBatch> batch_;
  double clock_ns_ = cost_of_clock();
};

/// What one read costs that no cache foresees, in as much memory as the set has: the least for whatever has to look
/// there once. Nanoseconds, each by itself, as time_singles does it.
std::vector<double> time_reads(const Sets& sets) {
  const std::vector<std::uint64_t> words(sets.set->memory() / sizeof(std::uint64_t) + 1, 1);
  Numbers numbers(words.size(), 1);
  std::vector<double> took(kSingles);
  const double clock_ns = cost_of_clock();
  std::uint64_t sum = 0;
  for (double& one : took) {
    const std::uint64_t at = numbers.any();
    const Wall::time_point begin = Wall::now();
    sum += words[at];
    one = nanoseconds_since(begin) - clock_ns;
  }
  if (sum != took.size()) give_up("a wrong word");
  std::sort(took.begin(), took.end());
  return took;
}

void tell_spread(RemoteResults& out, const std::string& name, const std::vector<double>& took) {
  out.figures.push_back({name + ", fastest", took.front(), "ns"});
  out.figures.push_back({name + ", median", took[took.size() / 2], "ns"});
  out.figures.push_back({name + ", 99 of 100", took[took.size() * 99 / 100], "ns"});
}

void race_looks(RemoteResults& out, const Sets& sets, const std::string& when, const Plan& plan) {
  std::vector<Entry> entries;
  std::vector<std::unique_ptr<Asker>> askers;
  askers.push_back(std::make_unique<Asker>(sets, kLooks[0], 0));
  entries.push_back({std::string(kReference), {}, [asker = askers.back().get()](std::size_t count) {
                       return asker->time_reference(count);
                     }});
  for (const Look& look : kLooks) {
    askers.push_back(std::make_unique<Asker>(sets, look, askers.size()));
    entries.push_back({look.name, {}, [asker = askers.back().get()](std::size_t count) { return asker->time(count); }});
    tell_spread(out, std::string(look.name) + ", " + when, askers.back()->time_singles(kSingles));
  }
  tell_spread(out, "one read of as much memory, " + when, time_reads(sets));
  for (Row& row : race("revocations, " + when, std::move(entries), kReference, plan))
    out.rows.push_back(std::move(row));
}

}  // namespace

void race_revocations(RemoteResults& out, std::size_t entries, const Plan& plan) {
  const Sets sets = load(out, entries);
  race_looks(out, sets, "quiet", plan);
  const Feed feed(sets);
  race_looks(out, sets, "updated", plan);
  out.figures.push_back({"of the revocations meanwhile", feed.updates_in_second(), "updates/s"});
}

}  // namespace signet::bench
