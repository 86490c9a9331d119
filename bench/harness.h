// Timing on a machine that others use too: contenders take turns, so that what disturbs one disturbs all.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contender.h"

namespace signet::bench {

/// One row of the result. A ratio of 0: there is nothing to compare with.
struct Row {
  std::string group;  ///< "ES256 verify"
  std::string name;   ///< the contender
  double min_ns = 0;
  double median_ns = 0;
  double min_ratio = 0;     ///< min_ns over that of the reference
  double paired_ratio = 0;  ///< median over the rounds of (this one / the reference) of the same round
};

struct Plan {
  std::size_t rounds = 120;
  std::chrono::microseconds turn{2'000};   ///< how long one contender runs in one round
  std::chrono::milliseconds limit{4'500};  ///< on a machine that is busy with other things, fewer rounds are run
};

struct Entry {
  std::string name;
  Job job;
  /// A peer in another process measures itself: nanoseconds of processor time for so many operations, or nothing when
  /// one failed. Empty: the job is timed here.
  std::function<std::optional<double>(std::size_t)> timed = {};
};

/// Nanoseconds that this thread has used of a processor: while another program has it, this clock stands.
double processor_ns();

/// Runs the entries in turn and returns a row for each. `reference` names the entry that ratios are to; it may be
/// none of them. Ends the program when a job fails.
std::vector<Row> race(const std::string& group, std::vector<Entry> entries, std::string_view reference,
                      const Plan& plan);

/// base64url and JSON alone, on the payload of the token.
std::vector<Row> race_codec(const Material& material, const Plan& plan);

/// Octets of the payload that is streamed.
inline constexpr std::size_t kStreamedOctets = std::size_t{1} << 20;
/// Detached JWS by pieces. The reference is libcrypto's digest of the octets that are signed, and nothing else.
std::vector<Row> race_streams(const Plan& plan);
/// What race_streams measured as megabytes of payload a second.
std::string stream_lines(const std::vector<Row>& rows);

}  // namespace signet::bench
