// The WWW-Authenticate fields of a refusal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resource/credentials.h"
#include "signet/resource.h"

namespace signet::resource {

/// What a refusal says.
struct Challenge {
  std::string_view error = {};  ///< of the registry of OAuth; empty: none
  Scheme scheme = Scheme::bearer;
  bool tells_scope = false;
  bool tells_authentication = false;  ///< acr_values and max_age
};

/// One field for each scheme that the rules offer; the error stands in that of the scheme that was used. `algorithms`
/// are those of proofs.
std::vector<HttpField> challenge_fields(const Rules& rules, const Demands* more, std::string_view algorithms,
                                        const Challenge& challenge, const Error& error);

/// Whether the text may stand in quotes as it is: %x20-21 / %x23-5B / %x5D-7E (RFC 6750 section 3).
bool is_quotable(std::string_view text) noexcept;

}  // namespace signet::resource
