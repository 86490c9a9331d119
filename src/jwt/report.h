// What did not hold: the first thing, or all of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signet/result.h"

namespace signet::jwt {

/// Collects errors. It allocates nothing as long as there are none.
class Report {
 public:
  enum class Extent { first, all };
  explicit Report(Extent extent) noexcept : extent_(extent) {}

  void add(Errc code, std::string_view subject, const Rule* rule = nullptr) {
    add(Error{code, std::string(subject), rule});
  }
  void add(Error error) {
    if (!done()) errors_.push_back(std::move(error));
  }
  void add_all(Report other) {
    for (Error& error : other.errors_) add(std::move(error));
  }
  Extent extent() const noexcept { return extent_; }
  /// Whether nothing more needs to be looked at.
  bool done() const noexcept { return extent_ == Extent::first && !errors_.empty(); }
  bool empty() const noexcept { return errors_.empty(); }
  std::size_t size() const noexcept { return errors_.size(); }
  /// The first error; there must be one.
  Error take_first() && { return std::move(errors_.front()); }
  std::vector<Error> take() && { return std::move(errors_); }

 private:
  Extent extent_;
  std::vector<Error> errors_;
};

}  // namespace signet::jwt
