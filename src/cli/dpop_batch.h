// dpop verify --batch: what a line asks.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/batch.h"
#include "cli/batch_case.h"
#include "signet/dpop.h"
#include "signet/memory_replay_store.h"

namespace signet::cli {

/// What all lines of one run have seen. Nothing of it expires, since the lines of a log may stand in any order of time;
/// after a million proofs of one key, or a million keys, new ones are refused.
std::shared_ptr<ReplayStore> batch_replay_store();

class DpopVerifyWorker final : public BatchWorker {
 public:
  explicit DpopVerifyWorker(std::shared_ptr<ReplayStore> seen) : seen_(std::move(seen)) {}

 private:
  Result<> check(const json::Value& line, std::string& members) override;
  /// Whether this key has used this jti in an earlier line.
  std::function<Result<>()> settle() override;

  RecentlyMade<Result<dpop::Verifier>> verifiers_;
  std::shared_ptr<ReplayStore> seen_;
  ReplayId last_{};  // of the proof that held last
};

}  // namespace signet::cli
