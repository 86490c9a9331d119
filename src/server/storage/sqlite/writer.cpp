#include "server/storage/sqlite/writer.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "try.h"

namespace signet::server::storage::sqlite {

Result<std::unique_ptr<Writer>> Writer::start(Session session) {
  std::unique_ptr<Writer> writer(new Writer(std::move(session)));
  try {
    writer->thread_ = std::thread([made = writer.get()] { made->work(); });
  } catch (const std::system_error&) {  // the system has no more threads
    return fail(Errc::store_unavailable, "threads");
  }
  return writer;
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

const char* Writer::refusal_of(OperationPtr& operation) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return "closed";
  if (waiting_.size() >= kMaxWaiting || waiting_octets_ + operation->octets() > kMaxWaitingOctets) return "busy";
  waiting_octets_ += operation->octets();
  waiting_.push_back(std::move(operation));
  return nullptr;
}

void Writer::submit(OperationPtr operation) {
  const char* const reason = refusal_of(operation);
  if (reason == nullptr) return wake_.notify_one();
  // Without the lock: an answer may ask again.
  operation->refuse({Errc::store_unavailable, reason});
}

bool Writer::take(Batch& batch) {
  bool is_any = false;
  for (; !waiting_.empty() && batch.size() < kMaxBatch; is_any = true) {
    waiting_octets_ -= waiting_.front()->octets();
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return is_any;
}

Writer::Batch Writer::wait_for_some() {
  Batch batch;
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return is_closed_ || !waiting_.empty(); });
  take(batch);
  return batch;
}

bool Writer::take_more(Batch& batch) {
  const std::lock_guard lock(mutex_);
  return take(batch);
}

Result<> Writer::run_together(Batch& batch) {
  SIGNET_CHECK(session_.begin());
  const auto end = std::chrono::steady_clock::now() + kLongestBatch;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (auto done = batch[i]->run(session_); !done) {
      session_.rollback();
      return done;
    }
    if (i + 1 == batch.size() && std::chrono::steady_clock::now() < end) take_more(batch);
  }
  return session_.commit();
}

Result<> Writer::run_alone(Operation& operation) {
  SIGNET_CHECK(session_.begin());
  if (auto done = operation.run(session_); !done) {
    session_.rollback();
    return done;
  }
  return session_.commit();
}

void Writer::run_each(Batch& batch) {
  for (OperationPtr& operation : batch) {
    auto done = run_alone(*operation);
    if (done) continue;
    operation->refuse(std::move(done).error());
    operation.reset();
  }
  std::erase(batch, nullptr);
}

bool Writer::wait_again(OperationPtr& operation) {
  const std::lock_guard lock(mutex_);
  if (is_closed_) return false;
  waiting_octets_ += operation->octets();
  waiting_.push_back(std::move(operation));
  return true;
}

void Writer::answer(Batch& batch) {
  for (OperationPtr& operation : batch) {
    if (!operation->goes_on()) {
      operation->answer();
    } else if (!wait_again(operation)) {
      operation->refuse({Errc::store_unavailable, "closed"});
    }
  }
}

void Writer::work() {
  for (Batch batch = wait_for_some(); !batch.empty(); batch = wait_for_some()) {
    {
      const std::lock_guard lock(session_mutex_);
      // One whose failure rolled all back shall not be the failure of the others.
      if (!run_together(batch)) run_each(batch);
    }
    answer(batch);
  }
}

}  // namespace signet::server::storage::sqlite
