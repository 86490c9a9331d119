// The walk that all writers of a parsed value share: compact, for people, canonical.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/json_tape.h"

namespace signet::json {

enum class Form : std::uint8_t { compact, pretty, canonical };

/// The form of ECMAScript (RFC 8785 section 3.2.2.3). Errors: limit_exceeded(number).
Result<> append_canonical_number(std::string& out, std::string_view text);
/// Whether name `a` stands before `b` when both are UTF-16 (RFC 8785 section 3.2.3); both are UTF-8.
bool precedes_in_utf16(std::string_view a, std::string_view b) noexcept;

/// Writes one value, with a stack of its own for the containers that are open.
class Printer {
 public:
  Printer(const Value& value, Form form) noexcept : tape_(*value.tape_), root_(value.node_), form_(form) {}
  /// Errors: those of the canonical form alone.
  Result<std::string> print() &&;

 private:
  struct Open {
    std::uint32_t node;
    std::uint32_t child;       // the next element or name, in the order of the text
    std::size_t first_sorted;  // canonical objects: where its names begin in sorted_
    std::size_t next_sorted;
    bool fresh = true;
  };

  Result<> put_value(std::uint32_t node);
  bool next_child(std::uint32_t& child);
  bool has_child(const Open& open) const noexcept;
  std::uint32_t put_name(Open& open);
  void sort_names(Open& open);
  bool sorts(const Node& node) const noexcept { return form_ == Form::canonical && node.kind == Kind::object; }
  void break_line();

  const Tape& tape_;
  std::uint32_t root_;
  Form form_;
  std::vector<Open> open_;
  std::vector<std::uint32_t> sorted_;
  std::string out_;
};

}  // namespace signet::json
