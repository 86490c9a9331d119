#include "keys/revocation_shard.h"

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

namespace signet::keys {
namespace {

using Word = std::atomic<std::uint64_t>;

constexpr std::uint32_t kGroup = 8;         // places, and so the octets of a word
constexpr std::uint32_t kEntryWords = 3;    // both halves of the digest; issued_before and expires
constexpr std::uint32_t kLoadPercent = 85;  // of a table that is full
constexpr unsigned kHalf = 32;              // bits
constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;

/// How the words of a table are used: the number of groups, the tags of each, the entries. `Element` is Word for who
/// writes, and const Word for who reads.
template <class Element>
class Table {
 public:
  explicit Table(Element* words) noexcept
      : words_(words), groups_(words == nullptr ? 0 : words->load(std::memory_order_relaxed)) {}

  std::uint64_t groups() const noexcept { return groups_; }
  std::uint64_t places() const noexcept { return groups_ * kGroup; }
  Element& tags(std::uint64_t group) const noexcept { return words_[1 + group]; }
  Element* entry(std::uint64_t place) const noexcept { return words_ + 1 + groups_ + place * kEntryWords; }
  /// The group in which a digest begins to be looked for; the shard was chosen by the other half of the digest.
  std::uint64_t start_of(const RevocationDigest& digest) const noexcept {
    return (digest.second >> kHalf) * groups_ >> kHalf;
  }

