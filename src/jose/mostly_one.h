// A list that nearly always has one element: that one needs no memory of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace signet::jose {

template <class T>
class MostlyOne {
 public:
  std::size_t size() const noexcept { return first_ ? 1 + rest_.size() : 0; }
  bool empty() const noexcept { return !first_; }
  const T& operator[](std::size_t index) const noexcept { return index == 0 ? *first_ : rest_[index - 1]; }
  const T& front() const noexcept { return *first_; }
  void push_back(const T& value) { push_back(T(value)); }
  void push_back(T&& value) {
    if (first_) {
      rest_.push_back(std::move(value));
    } else {
      first_ = std::move(value);
    }
  }

 private:
  std::optional<T> first_;
  std::vector<T> rest_;
};

}  // namespace signet::jose
