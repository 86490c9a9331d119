// A token that held, with what it takes to ask again what may have changed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::jwt {

/// Of which keys and which revocations a verdict speaks.
struct Versions {
  std::uint64_t keys = 0;
  std::uint64_t revocations = 0;
};

/// What is remembered: that the signature held, and that every rule did whose answer is the same each time. What can be
/// another answer later is never remembered but asked again: times, profiles (which see the time and the context), the
/// caller's own checks, and revocations when theirs changed.
class Remembered {
 public:
  /// What a verdict of this verifier depends on now; read it before the token is verified, so that what changes
  /// meanwhile is seen later. Nothing: a source of keys or of revocations cannot tell when it changes.
  static std::optional<Versions> versions(const Verifier& verifier) noexcept;
  /// Whether verdicts can be remembered at all. Keys for decryption have no version, so those of encrypted tokens
  /// cannot.
  static bool is_possible(const Verifier& verifier) noexcept;
  /// The longest token that the verifier looks at.
  static std::size_t max_size(const Verifier& verifier) noexcept;
  /// Errors: those of Verifier::verify().
  static Result<std::shared_ptr<const Remembered>> verify(const Verifier& verifier, const Versions& versions,
                                                          std::string_view token, Timestamp now,
                                                          const Context* context);

  Remembered(json::Document header, Verified token, const Versions& versions, std::size_t memory) noexcept
      : header_(std::move(header)),
        token_(std::move(token)),
        keys_(versions.keys),
        revocations_(versions.revocations),
        memory_(memory) {}

  const Verified& token() const noexcept { return token_; }
  /// Whether the keys are those that proved it.
  bool has_keys_of(const Versions& versions) const noexcept { return versions.keys == keys_; }
  /// Everything that is not remembered. The keys must be the same; null: a context that gives nothing.
  /// Errors: what Verifier::verify() of the same token would say.
  Result<> still_holds(const Verifier& verifier, const Versions& versions, Timestamp now, const Context* context) const;
  /// Octets that it occupies.
  std::size_t memory() const noexcept { return memory_; }

 private:
  json::Document header_;
  Verified token_;
  std::uint64_t keys_;
  mutable std::atomic<std::uint64_t> revocations_;  // up to which it is known not to be revoked
  std::size_t memory_;
};

}  // namespace signet::jwt