 private:
  Element* words_;
  std::uint64_t groups_;
};

constexpr std::size_t words_of(std::uint64_t groups) noexcept {
  return 1 + groups + groups * kGroup * kEntryWords;
}

/// Never 0: that is a place that is free.
std::uint64_t tag_of(const RevocationDigest& digest) noexcept {
  return std::max<std::uint64_t>(digest.first & UINT8_MAX, 1);
}

/// The highest bit of each octet that is 0, and no other.
std::uint64_t zero_octets(std::uint64_t word) noexcept {
  constexpr std::uint64_t kLow = kOnes * 0x7F;
  return ~(((word & kLow) + kLow) | word | kLow);
}

unsigned first_octet(std::uint64_t highest_bits) noexcept {
  return static_cast<unsigned>(std::countr_zero(highest_bits)) / 8;
}

std::uint64_t in_one_word(const RevocationEntry& entry) noexcept {
  return std::uint64_t{entry.issued_before} << kHalf | entry.expires;
}

RevocationEntry read(const Word* at) noexcept {
  const std::uint64_t times = at[2].load(std::memory_order_relaxed);
  return {.digest = {.first = at[0].load(std::memory_order_relaxed), .second = at[1].load(std::memory_order_relaxed)},
          .issued_before = static_cast<Seconds32>(times >> kHalf),
          .expires = static_cast<Seconds32>(times)};
}

struct Place {
  std::uint64_t at;
  bool is_free;
};

/// Where the digest is, or would be. A table always has a place that is free.
template <class Element>
Place place_in(const Table<Element>& table, const RevocationDigest& digest) noexcept {
  for (std::uint64_t group = table.start_of(digest);; group = group + 1 == table.groups() ? 0 : group + 1) {
    const std::uint64_t tags = table.tags(group).load(std::memory_order_acquire);
    for (std::uint64_t same = zero_octets(tags ^ tag_of(digest) * kOnes); same != 0; same &= same - 1) {
      const std::uint64_t at = group * kGroup + first_octet(same);
      if (read(table.entry(at)).digest == digest) return {.at = at, .is_free = false};
    }
    const std::uint64_t free = zero_octets(tags);
    if (free != 0) return {.at = group * kGroup + first_octet(free), .is_free = true};
  }
}

void put(const Table<Word>& table, std::uint64_t at, const RevocationEntry& entry) noexcept {
  Word* const words = table.entry(at);
  words[0].store(entry.digest.first, std::memory_order_relaxed);
  words[1].store(entry.digest.second, std::memory_order_relaxed);
  words[2].store(in_one_word(entry), std::memory_order_relaxed);
  Word& tags = table.tags(at / kGroup);
  const std::uint64_t tag = tag_of(entry.digest) << at % kGroup * 8;
  tags.store(tags.load(std::memory_order_relaxed) | tag, std::memory_order_release);
}

bool is_full(std::uint64_t used, std::uint64_t places) noexcept {
  return used * 100 >= places * kLoadPercent;
}

/// Calls `visit` with each entry that has not expired.
template <class Visit>
void for_each_live(const Table<Word>& table, Seconds32 now, const Visit& visit) {
  for (std::uint64_t at = 0; at < table.places(); ++at) {
    // A place that is free expired at 0.
    const RevocationEntry entry = read(table.entry(at));
    if (entry.expires > now) visit(entry);
  }
}

/// Room for so many entries. The next size is a quarter more, so that memory is used well whatever their number; small
/// tables are doubled.
std::uint64_t groups_for(std::uint32_t live, std::uint64_t groups, bool may_grow) noexcept {
  // A table that would soon be full again grows; one that has become much too large shrinks.
  constexpr std::uint32_t kSlack = 8;
  constexpr std::uint64_t kSmall = 64;
  if (groups == 0) return 1;
  if (live < groups * kGroup / 4) return std::uint64_t{live} * 2 / kGroup + 1;
  return may_grow && is_full(live + live / kSlack + 1, groups * kGroup)
             ? groups + (groups < kSmall ? groups : groups / 4)
             : groups;
}

}  // namespace

bool RevocationShard::rebuild(Seconds32 now, bool may_grow, RevocationReaders& readers) {
  const Table<Word> old(words_.get());
  std::uint32_t live = 0;
  for_each_live(old, now, [&](const RevocationEntry&) { ++live; });
  const std::uint64_t groups = groups_for(live, old.groups(), may_grow);
  std::unique_ptr<Word[]> words(new (std::nothrow) Word[words_of(groups)]);
  if (!words) return false;
  words[0].store(groups, std::memory_order_relaxed);
  const Table<Word> next(words.get());
  for_each_live(old, now, [&](const RevocationEntry& entry) { put(next, place_in(next, entry.digest).at, entry); });
  words_.swap(words);
  table_.store(words_.get(), std::memory_order_seq_cst);
  used_.store(live, std::memory_order_relaxed);
  octets_.store(static_cast<std::uint32_t>(words_of(groups) * sizeof(Word)), std::memory_order_relaxed);
  readers.retire(std::move(words));  // the former ones
  return true;
}

Result<RevocationShard::Added> RevocationShard::add(const RevocationEntry& entry, Seconds32 now,
                                                    RevocationReaders& readers) {
  const std::scoped_lock lock(mutex_);
  if (is_full(size() + 1, Table<Word>(words_.get()).places()) && !rebuild(now, true, readers))
    return fail(Errc::internal, "memory");
  const Table<Word> table(words_.get());
  const Place place = place_in(table, entry.digest);
  if (place.is_free) {
    put(table, place.at, entry);
    used_.fetch_add(1, std::memory_order_relaxed);
    return Added::fresh;
  }
  const RevocationEntry before = read(table.entry(place.at));
  RevocationEntry both = entry;
  // What had expired says nothing any more.
  if (before.expires > now) both.issued_before = std::max(before.issued_before, entry.issued_before);
  both.expires = std::max(before.expires, entry.expires);
  if (in_one_word(both) == in_one_word(before)) return Added::known;
  table.entry(place.at)[2].store(in_one_word(both), std::memory_order_relaxed);
  return Added::changed;
}

void RevocationShard::sweep(Seconds32 now, RevocationReaders& readers) {
  const std::scoped_lock lock(mutex_);
  if (words_) (void)rebuild(now, false, readers);
}

std::optional<RevocationEntry> RevocationShard::find(const RevocationDigest& digest) const noexcept {
  const Table<const Word> table(table_.load(std::memory_order_seq_cst));
  if (table.groups() == 0) return std::nullopt;
  const Place place = place_in(table, digest);
  if (place.is_free) return std::nullopt;
  return read(table.entry(place.at));
}

void RevocationShard::prefetch(const RevocationDigest& digest) const noexcept {
  const Table<const Word> table(table_.load(std::memory_order_seq_cst));
  if (table.groups() != 0) __builtin_prefetch(&table.tags(table.start_of(digest)));
}

}  // namespace signet::keys
