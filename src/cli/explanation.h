// What `explain` says about a token: each step of the verifier, what the token has, what is wanted, and what to do.
//
// The values of a token are printed by inspect and explain alone. No advice puts one into a command to be copied: it
// may have been written to be run.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "cli/demands.h"
#include "cli/encryption.h"
#include "cli/failure.h"
#include "signet/diagnosis.h"
#include "signet/json.h"

namespace signet::cli {

/// A token taken apart as far as it goes, without judging it.
struct TokenParts {
  std::vector<std::string_view> segments;  // what dots separate; at most kMaxSegments
  std::optional<json::Document> header;    // of an object
  std::optional<json::Document> payload;   // of an object
  std::optional<Bytes> signature;
};
inline constexpr std::size_t kMaxSegments = 6;
TokenParts take_apart(std::string_view token);

/// All that an explanation is made of.
struct Examined {
  const Demands& demands;
  const jwt::Context& context;
  const Trust& trust;
  const Decryption* decryption = nullptr;  // null: the token need not be encrypted
  std::string_view outer;                  // the token as it was given
  std::string_view token;                  // the same, or what was found inside
  bool token_was_argument = false;
  Timestamp now;
  TokenParts parts;

  std::optional<json::Value> header(std::string_view name) const;
  std::optional<json::Value> claim(std::string_view name) const;
};

struct ExplainedStep {
  jwt::Finding finding;
  std::string has;
  std::string wants;
  std::string todo;  // of a step that failed
};

struct Explanation {
  bool signature_held = false;
  std::vector<ExplainedStep> steps;
  std::optional<Error> refusal;
};

Explanation explain(const jwt::Verifier& verifier, const Examined& examined);
std::string to_text(const Explanation& explanation, const Console& console);
/// The explanation as an object; `failure` is what the program exits with, if it does.
std::string to_json(const Explanation& explanation, const Failure* failure);

/// What a step looks at, in the token and in the demands. One row for each step.
struct StepRow {
  jwt::Step step;
  std::string (*has)(const Examined&);
  std::string (*wants)(const Examined&);
};
std::span<const StepRow> step_rows() noexcept;

/// A guess at why a step failed and what to do. The first row of a step that has something to say is taken; if none
/// has, the hint of the code is.
struct AdviceRow {
  jwt::Step step;
  std::string (*advise)(const Examined&, const Error&);  // empty: nothing to say
};
std::span<const AdviceRow> form_advice() noexcept;
std::span<const AdviceRow> key_advice() noexcept;
std::span<const AdviceRow> claim_advice() noexcept;

/// "EC P-256 key 'kid'", for people.
std::string name_of_key(const KeySetEntry& entry);
/// "a, b or c"
std::string listed(const std::vector<std::string>& names, std::string_view last_word);

}  // namespace signet::cli
