// The registered header parameters of JWS and their JSON types.
#pragma once

#include <cstdint>
#include <string_view>

#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

enum class ParameterType : std::uint8_t { text, flag, object, texts, any };

struct HeaderParameter {
  std::string_view name;
  ParameterType type;
  bool standard;  // defined by RFC 7515, 7516 or 7518: "crit" may not name it
};

/// The row of exactly this name, or null.
const HeaderParameter* find_header_parameter(std::string_view name) noexcept;

bool has_type(const json::Value& value, ParameterType type) noexcept;

/// Every registered parameter of `header` has its type. Errors: header_parameter(NAME).
Result<> check_parameter_types(const json::Value& header);

}  // namespace signet::jose
