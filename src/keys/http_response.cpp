#include <algorithm>

#include "codec/ascii.h"
#include "signet/seams/http_client.h"

namespace signet {

const std::string* HttpResponse::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find_if(
      fields, [name](const HttpField& field) { return codec::equal_ignoring_case(field.name, name); });
  return found == fields.end() ? nullptr : &found->value;
}

}  // namespace signet
