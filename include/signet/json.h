// Strict JSON (RFC 8259, I-JSON rules of RFC 7493 where they matter): one reader, one writer, one canonical form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "signet/bytes.h"
#include "signet/result.h"

namespace signet::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
/// "object", "string" ...
std::string_view name_of(Kind kind) noexcept;

struct Limits {
  std::size_t max_bytes = 16u << 20;
  std::uint32_t max_depth = 64;
};

struct Tape;    // the parsed form; internal
class Printer;  // internal
class Elements;
class Members;

/// A view of one value of a Document. Valid as long as the Document (moving the Document keeps it valid, parsing
/// into it again does not). All text is UTF-8, with escapes already resolved.
class Value {
 public:
  Kind kind() const noexcept;
  bool is_null() const noexcept { return kind() == Kind::null; }
  bool is_object() const noexcept { return kind() == Kind::object; }
  bool is_array() const noexcept { return kind() == Kind::array; }
  bool is_string() const noexcept { return kind() == Kind::string; }
  bool is_number() const noexcept { return kind() == Kind::number; }
  bool is_boolean() const noexcept { return kind() == Kind::boolean; }

  /// The value when it has that type, else nothing.
  std::optional<std::string_view> string() const noexcept;
  std::optional<bool> boolean() const noexcept;
  /// The exact text of a number, as it was written: "1.10", "1E+2".
  std::optional<std::string_view> number_text() const noexcept;
  /// A number written as an integer (no fraction, no exponent) that fits.
  std::optional<std::int64_t> integer() const noexcept;

  /// Members of an object, elements of an array, 0 for everything else.
  std::size_t size() const noexcept;
  /// A member of an object by its exact name; nothing when there is none or this is no object.
  std::optional<Value> find(std::string_view name) const noexcept;
  /// By JSON Pointer (RFC 6901): "" is this value, "/a/0/b~1c" walks down. Nothing when it leads nowhere.
  std::optional<Value> at_pointer(std::string_view pointer) const;
  /// Empty unless this is an array; an object.
  Elements elements() const noexcept;
  Members members() const noexcept;

  /// This value exactly as it stands in the source text.
  std::string_view source() const noexcept;

 private:
  friend class Document;
  friend class Elements;
  friend class Members;
  friend class Printer;
  Value(const Tape& tape, std::uint32_t node) noexcept : tape_(&tape), node_(node) {}
  const Tape* tape_;
  std::uint32_t node_;
};

struct Member {
  std::string_view name;
  Value value;
};

/// for (const Value element : array.elements())
class Elements {
 public:
  class Iterator {
   public:
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    Value operator*() const noexcept { return Value(*tape_, node_); }
    Iterator& operator++() noexcept;
    bool operator==(const Iterator&) const noexcept = default;

   private:
    friend class Elements;
    Iterator(const Tape* tape, std::uint32_t node) noexcept : tape_(tape), node_(node) {}
    const Tape* tape_;
    std::uint32_t node_;
  };
  Iterator begin() const noexcept { return {tape_, begin_}; }
  Iterator end() const noexcept { return {tape_, end_}; }

 private:
  friend class Value;
  Elements(const Tape* tape, std::uint32_t begin, std::uint32_t end) noexcept : tape_(tape), begin_(begin), end_(end) {}
  const Tape* tape_;
  std::uint32_t begin_;
  std::uint32_t end_;
};

/// for (const auto& [name, value] : object.members()), in the order of the text
class Members {
 public:
  class Iterator {
   public:
    using value_type = Member;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    Member operator*() const noexcept;
    Iterator& operator++() noexcept;
    bool operator==(const Iterator&) const noexcept = default;

   private:
    friend class Members;
    Iterator(const Tape* tape, std::uint32_t node) noexcept : tape_(tape), node_(node) {}
    const Tape* tape_;
    std::uint32_t node_;
  };
  Iterator begin() const noexcept { return {tape_, begin_}; }
  Iterator end() const noexcept { return {tape_, end_}; }

 private:
  friend class Value;
  Members(const Tape* tape, std::uint32_t begin, std::uint32_t end) noexcept : tape_(tape), begin_(begin), end_(end) {}
  const Tape* tape_;
  std::uint32_t begin_;
  std::uint32_t end_;
};

/// A parsed text. It owns its text and everything that Values look at; its memory is wiped at the end, since a
/// text may be a private key. Parsing accepts RFC 8259 exactly, and refuses duplicate names at every depth
/// (escaped spellings too), invalid UTF-8, lone surrogates, a byte order mark, and anything after the value.
class Document {
 public:
  Document();
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  /// Errors: malformed_json, duplicate_name(NAME), limit_exceeded(bytes|depth).
  static Result<Document> parse(std::string_view text, const Limits& limits = {});

  /// For callers that parse many texts with one Document, without allocating once its memory has grown:
  /// memory for a text of at most `size` bytes, to be filled by the caller ...
  std::span<std::uint8_t> prepare(std::size_t size);
  /// ... and parsed: the first `size` bytes of what prepare() gave. On error root() is null.
  Result<> parse_prepared(std::size_t size, const Limits& limits = {});

  /// The outermost value; null for a Document that was never parsed.
  Value root() const noexcept SIGNET_LIFETIME_BOUND;
  /// The whole source text.
  std::string_view text() const noexcept SIGNET_LIFETIME_BOUND;
  /// Octets that it occupies, for who keeps many.
  std::size_t memory() const noexcept;

 private:
  std::unique_ptr<Tape> tape_;
};

/// Writes compact JSON, members in the order in which they are given, at most 64 levels deep. Misuse (a value of an
/// object without a key, two values at the top) asserts. The memory is wiped, since a text may be a private key.
class Writer {
 public:
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view utf8);  ///< escapes '"', '\\' and control characters; the rest is kept
  Writer& integer(std::int64_t number);
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  ///< a text that is JSON already
  /// key(name).string(value)
  Writer& member(std::string_view name, std::string_view value) { return key(name).string(value); }

  std::string_view text() const noexcept SIGNET_LIFETIME_BOUND { return as_text(out_); }
  /// The text; the Writer is as new afterwards.
  std::string take_string();
  Secret take_secret();

 private:
  static constexpr std::uint32_t kMaxDepth = 64;

  Writer& open(char bracket, bool object);
  Writer& close(char bracket, bool object);
  void separate();
  bool in_object() const noexcept { return (objects_ & 1) != 0; }

  WipedBytes out_;
  std::uint64_t objects_ = 0;  // a bit for each open container, the innermost lowest: it is an object
  std::uint32_t depth_ = 0;
  bool fresh_ = true;   // nothing stands before the next value in its container
  bool named_ = false;  // a key waits for its value
};

/// `value` as compact JSON: order and number texts kept, white space dropped, strings in their shortest escapes.
std::string to_compact(const Value& value);
/// `value` as JSON for people: two spaces a level, order and number texts kept.
std::string to_pretty(const Value& value);
/// RFC 8785 (JCS): members sorted by UTF-16 code units, numbers in the form of ECMAScript.
/// Errors: limit_exceeded(number) for a number outside the range of a double.
Result<std::string> to_canonical(const Value& value);

}  // namespace signet::json
