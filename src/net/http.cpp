#include "net/http.h"

#include <algorithm>

#include "codec/ascii.h"

namespace signet::net {

const std::string* find_field(const Fields& fields, std::string_view name) noexcept {
  const auto found = std::ranges::find_if(
      fields, [&](const HttpField& field) { return codec::equal_ignoring_case(field.name, name); });
  return found == fields.end() ? nullptr : &found->value;
}

std::vector<std::string_view> all_fields(const Fields& fields, std::string_view name) {
  std::vector<std::string_view> values;
  for (const HttpField& field : fields)
    if (codec::equal_ignoring_case(field.name, name)) values.emplace_back(field.value);
  return values;
}

}  // namespace signet::net
