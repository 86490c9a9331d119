// Duplicate names: compared as decoded, in every object, at a cost that does not grow with the square of its size.
#include <algorithm>
#include <array>

#include "codec/json_reader.h"

namespace signet::json {
namespace {

// Up to this many names are compared with each other; more are sorted.
constexpr std::uint32_t kFewNames = 24;

// Two different names rarely have one mark; two equal names always have.
std::uint64_t mark_of(std::string_view name) noexcept {
  if (name.empty()) return 1;
  const std::size_t middle = name.size() / 2;
  const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(name[i])}; };
  const std::size_t sum = name.size() * 13 + byte(0) * 5 + byte(middle) * 3 + byte(name.size() - 1);
  return std::uint64_t{1} << (sum % 64);
}

}  // namespace

//= rfc7515#4 names MUST be unique, or only the last one counts: we refuse, so that no two readers can differ
//= rfc8259#4 names within an object SHOULD be unique
bool Reader::check_names(std::uint32_t object) {
  const std::uint32_t count = tape_.nodes[object].size;
  if (count < 2) return true;
  return count <= kFewNames ? check_few_names(object) : check_many_names(object);
}

bool Reader::check_few_names(std::uint32_t object) {
  std::array<std::uint32_t, kFewNames> names;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as far as read
  std::size_t size = 0;
  std::uint64_t marks = 0;
  for (std::uint32_t name = object + 1; name != count_; name = tape_.nodes[name + 1].next) {
    const std::string_view text = tape_.string_of(tape_.nodes[name]);
    const std::uint64_t mark = mark_of(text);
    if ((marks & mark) != 0) {
      for (std::size_t i = 0; i < size; ++i)
        if (tape_.string_of(tape_.nodes[names[i]]) == text) return duplicate(name);
    }
    marks |= mark;
    names[size++] = name;
  }
  return true;
}

bool Reader::check_many_names(std::uint32_t object) {
  std::vector<std::uint32_t>& names = tape_.names;
  names.clear();
  for (std::uint32_t name = object + 1; name != count_; name = tape_.nodes[name + 1].next) names.push_back(name);
  const auto text = [this](std::uint32_t name) { return tape_.string_of(tape_.nodes[name]); };
  // By length first: it costs no look at the text, which an attacker may give a long common beginning.
  std::sort(names.begin(), names.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t size_a = tape_.nodes[a].size;
    const std::uint32_t size_b = tape_.nodes[b].size;
    return size_a != size_b ? size_a < size_b : text(a) < text(b);
  });
  const auto found = std::adjacent_find(names.begin(), names.end(),
                                        [&](std::uint32_t a, std::uint32_t b) { return text(a) == text(b); });
  return found == names.end() || duplicate(*found);
}

bool Reader::duplicate(std::uint32_t name) {
  fault_ = Fault::duplicate;
  duplicate_ = name;
  return false;
}

Result<> Reader::error() const {
  switch (fault_) {
    case Fault::depth:
      return signet::fail(Errc::limit_exceeded, "depth");
    case Fault::duplicate:
      return fail_on_input(Errc::duplicate_name, tape_.string_of(tape_.nodes[duplicate_]));
    default:
      return signet::fail(Errc::malformed_json);
  }
}

}  // namespace signet::json
