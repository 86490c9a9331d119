// One connection: its requests are read, answered and written one after the other.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "net/request_reader.h"
#include "net/router.h"
#include "net/stream.h"
#include "net/worker.h"

namespace signet::net {

class Connection final : public StreamUser, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Worker& worker, std::unique_ptr<Stream> stream, Peer peer);

  /// `place` is where the worker keeps it.
  void start(Worker::Connections::iterator place);
  Worker::Clock::time_point deadline() const noexcept { return deadline_; }
  void on_deadline();
  void on_drain();
  void close();

  void on_open(bool is_open, std::string_view reason) override;
  void on_read(bool is_over, std::string_view octets) override;
  void on_written(bool is_written) override;
  void on_finished() override;

 private:
  enum class Phase : std::uint8_t { opening, reading, answering, writing, inviting, finishing, lingering, closed };

  void advance();
  void read_more(RequestReader::State state);
  void serve(Request request);
  void answer_now(const Endpoint& endpoint, const Request& request);
  void answer_later(const Endpoint& endpoint, Request request);
  void answer_slowly(const Endpoint& endpoint, Request request, Pending pending);
  Pending make_pending(std::shared_ptr<PendingSlot> slot);
  void on_answer(std::uint64_t serial, Response response);
  /// The answer in place of one by an endpoint; the connection ends when its octets are in doubt.
  void refuse(Refusal refusal, bool is_last);
  void respond(Response response);
  void failed(std::string_view what);
  void enter(Phase phase, std::chrono::milliseconds time);

  Worker& worker_;
  std::unique_ptr<Stream> stream_;
  Peer peer_;
  std::shared_ptr<const Bytes> certificate_;
  RequestReader reader_;
  Worker::Connections::iterator place_;
  Worker::Clock::time_point deadline_{};
  Phase phase_ = Phase::opening;
  RequestReader::State awaited_ = RequestReader::State::idle;  // what the deadline of reading is for
  bool is_reading_ = false;
  bool is_head_ = false;
  Framing framing_;
  std::size_t requests_ = 0;
  std::size_t drained_ = 0;
  std::uint64_t serial_ = 0;  // of the answer that is waited for
  std::string head_;
  std::string body_;
};

}  // namespace signet::net
