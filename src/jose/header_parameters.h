// The registered header parameters of JWS and JWE, and their JSON types.
#pragma once

#include <cstdint>
#include <string_view>

#include "signet/json.h"
#include "signet/result.h"

namespace signet::jose {

enum class ParameterType : std::uint8_t { text, flag, number, object, texts, any };

/// In which tokens a parameter means something; in the others any value of its name is ignored.
enum class TokenKind : std::uint8_t { jws, jwe, both };

struct HeaderParameter {
  std::string_view name;
  ParameterType type;
  TokenKind kind;
  bool standard;  // defined by RFC 7515, 7516 or 7518: "crit" may not name it
};

/// The row of exactly this name, or null.
const HeaderParameter* find_header_parameter(std::string_view name) noexcept;

/// Whether a member of a header has the type of the parameter of its name, if there is one for tokens of this kind.
/// Errors: header_parameter(NAME).
Result<> check_parameter_type(const json::Member& member, TokenKind kind);
/// The same for every member of `header`.
Result<> check_parameter_types(const json::Value& header, TokenKind kind);

}  // namespace signet::jose
