// The JSON serializations of a JWS, put together from segments, and attacked.
#pragma once

#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "signet/jws.h"
#include "target.h"

namespace signet::test {

/// One signature of a JSON form as an attacker writes it: nothing is checked.
struct Signed {
  std::string header, signature;
  std::string unprotected = {};  ///< JSON, or none
};

/// {"payload":...,"protected":...,"signature":...}; without a payload it is detached.
std::string flattened_of(const Signed& one, const std::optional<std::string>& payload);
/// {"payload":...,"signatures":[...]}
std::string general_of(const std::vector<Signed>& all, const std::optional<std::string>& payload);

/// The same segments in a JSON form: over `payload` as the token has it.
Signed sign_over(std::string_view header, std::string_view payload_text, const Signer& signer,
                 std::string unprotected = {});

/// What the library says to a JSON text; all ways to verify it must agree.
std::string flattened_verdict(const Target& target, std::string_view text);
std::string general_verdict(const Target& target, std::string_view text, jws::SignaturePolicy policy);

void refuse_flattened(const Target& target, std::string_view text, std::string_view expected,
                      const std::source_location& where = std::source_location::current());
void refuse_general(const Target& target, std::string_view text, jws::SignaturePolicy policy, std::string_view expected,
                    const std::source_location& where = std::source_location::current());
/// In each detached form: compact, flattened, general.
void refuse_detached(const Target& target, const Signed& one, ByteView payload, std::string_view expected,
                     const std::source_location& where = std::source_location::current());

/// The segments of a compact token that `jws::verify_compact` refused with `bare`, in every other form: refused there
/// for the same reason, or, where their form was the reason, for one that has to do with it.
void refuse_other_forms(const Target& target, std::string_view token, std::string_view bare,
                        const std::source_location& where);

}  // namespace signet::test
