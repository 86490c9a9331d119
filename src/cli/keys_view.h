// Keys of a tenant and its audit log, for people.
#pragma once

#include "cli/invocation.h"
#include "signet/json.h"

namespace signet::cli {

/// A line for each key: when it signs and when it vanishes; with --json the answer.
Outcome<> show_keys(const Invocation& run, const json::Document& answer);
/// A line for each change.
Outcome<> show_audit(const Invocation& run, const json::Document& answer);

}  // namespace signet::cli
