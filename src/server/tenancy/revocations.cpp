#include "server/tenancy/revocations.h"

#include <algorithm>
#include <utility>

#include "crypto/random.h"
#include "keys/feed_page.h"
#include "server/tenancy/revocation_entry.h"
#include "signet/base64url.h"
#include "try.h"

namespace signet::server {
namespace {

constexpr std::size_t kMaxWaiting = 10'000;
constexpr std::size_t kReadAtOnce = 1'000;
constexpr std::size_t kEpochOctets = 16;
constexpr Duration kPageLifetime = std::chrono::seconds(60);
/// A page that says "nothing new" is made again after this, so that it is not an old one for long.
constexpr Duration kPageKept = std::chrono::milliseconds(500);
constexpr std::string_view kEpochId = "revocations.epoch";

Result<std::string> open_epoch(storage::Store& store, const std::string& tenant) {
  const storage::Name name = Revocations::epoch_name(tenant);
  const auto get = [&](auto done) { store.get(name, std::move(done)); };
  SIGNET_TRY(auto found, storage::wait_for<std::optional<storage::Record>>(get));
  if (found) return std::move(found->body);
  SIGNET_TRY(const Secret random, crypto::random_secret(kEpochOctets));
  storage::Record record{.name = name, .body = base64url::encode(random.expose())};
  SIGNET_TRY(const bool is_first, storage::wait_for<bool>([&](auto done) { store.insert(record, std::move(done)); }));
  if (is_first) return std::move(record.body);
  SIGNET_TRY(found, storage::wait_for<std::optional<storage::Record>>(get));
  if (!found) return fail(Errc::internal, "epoch");
  return std::move(found->body);
}

}  // namespace

storage::Name Revocations::epoch_name(std::string tenant) {
  return {.kind = storage::Kind::meta, .tenant = std::move(tenant), .id = std::string(kEpochId)};
}

Revocations::Revocations(storage::Store& store, std::string tenant, std::string issuer,
                         std::shared_ptr<const Clock> clock)
    : store_(store), tenant_(std::move(tenant)), issuer_(std::move(issuer)), clock_(std::move(clock)) {}

Result<std::shared_ptr<Revocations>> Revocations::open(storage::Store& store, std::string tenant, std::string issuer,
                                                       const std::shared_ptr<const Clock>& clock) {
  std::shared_ptr<Revocations> opened(new Revocations(store, std::move(tenant), std::move(issuer), clock));
  SIGNET_TRY(opened->epoch_, open_epoch(store, opened->tenant_));
  while (true) {
    SIGNET_TRY(const auto entries, storage::wait_for<std::vector<storage::Entry>>([&](auto done) {
                 store.read_since(storage::Log::revocations, opened->tenant_, opened->last_, kReadAtOnce,
                                  std::move(done));
               }));
    for (const storage::Entry& entry : entries) SIGNET_CHECK(opened->apply(entry));
    if (entries.empty()) return opened;
  }
}

Result<RevocationSet*> Revocations::set() {
  const std::scoped_lock lock(mutex_);
  if (!set_) {
    SIGNET_TRY(set_, RevocationSet::make({.max_silence = std::nullopt, .clock = clock_}));
    current_.store(set_.get(), std::memory_order_release);
  }
  return set_.get();
}

Result<> Revocations::apply(const storage::Entry& entry) {
  const auto known = parse_revocation(entry.body);
  if (!known) return std::unexpected(known.error());
  SIGNET_TRY(RevocationSet* const into, set());
  const Revocation revocation{.kind = known->kind,
                              .issuer = issuer_,
                              .value = known->value,
                              .issued_before = known->before,
                              .expires = entry.expires};
  SIGNET_CHECK(into->add(revocation, clock_->now()));
  std::uint64_t before = last_.load(std::memory_order_acquire);
  while (before < entry.sequence && !last_.compare_exchange_weak(before, entry.sequence, std::memory_order_acq_rel)) {
  }
  return {};
}

void Revocations::add(const Revocation& entry, std::function<void(Result<>)> done) {
  add_quietly(entry, [self = shared_from_this(), done = std::move(done)](Result<> added) {
    if (added) self->wake();
    done(std::move(added));
  });
}

void Revocations::add_quietly(const Revocation& entry, std::function<void(Result<>)> done) {
  storage::Entry made{.sequence = 0, .at = {}, .expires = entry.expires, .body = {}};
  made.body = to_body({.kind = entry.kind, .value = std::string(entry.value), .before = entry.issued_before});
  std::string body = made.body;
  store_.append(storage::Log::revocations, tenant_, std::move(body), entry.expires,
                [self = shared_from_this(), made = std::move(made),
                 done = std::move(done)](Result<std::uint64_t> sequence) mutable {
                  if (!sequence) return done(std::unexpected(std::move(sequence).error()));
                  made.sequence = *sequence;
                  done(self->apply(made));
                });
}

void Revocations::end() {
  std::unordered_map<std::uint64_t, std::function<void()>> all;  // ends without the lock
  const std::scoped_lock lock(mutex_);
  all.swap(waiting_);
}

Result<> Revocations::check(const RevocationQuery& query, Timestamp now) const {
  const RevocationSet* const known = current_.load(std::memory_order_acquire);
  return known == nullptr ? Result<>{} : known->check(query, now);
}

bool Revocations::is_revoked_kid(std::string_view kid, Timestamp now) const {
  const RevocationSet* const known = current_.load(std::memory_order_acquire);
  return known != nullptr && known->is_revoked_kid(issuer_, kid, now);
}

std::size_t Revocations::entries() const {
  const RevocationSet* const known = current_.load(std::memory_order_acquire);
  return known == nullptr ? 0 : known->size();
}

std::optional<std::uint64_t> Revocations::wait(std::uint64_t since, std::function<void()> task) {
  const std::scoped_lock lock(mutex_);
  if (last() > since || waiting_.size() >= kMaxWaiting) return std::nullopt;
  waiting_.emplace(++next_ticket_, std::move(task));
  return next_ticket_;
}

void Revocations::stop_waiting(std::uint64_t ticket) {
  std::function<void()> task;  // ends without the lock
  const std::scoped_lock lock(mutex_);
  const auto found = waiting_.find(ticket);
  if (found == waiting_.end()) return;
  task = std::move(found->second);
  waiting_.erase(found);
}

void Revocations::wake() {
  std::unordered_map<std::uint64_t, std::function<void()>> all;
  {
    const std::scoped_lock lock(mutex_);
    all.swap(waiting_);
  }
  for (const auto& [ticket, task] : all) task();
}

Result<std::string> Revocations::write_page(std::uint64_t since, std::uint64_t end,
                                            const std::vector<storage::Entry>& entries, const Signer& signer) const {
  feed::PageWriter writer({.issuer = issuer_, .epoch = epoch_, .audience = {}, .from = since});
  std::uint64_t to = since;
  bool is_full = false;
  for (const storage::Entry& entry : entries) {
    const auto known = parse_revocation(entry.body);
    if (!known) return std::unexpected(known.error());
    const Revocation revocation{.kind = known->kind,
                                .issuer = issuer_,
                                .value = known->value,
                                .issued_before = known->before,
                                .expires = entry.expires};
    SIGNET_TRY(const bool fits, writer.add({.sequence = entry.sequence, .revocation = revocation}));
    if (!fits) {
      is_full = true;
      break;
    }
    to = entry.sequence;
  }
  // What has expired at the end of the log is covered, too, so that nobody asks for it again.
  const bool more = is_full || entries.size() >= kReadAtOnce;
  if (!more) to = std::max(to, end);
  return std::move(writer).sign(to, more, clock_->now(), kPageLifetime, signer);
}

void Revocations::page(std::uint64_t since, std::shared_ptr<const Signer> signer,
                       std::function<void(Result<std::string>)> done) {
  const std::uint64_t end = last();
  since = std::min(since, end);  // a reader of another log begins anew when it sees the epoch
  {
    const std::scoped_lock lock(mutex_);
    const bool is_same = made_ && made_->since == since && made_->last == end && made_->signer == signer &&
                         clock_->now() - made_->at < kPageKept;
    if (is_same) return done(made_->text);
  }
  store_.read_since(storage::Log::revocations, tenant_, since, kReadAtOnce,
                    [self = shared_from_this(), since, end, signer = std::move(signer),
                     done = std::move(done)](Result<std::vector<storage::Entry>> entries) {
                      if (!entries) return done(std::unexpected(std::move(entries).error()));
                      auto text = self->write_page(since, end, *entries, *signer);
                      if (text) {
                        const std::scoped_lock lock(self->mutex_);
                        self->made_ = Made{since, end, signer, self->clock_->now(), *text};
                      }
                      done(std::move(text));
                    });
}

}  // namespace signet::server
