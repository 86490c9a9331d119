// Claims in words, for people: what they are called, times and durations, keys of confirmations.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/console.h"
#include "signet/json.h"
#include "signet/timestamp.h"

namespace signet::cli {

/// "2026-11-01T12:10:00Z" and "in 9 minutes", of a claim that is a time.
struct TimeWords {
  std::string date;
  std::string relative;
};
/// Nothing for a claim that is no time, or a value that is none; `units` as to_relative() has them.
std::optional<TimeWords> time_words(std::string_view claim, const json::Value& value, Timestamp now,
                                    unsigned units = 2);
/// "10 minutes", of a claim that is a number of seconds; empty for every other one.
std::string duration_words(std::string_view claim, const json::Value& value);

/// Name, value and title of each claim, a line each; the members of cnf have lines of their own.
std::string claims_text(const json::Value& claims, Timestamp now, const Console& console);

/// Members "times", "durations", "registered" (what each registered claim is) and "confirmations" (the same of cnf),
/// into an object that is open.
void write_claim_words(json::Writer& out, const json::Value& claims, Timestamp now);

}  // namespace signet::cli
