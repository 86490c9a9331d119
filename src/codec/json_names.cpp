// Duplicate names: compared as decoded, in every object, at a cost that does not grow with the square of its size.
#include <algorithm>

#include "codec/json_reader.h"

namespace signet::json {
namespace {

// Up to this many names are compared with each other; more are sorted.
constexpr std::uint32_t kFewNames = 24;

// Two different names rarely have one mark; two equal names always have.
std::uint64_t mark_of(std::string_view name) noexcept {
  if (name.empty()) return 1;
  const std::size_t middle = name.size() / 2;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(name[i])); };
  const std::size_t sum = name.size() * 13 + byte(0) * 5 + byte(middle) * 3 + byte(name.size() - 1);
  return std::uint64_t{1} << (sum % 64);
}

}  // namespace

//= rfc7515#4 names MUST be unique, or only the last one counts: we refuse, so that no two readers can differ
//= rfc8259#4 names within an object SHOULD be unique
bool Reader::check_names(std::uint32_t object) {
  const std::uint32_t count = tape_.nodes[object].size;
  if (count < 2) return true;
  tape_.names.clear();
  for (std::uint32_t name = object + 1; name < index(); name = tape_.nodes[name + 1].next) tape_.names.push_back(name);
  return count <= kFewNames ? check_few_names() : check_many_names();
}

bool Reader::check_few_names() {
  std::uint64_t marks = 0;
  for (std::size_t i = 0; i < tape_.names.size(); ++i) {
    const std::string_view name = tape_.string_of(tape_.nodes[tape_.names[i]]);
    const std::uint64_t mark = mark_of(name);
    if ((marks & mark) != 0) {
      for (std::size_t j = 0; j < i; ++j)
        if (tape_.string_of(tape_.nodes[tape_.names[j]]) == name) return duplicate(tape_.names[i]);
    }
    marks |= mark;
  }
  return true;
}

bool Reader::check_many_names() {
  const auto text = [this](std::uint32_t name) { return tape_.string_of(tape_.nodes[name]); };
  // By length first: it costs no look at the text, which an attacker may give a long common beginning.
  std::sort(tape_.names.begin(), tape_.names.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t size_a = tape_.nodes[a].size;
    const std::uint32_t size_b = tape_.nodes[b].size;
    return size_a != size_b ? size_a < size_b : text(a) < text(b);
  });
  const auto found = std::adjacent_find(tape_.names.begin(), tape_.names.end(),
                                        [&](std::uint32_t a, std::uint32_t b) { return text(a) == text(b); });
  return found == tape_.names.end() || duplicate(*found);
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
