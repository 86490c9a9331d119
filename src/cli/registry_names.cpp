// Names of the registry that are like what was typed.
#include <algorithm>

#include "cli/arguments.h"
#include "cli/completion.h"
#include "cli/registry_view.h"
#include "cli/text.h"
#include "codec/ascii.h"
#include "codec/nearest.h"

namespace signet::cli {
namespace {

using jwt::ClaimInfo;

/// Lower case, without what is written now and then between words.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '_' && c != '-' && c != ' ' && c != '.') out += codec::to_lower(c);
  return out;
}

/// The names that are like `word`, or that have it as a part; at most a handful.
std::vector<std::string_view> like_names(const RegistryTable& table, std::string_view word) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string_view> names;
  for (const ClaimInfo& row : table.rows()) names.push_back(row.name);
  std::vector<std::string_view> like;
  if (const auto best = codec::nearest(word, names)) like.push_back(*best);
  const std::string wanted = folded(word);
  for (const std::string_view name : names) {
    const bool part = wanted.size() >= 3 && folded(name).find(wanted) != std::string::npos;
    if ((part || folded(name) == wanted) && like.size() < kMost && std::ranges::find(like, name) == like.end())
      like.push_back(name);
  }
  return like;
}

std::unexpected<Failure> unknown_name(const RegistryTable& table, std::string_view subject, std::string_view name) {
  const auto like = like_names(table, name);
  return usage(subject, text("there is no registered {} of this name", table.noun),
               like.empty() ? text("signet {} lists them", table.id) : text("did you mean {}?", joined(like, ", ")));
}

}  // namespace

Outcome<const ClaimInfo*> find_row(const RegistryTable& table, std::string_view subject, std::string_view name) {
  const ClaimInfo* row = table.find(name);
  if (row == nullptr) return unknown_name(table, subject, name);
  return row;
}

const ClaimInfo* likely_claim(std::string_view name) {
  constexpr std::size_t kShortest = 5;  // below, every name is like another
  constexpr std::size_t kLongest = 40;
  if (name.size() > kLongest) return nullptr;
  const std::string wanted = folded(name);
  for (const ClaimInfo& row : jwt::registered_claims()) {
    const std::string other = folded(row.name);
    if (other == wanted || other == wanted + "s" || other + "s" == wanted) return &row;
  }
  if (wanted.size() < kShortest) return nullptr;
  const ClaimInfo* found = nullptr;
  std::size_t least = wanted.size() < 2 * kShortest ? 1 : 2;
  for (const ClaimInfo& row : jwt::registered_claims()) {
    const std::size_t slips = codec::slips_between(wanted, folded(row.name));
    if (slips > least || (found != nullptr && slips == least)) continue;
    found = &row;
    least = slips;
  }
  return found;
}

}  // namespace signet::cli
