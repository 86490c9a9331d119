// What was attacked, and how it ended: each refusal of a hostile input is a line of a file that scorecard.py counts and
// that cli_attacks.py sends through the program again. The number of the attack is in the name of the test: Attack07.
#pragma once

#include <source_location>
#include <string>
#include <string_view>

#include "signet/result.h"

namespace signet::test {

/// Where a hostile input arrives.
enum class Form {
  compact,    // JWS and JWT in compact form
  flattened,  // JSON with one signature
  general,    // JSON with several
  detached,   // without its payload, in any form
  key,        // one key: JWK, PEM, octets, OpenSSH
  set,        // JWK Set
  proof,      // a DPoP proof, with its request
  vector,     // a published vector, given to the algorithm itself
  policy,     // the configuration of a verifier
  address,    // what is to be fetched
  answer,     // what a server answers to a fetch
};
std::string_view name_of(Form form) noexcept;

/// One refusal. `input` is a line of JSON members for the command line ("" when it cannot be said there).
struct Refusal {
  Form form;
  std::string_view alg;      // a name of JWA, or of a key's type, or empty
  std::string_view said;     // "code(subject)"
  std::string_view command;  // "verify", "jws verify", "key check", "dpop verify" ... or empty
  std::string_view input;    // members of the case: "token":"..."
};

/// Writes down that the hostile input of the running test was refused.
void record(const Refusal& refusal);
/// Adds text that later lines refer to by the number that comes back: the keys and policy of a target.
std::size_t record_target(std::string_view members);

/// Whether `said` is one of `expected` ("a", or "a|b" where several are right); if not, the test fails at `where`.
bool expect_refusal(std::string_view said, std::string_view expected, std::string_view input,
                    const std::source_location& where);

/// Writes the lines of each test that passes, and removes those of one that does not.
void keep_scorecard();

}  // namespace signet::test
