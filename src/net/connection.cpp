#include "net/connection.h"

#include <exception>
#include <utility>

#include "net/response_writer.h"

namespace signet::net {
namespace {

constexpr std::size_t kJoinedBody = 4096;        // octets of a body that is copied behind the header
constexpr std::size_t kMaxDrained = 256u << 10;  // octets that are read after the last answer

constexpr std::size_t kKeptHead = 2048;  // octets of memory that an idle connection may keep

using State = RequestReader::State;

}  // namespace

Connection::Connection(Worker& worker, std::unique_ptr<Stream> stream, Peer peer)
    : worker_(worker), stream_(std::move(stream)), peer_(std::move(peer)), reader_(worker.core().limits.request) {}

void Connection::enter(Phase phase, std::chrono::milliseconds time) {
  phase_ = phase;
  deadline_ = Worker::Clock::now() + time;
}

void Connection::start(Worker::Connections::iterator place) {
  place_ = place;
  enter(Phase::opening, worker_.core().limits.handshake_time);
  stream_->open(shared_from_this());
}

void Connection::on_open(bool is_open, std::string_view reason) {
  if (phase_ == Phase::closed) return;
  if (!is_open) {
    worker_.tallies().handshake_failed.add();
    worker_.core().tell(EventKind::handshake_failed, reason, peer_);
    return close();
  }
  certificate_ = stream_->client_certificate();
  enter(Phase::reading, worker_.core().limits.idle_time);
  read_more(State::idle);
}

void Connection::advance() {
  phase_ = Phase::reading;
  const State state = reader_.advance();
  if (state == State::refused) return refuse(reader_.refusal(), true);
  if (state == State::ready) return serve(reader_.take());
  if (state == State::body && reader_.take_continue()) {
    awaited_ = State::idle;  // the time for the body begins when it was asked for
    enter(Phase::inviting, worker_.core().limits.write_time);
    return stream_->write(kContinue, {}, shared_from_this());
  }
  read_more(state);
}

void Connection::read_more(State state) {
  const ServerLimits& limits = worker_.core().limits;
  if (state == State::idle) {
    if (worker_.is_draining()) return close();
    enter(Phase::reading, limits.idle_time);
  } else if (awaited_ != state) {
    // Once for each part: a client that sends an octet now and then gets no more time by it.
    enter(Phase::reading, state == State::head ? limits.head_time : limits.body_time);
  }
  awaited_ = state;
  phase_ = Phase::reading;
  if (std::exchange(is_reading_, true)) return;
  stream_->read(shared_from_this());
}

void Connection::on_read(bool is_over, std::string_view octets) {
  is_reading_ = false;
  if (phase_ == Phase::reading) {
    if (is_over) return close();
    reader_.push(octets);
    return advance();
  }
  if (phase_ != Phase::lingering) return;
  drained_ += octets.size();
  if (is_over || drained_ > kMaxDrained) return close();
  is_reading_ = true;
  stream_->drain(shared_from_this());
}

void Connection::serve(Request request) {
  awaited_ = State::idle;
  worker_.tallies().requests.add();
  const ServerLimits& limits = worker_.core().limits;
  framing_ = reader_.framing();
  if (++requests_ >= limits.requests_per_connection || worker_.is_draining()) framing_.keep_alive = false;
  is_head_ = request.method == "HEAD";
  request.peer = peer_;
  request.is_tls = stream_->is_tls();
  request.client_certificate = certificate_;
  auto found = worker_.core().router.find(request);
  if (auto* response = std::get_if<Response>(&found)) return respond(std::move(*response));
  const Endpoint& endpoint = *std::get<const Endpoint*>(found);
  if (endpoint.kind == Kind::inline_) return answer_now(endpoint, request);
  answer_later(endpoint, std::move(request));
}

void Connection::failed(std::string_view what) {
  worker_.tallies().endpoint_failed.add();
  worker_.core().tell(EventKind::endpoint_failed, what, peer_);
}

void Connection::answer_now(const Endpoint& endpoint, const Request& request) {
  Response response{.status = 500};
  try {
    response = std::get<AnswerNow>(endpoint.answer)(request);
  } catch (const std::exception& thrown) {
    failed(thrown.what());
  } catch (...) {
    failed({});
  }
  respond(std::move(response));
}

Pending Connection::make_pending(std::shared_ptr<PendingSlot> slot) {
  return Pending([mailbox = worker_.mailbox(), self = weak_from_this(), serial = serial_,
                  slot = std::move(slot)](Response response) mutable {
    slot.reset();
    if (mailbox->is_here()) {  // an endpoint that answers at once costs no way through the queue
      if (const auto connection = self.lock()) connection->on_answer(serial, std::move(response));
      return;
    }
    mailbox->post([self = std::move(self), serial, response = std::move(response)]() mutable {
      if (const auto connection = self.lock()) connection->on_answer(serial, std::move(response));
    });
  });
}

void Connection::answer_later(const Endpoint& endpoint, Request request) {
  const Core& core = worker_.core();
  auto slot = PendingSlot::take(core.pending, core.limits.pending);
  if (!slot) return refuse(Refusal::pending_full, false);
  ++serial_;
  enter(Phase::answering, core.limits.answer_time);
  Pending pending = make_pending(std::move(slot));
  if (endpoint.kind == Kind::slow) return answer_slowly(endpoint, std::move(request), std::move(pending));
  try {
    std::get<AnswerLater>(endpoint.answer)(request, std::move(pending));
  } catch (const std::exception& thrown) {
    failed(thrown.what());
  } catch (...) {
    failed({});
  }
}

namespace {

/// On a thread of the pool.
void run_slowly(const Endpoint& endpoint, const Request& request, Pending pending) {
  if (const auto* now = std::get_if<AnswerNow>(&endpoint.answer)) return pending.answer((*now)(request));
  std::get<AnswerLater>(endpoint.answer)(request, std::move(pending));
}

}  // namespace

void Connection::answer_slowly(const Endpoint& endpoint, Request request, Pending pending) {
  // What a job that is dropped at once answers is not for us; what a thread of the pool answers comes through the
  // queue.
  const std::uint64_t serial = serial_++;
  const bool is_taken = worker_.core().slow.run([&endpoint, request = std::move(request), pending = std::move(pending),
                                                 mailbox = worker_.mailbox(), self = weak_from_this()]() mutable {
    std::string what;
    try {
      return run_slowly(endpoint, request, std::move(pending));
    } catch (const std::exception& thrown) {
      what = thrown.what();
    } catch (...) {
      what = "";
    }
    mailbox->post([self = std::move(self), what = std::move(what)] {
      if (const auto connection = self.lock()) connection->failed(what);
    });
  });
  if (is_taken) {
    serial_ = serial;
    return;
  }
  refuse(Refusal::slow_full, false);
}

void Connection::on_answer(std::uint64_t serial, Response response) {
  if (phase_ == Phase::answering && serial == serial_) respond(std::move(response));
}

void Connection::refuse(Refusal refusal, bool is_last) {
  worker_.tallies().refused[static_cast<std::size_t>(refusal)].add();
  worker_.core().tell(EventKind::refused, row_of(refusal).name, peer_);
  if (is_last) framing_ = {.minor_version = 1, .keep_alive = false};
  respond(answer_to(refusal));
}

void Connection::respond(Response response) {
  if (!is_sendable(response)) {
    worker_.core().tell(EventKind::answer_unusable, {}, peer_);
    response = {.status = 500};
  }
  head_ = write_head(response, framing_, is_head_, worker_.date());
  body_.clear();
  if (has_body(response, is_head_)) {
    if (response.body.size() <= kJoinedBody)
      head_.append(response.body);
    else
      body_ = std::move(response.body);
  }
  is_head_ = false;
  enter(Phase::writing, worker_.core().limits.write_time);
  stream_->write(head_, body_, shared_from_this());
}

void Connection::on_written(bool is_written) {
  if (phase_ == Phase::closed) return;
  if (!is_written) return close();
  if (phase_ == Phase::inviting) return read_more(State::body);
  std::string().swap(body_);
  if (head_.capacity() > kKeptHead) std::string().swap(head_);
  if (framing_.keep_alive) return advance();
  //= rfc9112#9.6 close in stages: first the half that is written, then wait for the client to close or for a while
  enter(Phase::finishing, worker_.core().limits.linger_time);
  stream_->finish(shared_from_this());
}

void Connection::on_finished() {
  if (phase_ != Phase::finishing) return;
  phase_ = Phase::lingering;
  if (std::exchange(is_reading_, true)) return;
  stream_->drain(shared_from_this());
}

void Connection::on_deadline() {
  if (phase_ == Phase::answering) {
    ++serial_;
    framing_.keep_alive = false;
    return refuse(Refusal::answer_late, false);
  }
  const bool is_partial = phase_ == Phase::reading && awaited_ != State::idle;
  if (!is_partial) return close();
  refuse(awaited_ == State::head ? Refusal::head_late : Refusal::body_late, true);
}

void Connection::on_drain() {
  if (phase_ == Phase::reading && awaited_ == State::idle) return close();
  framing_.keep_alive = false;
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  stream_->close();
  worker_.remove(place_);
}

}  // namespace signet::net
