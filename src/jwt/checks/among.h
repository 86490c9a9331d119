// Whether texts are among others, without memory of the size of the input.
#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <string_view>

namespace signet::jwt {

/// Up to 256 texts that are looked for.
class Wanted {
 public:
  bool is_full() const noexcept { return size_ == texts_.size(); }
  void add(std::string_view text) noexcept { texts_[size_++] = text; }
  /// Each text once, in order.
  void sort() noexcept {
    std::ranges::sort(texts_.begin(), end());
    size_ -= std::ranges::unique(texts_.begin(), end()).size();
  }
  void mark(std::string_view text) noexcept {
    const auto at = std::ranges::lower_bound(texts_.begin(), end(), text);
    if (at != end() && *at == text) found_.set(static_cast<std::size_t>(at - texts_.begin()));
  }
  bool all_found() const noexcept { return found_.count() == size_; }
  void clear() noexcept {
    size_ = 0;
    found_.reset();
  }

 private:
  using Texts = std::array<std::string_view, 256>;
  Texts::iterator end() noexcept { return texts_.begin() + static_cast<std::ptrdiff_t>(size_); }
  Texts texts_{};
  std::bitset<256> found_;
  std::size_t size_ = 0;
};

/// Whether each text that `each_wanted` gives to its argument is one that `each_text` gives to its own. Both are called
/// with a function of a text; `each_text` once for every 256 wanted ones. For n of each that is n * n / 256 searches
/// among 256: some milliseconds for a token of 64 KiB.
template <class EachWanted, class EachText>
bool all_among(const EachWanted& each_wanted, const EachText& each_text) noexcept {
  Wanted wanted;
  bool holds = true;
  const auto settle = [&] {
    wanted.sort();
    each_text([&wanted](std::string_view text) { wanted.mark(text); });
    holds = holds && wanted.all_found();
    wanted.clear();
  };
  each_wanted([&](std::string_view text) {
    if (wanted.is_full()) settle();
    wanted.add(text);
  });
  settle();
  return holds;
}

}  // namespace signet::jwt
