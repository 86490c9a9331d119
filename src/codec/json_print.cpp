#include "codec/json_print.h"

#include <algorithm>

#include "codec/json_escape.h"
#include "try.h"

namespace signet::json {

Result<std::string> Printer::print() && {
  SIGNET_CHECK(put_value(root_));
  std::uint32_t child = 0;
  while (next_child(child)) SIGNET_CHECK(put_value(child));
  return std::move(out_);
}

// A whole scalar or empty container, or the beginning of another container, which is then open.
Result<> Printer::put_value(std::uint32_t index) {
  const Node& node = tape_.nodes[index];
  switch (node.kind) {
    case Kind::array:
    case Kind::object:
      out_ += node.kind == Kind::object ? '{' : '[';
      open_.push_back({.node = index, .child = index + 1, .first_sorted = 0, .next_sorted = 0});
      if (sorts(node)) sort_names(open_.back());
      return {};
    case Kind::string:
      append_string(out_, tape_.string_of(node));
      return {};
    case Kind::number:
      if (form_ == Form::canonical) return append_canonical_number(out_, tape_.source_of(node));
      out_ += tape_.source_of(node);
      return {};
    case Kind::boolean:
      out_ += tape_.is_true(node) ? "true" : "false";
      return {};
    default:
      out_ += "null";
      return {};
  }
}

// Closes what is complete and puts down what stands before the next value; false when nothing is left.
bool Printer::next_child(std::uint32_t& child) {
  while (!open_.empty() && !has_child(open_.back())) {
    const Open done = open_.back();
    const Node& node = tape_.nodes[done.node];
    open_.pop_back();
    if (sorts(node)) sorted_.resize(done.first_sorted);
    if (!done.fresh) break_line();
    out_ += node.kind == Kind::object ? '}' : ']';
  }
  if (open_.empty()) return false;
  Open& open = open_.back();
  if (!open.fresh) out_ += ',';
  open.fresh = false;
  break_line();
  if (tape_.nodes[open.node].kind == Kind::object) {
    child = put_name(open);
  } else {
    child = open.child;
    open.child = tape_.nodes[child].next;
  }
  return true;
}

bool Printer::has_child(const Open& open) const noexcept {
  const Node& node = tape_.nodes[open.node];
  return sorts(node) ? open.next_sorted != sorted_.size() : open.child != node.next;
}

// The next name of an object; returns its value.
std::uint32_t Printer::put_name(Open& open) {
  const std::uint32_t name = form_ == Form::canonical ? sorted_[open.next_sorted++] : open.child;
  const std::uint32_t value = name + 1;
  open.child = tape_.nodes[value].next;
  append_string(out_, tape_.string_of(tape_.nodes[name]));
  out_ += form_ == Form::pretty ? ": " : ":";
  return value;
}

// The names of the innermost object lie at the end of sorted_.
void Printer::sort_names(Open& open) {
  open.first_sorted = open.next_sorted = sorted_.size();
  for (std::uint32_t name = open.child; name != tape_.nodes[open.node].next; name = tape_.nodes[name + 1].next)
    sorted_.push_back(name);
  std::sort(sorted_.begin() + static_cast<std::ptrdiff_t>(open.first_sorted), sorted_.end(),
            [this](std::uint32_t a, std::uint32_t b) {
              return precedes_in_utf16(tape_.string_of(tape_.nodes[a]), tape_.string_of(tape_.nodes[b]));
            });
}

void Printer::break_line() {
  if (form_ != Form::pretty) return;
  out_ += '\n';
  out_.append(2 * open_.size(), ' ');
}

std::string to_compact(const Value& value) {
  return *Printer(value, Form::compact).print();
}

std::string to_pretty(const Value& value) {
  return *Printer(value, Form::pretty).print();
}

Result<std::string> to_canonical(const Value& value) {
  return Printer(value, Form::canonical).print();
}

}  // namespace signet::json
