// What was revoked in the benchmark, and what a verifier asks.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>

#include "signet/revocation.h"

namespace signet::bench {

inline constexpr std::array<RevokedKind, 6> kRevokedKinds = {
    RevokedKind::jti, RevokedKind::sid, RevokedKind::sub, RevokedKind::client_id, RevokedKind::grant, RevokedKind::kid};
/// Of a hundred entries so many are no jti, one of each other kind.
inline constexpr std::uint64_t kNotJti = 5;

inline RevokedKind kind_of(std::uint64_t number) noexcept {
  return number % 100 < kNotJti ? kRevokedKinds[number % 100 + 1] : RevokedKind::jti;
}

/// A text as long as a ULID, another one for each kind and number.
class RevokedName {
 public:
  void write(RevokedKind kind, std::uint64_t number) noexcept {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text_[0] = static_cast<char>('a' + static_cast<int>(kind));
    // An odd factor only, which keeps different numbers apart.
    number *= 0x9E37'79B9'7F4A'7C15U;
    for (std::size_t i = kFixed; i < text_.size(); ++i, number >>= 4U) text_[i] = kDigits[number & 15U];
  }
  std::string_view text() const noexcept { return {text_.data(), text_.size()}; }

 private:
  static constexpr std::size_t kFixed = 10;
  std::array<char, 26> text_ = {'a', '0', '1', 'J', 'B', 'K', '3', 'N', '6', 'E'};
};

enum class Asked : std::uint8_t { jti, all };

/// A query, and the texts that it points to.
class Question {
 public:
  Question() = default;
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  /// The jti has this number; what else is asked is not in the set.
  void ask(Asked what, std::string_view issuer, std::uint64_t number, Timestamp issued_at) noexcept {
    query_ = {.issuer = issuer, .token_id = name(RevokedKind::jti, number), .issued_at = issued_at};
    if (what == Asked::jti) return;
    const std::uint64_t other = number | kNeverRevoked;
    query_.session_id = name(RevokedKind::sid, other);
    query_.subject = name(RevokedKind::sub, other);
    query_.client_id = name(RevokedKind::client_id, other);
    query_.grant_id = name(RevokedKind::grant, other);
    query_.key_id = name(RevokedKind::kid, other);
  }
  const RevocationQuery& query() const noexcept { return query_; }

  /// Numbers with this bit are never revoked.
  static constexpr std::uint64_t kNeverRevoked = std::uint64_t{1} << 60U;

 private:
  std::string_view name(RevokedKind kind, std::uint64_t number) noexcept {
    RevokedName& written = names_[static_cast<std::size_t>(kind)];
    written.write(kind, number);
    return written.text();
  }
  std::array<RevokedName, 6> names_;
  RevocationQuery query_;
};

/// Random numbers of tokens that were revoked, or never are.
class Numbers {
 public:
  Numbers(std::uint64_t entries, std::uint64_t seed) : random_(seed), any_(0, entries - 1) {}
  std::uint64_t revoked() {
    const std::uint64_t number = any_(random_);
    return kind_of(number) == RevokedKind::jti ? number : number + kNotJti;
  }
  std::uint64_t any() { return any_(random_); }
  std::uint64_t never() { return any_(random_) | Question::kNeverRevoked; }

 private:
  std::mt19937_64 random_;
  std::uniform_int_distribution<std::uint64_t> any_;
};

}  // namespace signet::bench
