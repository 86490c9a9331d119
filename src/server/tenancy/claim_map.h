// Further claims of tokens, by a small declarative mapping: {"plan":"gold","dept":"$assertion.department"}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/tenancy/records.h"
#include "signet/claims.h"
#include "signet/json.h"
#include "signet/jwt.h"
#include "signet/result.h"

namespace signet::server {

/// What a text "$SOURCE.NAME" may look into.
struct ClaimSources {
  std::string_view tenant;
  std::string_view client_id = {};     ///< "$client.id"
  std::string_view client_title = {};  ///< "$client.title"
  std::string_view subject = {};       ///< "$token.sub"
  std::string_view api = {};           ///< "$api.audience"
  const jwt::Claims* assertion =
      nullptr;  ///< "$assertion.NAME": any claim, by JSON Pointer where the name begins with /
};

struct SourceRow;  // internal

class ClaimMap {
 public:
  ClaimMap() = default;
  /// Errors: malformed_configuration(claims) for a text "$..." that names no source.
  static Result<ClaimMap> compile(const std::vector<ClaimRule>& rules);
  /// Sets what can be looked up; what is not there is left out.
  void apply(const ClaimSources& sources, jwt::Builder& builder) const;
  bool empty() const noexcept { return rules_.empty(); }

 private:
  struct Rule {
    std::string claim;
    std::string json;  // where source is null
    const SourceRow* source = nullptr;
    std::string name;  // in the assertion
  };
  std::vector<Rule> rules_;
};

}  // namespace signet::server
