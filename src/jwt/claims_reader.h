// Reads a claims set into its typed view.
#pragma once

#include "jwt/report.h"
#include "signet/claims.h"

namespace signet::jwt {

class ClaimsReader {
 public:
  /// One pass over the members. A registered claim of the wrong type is reported as claim_type(NAME), in the order of
  /// the text, and left out of the view; a set that is no object is claim_type(payload).
  static Claims read(json::Value object, Report& report);

 private:
  struct Row;
  template <auto Member>
  static bool read_text(const json::Value& value, Claims& claims);
  template <auto Member>
  static bool read_date(const json::Value& value, Claims& claims);
  static bool read_audience(const json::Value& value, Claims& claims);
};

}  // namespace signet::jwt
