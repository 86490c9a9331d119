// Asking a source of keys, which is the caller's code.
#pragma once

#include "signet/result.h"

namespace signet::jose {

/// What `source` finds. Sources may throw, and verification does not: internal(keys).
template <class Source, class Query>
auto ask(const Source& source, const Query& query) -> decltype(source.find(query)) {
  try {
    return source.find(query);
  } catch (...) {
    return fail(Errc::internal, "keys");
  }
}

}  // namespace signet::jose
