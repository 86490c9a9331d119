// What batch cases have in common: keys, algorithms, tokens.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "signet/algorithm.h"
#include "signet/json.h"
#include "signet/jwk_set.h"
#include "signet/result.h"
#include "signet/timestamp.h"

namespace signet::cli {

/// A member that must be there. Errors: malformed_case(NAME).
Result<json::Value> member_of(const json::Value& line, std::string_view name);
/// "token": a string. A JSON serialization is not taken. Errors: malformed_case(token), malformed_token(token).
Result<std::string_view> token_of(const json::Value& line);
/// "now": whole seconds, at most to the year 9999; this machine's clock where it is not there or null.
/// Errors: malformed_case(now).
Result<Timestamp> now_of(const json::Value& line);
/// "algs": an array of names. Errors: malformed_case(algs), alg_undecided(algs) when it is empty, alg_unknown(NAME).
Result<AlgorithmSet> algorithms_of(const json::Value& line);
/// "key": a JWK, or a JWK Set loaded as private, made ready to verify. Errors: malformed_case(key), those of Key.
Result<JwkSet> keys_of(const json::Value& key);

/// Keeps what was made from recent texts, so that cases that repeat a key prepare it once. The texts may be private.
template <class Made>
class RecentlyMade {
 public:
  /// What was made from exactly this text, or what `make` makes of it now. The reference holds until the next call.
  template <class Make>
  const Made& get(std::string_view text, Make make) {
    const auto found = made_.find(text);
    if (found != made_.end()) return found->second;
    if (text.size() > kMaxText) return last_.emplace(make());
    if (made_.size() >= kMaxEntries) made_.clear();
    return made_.emplace(Text(text), make()).first->second;
  }

 private:
  static constexpr std::size_t kMaxEntries = 256;
  static constexpr std::size_t kMaxText = std::size_t{16} << 10;
  using Text = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
    std::size_t operator()(const Text& text) const noexcept { return (*this)(std::string_view(text)); }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
  };
  std::unordered_map<Text, Made, Hash, Equal> made_;
  std::optional<Made> last_;
};

}  // namespace signet::cli
