#include "codec/nearest.h"

#include <algorithm>
#include <string>
#include <vector>

#include "codec/ascii.h"

namespace signet::codec {

std::size_t slips_between(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t change = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      cost[i][j] = std::min({change, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> names) {
  constexpr std::size_t kLongestWord = 40;  // bounds the work
  if (word.size() > kLongestWord) return std::nullopt;
  const auto lower = [](std::string_view text_of_any_case) {
    std::string out(text_of_any_case);
    std::ranges::transform(out, out.begin(), to_lower);
    return out;
  };
  const std::string wanted = lower(word);
  std::optional<std::string_view> best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3);
  for (const std::string_view name : names) {
    const std::size_t d = slips_between(wanted, lower(name));
    if (d > best_distance || (best && d == best_distance)) continue;
    best = name;
    best_distance = d;
  }
  return best;
}

}  // namespace signet::codec
