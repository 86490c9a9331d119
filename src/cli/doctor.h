// An issuer as verifiers see it: what it answers, and what is wrong with that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/answer_view.h"
#include "cli/console.h"
#include "cli/key_set_view.h"
#include "signet/json.h"
#include "signet/jwk_set.h"

namespace signet::cli {

/// What was asked and answered.
struct Examination {
  std::string url = {};                         // as it was typed
  bool is_set_alone = false;                    // the URL is that of a key set, and no issuer is known
  std::vector<Answer> metadata = {};            // of the places where metadata may be, in their order
  std::optional<std::size_t> found = {};        // the place that verifiers take
  std::optional<json::Document> document = {};  // of that place, when it is an object
  std::optional<Error> metadata_error = {};     // why a verifier does not take it
  std::optional<Answer> keys = {};
  std::optional<Answer> again = {};  // the same, with the entity-tag of the first
  std::optional<JwkSet> set = {};
  std::optional<Error> set_error = {};
  std::vector<SetMember> members = {};
  std::vector<KeySetRemark> remarks = {};

  /// A text of the metadata; empty when it is not there, or of another type.
  std::string named(std::string_view member) const;
  /// The texts of an array of the metadata.
  std::vector<std::string> listed(std::string_view member) const;
  /// The answers that verifiers read: that of the metadata, when there are any, and that of the key set.
  std::vector<const Answer*> used_answers() const;
};
/// Asks for everything. Errors: none; what fails is what is examined.
Examination examine(Fetcher& fetcher, std::string url);

/// How bad it is for who verifies tokens of the issuer.
enum class Harm : std::uint8_t { breaks, warns, note };
std::string_view name_of(Harm harm) noexcept;

/// What a row has found, once for each thing: what it is, and what to do where that depends on it.
struct Symptom {
  std::string what;
  std::string todo = {};
};
/// One thing that may be wrong.
struct CheckRow {
  std::string_view id;
  Harm harm;
  std::string_view why;
  std::string_view todo;
  std::vector<Symptom> (*find)(const Examination&);
};
std::span<const CheckRow> answer_checks() noexcept;
std::span<const CheckRow> metadata_checks() noexcept;
std::span<const CheckRow> cache_checks() noexcept;
std::span<const CheckRow> key_checks() noexcept;
std::span<const CheckRow> algorithm_checks() noexcept;

struct Complaint {
  const CheckRow* row;
  Symptom symptom;
  std::string_view todo() const noexcept { return symptom.todo.empty() ? row->todo : std::string_view(symptom.todo); }
};
/// All that the rows find, the worst first.
std::vector<Complaint> complaints_of(const Examination& examination);

std::string to_text(const Examination& examination, const std::vector<Complaint>& complaints, const Console& console);
std::string to_json(const Examination& examination, const std::vector<Complaint>& complaints);

}  // namespace signet::cli
