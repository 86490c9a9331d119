// What a command gives back when it could not do its work, and what the program makes of it: an exit code and a hint.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "signet/result.h"

namespace signet::cli {

enum class Exit : int {
  done = 0,      // yes, or done
  refused = 1,   // a token, key, claim or proof did not hold
  usage = 2,     // the command line is not complete, or wrong
  file = 3,      // a file or the network failed
  internal = 4,  // a mistake of ours
};

/// What the command line knows about a code beside its text.
struct ErrorRow {
  Errc code;
  Exit exit;
  std::string_view hint;  ///< what to do next; empty when there is nothing to say
};
/// One row for each code, in the order of errors.def.
std::span<const ErrorRow> error_rows() noexcept;
const ErrorRow& row_of(Errc code) noexcept;

/// An Error with what only the command knows: a sentence and a hint that fit the case better than the general ones.
struct Failure {
  Failure(Error what) : error(std::move(what)) {}  // NOLINT(google-explicit-constructor): SIGNET_TRY converts
  Error error;
  std::string sentence = {};       ///< empty: the text of the rule or of the code
  std::string hint = {};           ///< empty: the hint of the code
  std::string json = {};           ///< what --json prints instead of the usual object
  std::vector<Failure> also = {};  ///< further failures, printed after this one without their hints
};

template <class T = void>
using Outcome = std::expected<T, Failure>;

/// A mistake in the command line itself: `subject` names the flag or argument.
std::unexpected<Failure> usage(std::string_view subject, std::string sentence, std::string hint = {});
/// The same error, said of a file: "k.jwk: the key is too weak or not well made".
std::unexpected<Failure> in_file(Error error, std::string_view path);

/// The one sentence of a failure, and its hint.
std::string sentence_of(const Failure& failure);
std::string hint_of(const Failure& failure);
/// {"ok":false,"code":...,"subject":...,"message":...,"hint":...}
std::string to_json(const Failure& failure);

}  // namespace signet::cli
