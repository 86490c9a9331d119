// Document, Value and the walks over them.
#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

#include "codec/json_tape.h"
#include "signet/json.h"

namespace signet::json {
namespace {

// What a Document without a tape (never parsed, or moved from) shows: one null.
const Tape& empty_tape() noexcept {
  static const Tape tape;
  return tape;
}

// A reference token of RFC 6901 with its escapes resolved; nothing when it is malformed.
std::optional<std::string> unescape(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      out += token[i];
      continue;
    }
    ++i;
    if (i == token.size() || (token[i] != '0' && token[i] != '1')) return std::nullopt;
    out += token[i] == '0' ? '~' : '/';
  }
  return out;
}

// An array index of RFC 6901 section 4: digits without a leading zero.
std::optional<std::uint32_t> parse_index(std::string_view token) noexcept {
  if (token.empty() || (token[0] == '0' && token.size() > 1)) return std::nullopt;
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return index;
}

}  // namespace

std::string_view name_of(Kind kind) noexcept {
  constexpr std::string_view kNames[] = {"null", "boolean", "number", "string", "array", "object"};
  return kNames[static_cast<std::size_t>(kind)];
}

Kind Value::kind() const noexcept {
  return tape_->nodes[node_].kind;
}

std::optional<std::string_view> Value::string() const noexcept {
  if (!is_string()) return std::nullopt;
  return tape_->string_of(tape_->nodes[node_]);
}

std::optional<bool> Value::boolean() const noexcept {
  if (!is_boolean()) return std::nullopt;
  return tape_->is_true(tape_->nodes[node_]);
}

std::optional<std::string_view> Value::number_text() const noexcept {
  if (!is_number()) return std::nullopt;
  return source();
}

std::optional<std::int64_t> Value::integer() const noexcept {
  if (!is_number()) return std::nullopt;
  const std::string_view text = source();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::size_t Value::size() const noexcept {
  return is_object() || is_array() ? tape_->nodes[node_].size : 0;
}

std::optional<Value> Value::find(std::string_view name) const noexcept {
  for (const auto& [member, value] : members())
    if (member == name) return value;
  return std::nullopt;
}

std::optional<Value> Value::at_pointer(std::string_view pointer) const {
  Value value = *this;
  while (!pointer.empty()) {
    if (pointer[0] != '/') return std::nullopt;
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    std::optional<Value> next;
    if (value.is_object()) {
      const auto name = unescape(token);
      if (name) next = value.find(*name);
    } else if (const auto index = parse_index(token); index && *index < value.size()) {
      auto element = value.elements().begin();
      for (std::uint32_t i = 0; i < *index; ++i) ++element;
      next = *element;
    }
    if (!next) return std::nullopt;
    value = *next;
  }
  return value;
}

Elements Value::elements() const noexcept {
  return {tape_, node_ + 1, is_array() ? tape_->nodes[node_].next : node_ + 1};
}

Members Value::members() const noexcept {
  return {tape_, node_ + 1, is_object() ? tape_->nodes[node_].next : node_ + 1};
}

std::string_view Value::source() const noexcept {
  return tape_->source_of(tape_->nodes[node_]);
}

Elements::Iterator& Elements::Iterator::operator++() noexcept {
  node_ = tape_->nodes[node_].next;
  return *this;
}

Member Members::Iterator::operator*() const noexcept {
  return {tape_->string_of(tape_->nodes[node_]), Value(*tape_, node_ + 1)};
}

Members::Iterator& Members::Iterator::operator++() noexcept {
  node_ = tape_->nodes[node_ + 1].next;
  return *this;
}

Document::Document() = default;
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes) return fail(Errc::limit_exceeded, "bytes");
  Document document;
  const std::span<std::uint8_t> memory = document.prepare(text.size());
  if (!text.empty()) std::memcpy(memory.data(), text.data(), text.size());
  if (auto parsed = document.parse_prepared(text.size(), limits); !parsed)
    return std::unexpected(std::move(parsed).error());
  return document;
}

std::span<std::uint8_t> Document::prepare(std::size_t size) {
  if (!tape_) tape_ = std::make_unique<Tape>();
  tape_->reset();
  tape_->length = 0;
  if (tape_->source.size() < size) {
    tape_->source = WipedBytes();  // what was there is wiped, not copied
    tape_->source.resize(size);
  }
  return std::span(tape_->source).first(size);
}

Result<> Document::parse_prepared(std::size_t size, const Limits& limits) {
  assert(tape_ && size <= tape_->source.size());
  tape_->length = size;
  return read(*tape_, limits);
}

std::size_t Document::memory() const noexcept {
  if (!tape_) return 0;
  return sizeof(Tape) + tape_->source.capacity() + tape_->arena.capacity() + tape_->nodes.capacity() * sizeof(Node) +
         tape_->names.capacity() * sizeof(std::uint32_t);
}

Value Document::root() const noexcept {
  return {tape_ ? *tape_ : empty_tape(), 0};
}

std::string_view Document::text() const noexcept {
  return tape_ ? tape_->source_text() : std::string_view();
}

}  // namespace signet::json
