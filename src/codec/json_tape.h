// The parsed form of a JSON text: its nodes in the order of the text, flat, with the text that they point into.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "signet/bytes.h"
#include "signet/json.h"

namespace signet::json {

/// One value, or the name of a member (a string just before its value).
struct Node {
  std::uint32_t begin = 0;  // in the source: the first byte
  std::uint32_t end = 0;    // in the source: past the last byte
  std::uint32_t next = 0;   // the node past this value and all that it holds; while it is open, its parent
  std::uint32_t text = 0;   // strings: where the decoded text begins, in the source or in the arena
  std::uint32_t size = 0;   // strings: length of that text; containers: how many members or elements
  Kind kind = Kind::null;
  bool escaped = false;  // strings: the decoded text is in the arena
};

struct Tape {
  WipedBytes source;  // as large as the largest text so far; the current text is its first `length` bytes
  std::size_t length = 0;
  WipedBytes arena;  // strings that had escapes, decoded
  // A null when nothing was parsed; may be longer than what is in use. So many do for a usual header.
  std::vector<Node> nodes = std::vector<Node>(16, Node{.next = 1});
  std::vector<std::uint32_t> names;  // working memory of the check for duplicate names

  std::string_view source_text() const noexcept { return as_text(ByteView(source).first(length)); }
  std::string_view source_of(const Node& node) const noexcept {
    return source_text().substr(node.begin, node.end - node.begin);
  }
  std::string_view string_of(const Node& node) const noexcept {
    return as_text(ByteView(node.escaped ? arena : source).subspan(node.text, node.size));
  }
  bool is_true(const Node& node) const noexcept { return source[node.begin] == 't'; }

  /// Forgets what was parsed, keeps the memory.
  void reset() {
    arena.clear();
    nodes.front() = Node{.next = 1};
  }
};

/// Parses the current text of `tape` into it. On error nothing but a null is left.
Result<> read(Tape& tape, const Limits& limits);

}  // namespace signet::json
