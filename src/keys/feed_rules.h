// What reader and writer of a page both hold to: docs/protocols/revocation-feed.md.
#pragma once

#include <algorithm>
#include <string_view>

#include "codec/ascii.h"
#include "keys/feed_page.h"
#include "signet/revocation.h"

namespace signet::feed {

inline constexpr RevokedKind kKinds[] = {RevokedKind::jti,       RevokedKind::sid,   RevokedKind::sub,
                                         RevokedKind::client_id, RevokedKind::grant, RevokedKind::kid};

/// A jti is one token, and who has a key that was revoked writes any iat: neither has a time before which it hits.
constexpr bool may_have_before(RevokedKind kind) noexcept {
  return kind != RevokedKind::jti && kind != RevokedKind::kid;
}

inline bool is_epoch(std::string_view text) noexcept {
  const auto is_such = [](char c) { return codec::is_alnum(c) || c == '-' || c == '_'; };
  return text.size() <= kMaxEpoch && codec::all(text, is_such);
}

inline bool is_value(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kMaxValue;
}

/// Where a page begins and ends.
inline bool is_range(std::uint64_t from, std::uint64_t to) noexcept {
  return from <= to && to <= kMaxSequence;
}

}  // namespace signet::feed
