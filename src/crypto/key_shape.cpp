#include "crypto/key_shape.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>

#include "crypto/der.h"

namespace signet::crypto {
namespace {

using der::Reader;
using der::Tag;

enum class Tail : bool { none, any };

/// The tags of the first elements, and whether others may follow.
struct ShapeRow {
  KeyShape shape;
  std::array<Tag, 3> tags;
  std::size_t count;
  Tail tail;
};
constexpr ShapeRow kShapes[] = {
    {KeyShape::spki, {Tag::sequence, Tag::bit_string}, 2, Tail::none},
    {KeyShape::pkcs8, {Tag::integer, Tag::sequence, Tag::octet_string}, 3, Tail::any},
    {KeyShape::encrypted_pkcs8, {Tag::sequence, Tag::octet_string}, 2, Tail::none},
    {KeyShape::rsa_public, {Tag::integer, Tag::integer}, 2, Tail::none},
    {KeyShape::rsa_private, {Tag::integer, Tag::integer, Tag::integer}, 3, Tail::any},
    {KeyShape::sec1, {Tag::integer, Tag::octet_string}, 2, Tail::any},
    {KeyShape::certificate, {Tag::sequence, Tag::sequence, Tag::bit_string}, 3, Tail::none},
    {KeyShape::pkcs12, {Tag::integer, Tag::sequence, Tag::sequence}, 3, Tail::none},
};

constexpr bool has_prefix(const ShapeRow& row, std::span<const Tag> tags) noexcept {
  if (tags.size() < row.count || (row.tail == Tail::none && tags.size() != row.count)) return false;
  return std::equal(row.tags.begin(), row.tags.begin() + static_cast<std::ptrdiff_t>(row.count), tags.begin());
}

/// Nothing that one row describes is described by another.
constexpr bool shapes_are_disjoint() noexcept {
  for (const ShapeRow& row : kShapes)
    for (const ShapeRow& other : kShapes) {
      const std::size_t common = std::min(row.count, other.count);
      const bool same_start =
          std::equal(row.tags.begin(), row.tags.begin() + static_cast<std::ptrdiff_t>(common), other.tags.begin());
      const ShapeRow& shorter = row.count <= other.count ? row : other;
      const bool may_meet = row.count == other.count || shorter.tail == Tail::any;
      if (&row != &other && same_start && may_meet) return false;
    }
  return true;
}
static_assert(shapes_are_disjoint());

}  // namespace

std::optional<KeyShape> find_shape(ByteView der) noexcept {
  Reader outer(der);
  const auto body = outer.read(Tag::sequence);
  if (!body || !outer.at_end()) return std::nullopt;
  std::array<Tag, 4> tags{};  // one more than a row names
  std::size_t count = 0;
  for (Reader reader(*body); !reader.at_end();) {
    const Tag tag = reader.next_tag();
    if (!reader.read(tag)) return std::nullopt;
    if (count < tags.size()) tags[count++] = tag;
  }
  for (const ShapeRow& row : kShapes)
    if (has_prefix(row, std::span(tags).first(count))) return row.shape;
  return std::nullopt;
}

bool is_der(ByteView content) noexcept {
  constexpr std::uint8_t kFirstOfText = '\t';
  return !content.empty() && content.front() == static_cast<std::uint8_t>(Tag::sequence) &&
         std::ranges::any_of(content, [](std::uint8_t octet) { return octet < kFirstOfText; });
}

}  // namespace signet::crypto
