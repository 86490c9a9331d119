// A recipient under attack: the keys that it has, and the algorithms that it allows.
#pragma once

#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "jwe_forge.h"
#include "scorecard.h"
#include "signet/jwk_set.h"

namespace signet::test {

struct JweTarget {
  std::string alg, enc;
  Key key;
  JwkSet keys;
  jwe::Policy policy;
  std::string label;  // on the scorecard

  /// A recipient that wants one alg and one enc and has the key.
  static JweTarget of(std::string_view alg, std::string_view enc, std::string_view crv = "");
  Forger forger(const Forger::Options& options = {}) const { return Forger(alg, enc, key, options); }
  /// Under the name of its content encryption.
  JweTarget by_content() const;
};

/// Every alg, with encs in turn.
const std::vector<JweTarget>& every_management();
/// Every enc, with dir and with one alg that wraps; labelled by enc.
const std::vector<JweTarget>& every_content();
/// Both.
std::vector<JweTarget> every_target();
/// A policy that allows all that there is.
jwe::Policy allow_everything();

/// What the library says to a text in one form. Its memory is bounded, whatever it says.
std::string jwe_verdict(const JweTarget& target, Form form, std::string_view text);

/// Refused in every form that can hold it, with this error or one of "a|b"; each is written down.
void refuse_jwe(const JweTarget& target, const JweParts& parts, std::string_view expected,
                const std::source_location& where = std::source_location::current());
void refuse_jwe_text(const JweTarget& target, Form form, std::string_view text, std::string_view expected,
                     const std::source_location& where = std::source_location::current());
/// It holds in every form that can hold it: what is refused beside it is refused for its own sake.
void accept_jwe(const JweTarget& target, const JweParts& parts,
                const std::source_location& where = std::source_location::current());

}  // namespace signet::test
