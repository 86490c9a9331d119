// What an issuer says that it signs with, beside the keys that it has.
#include <algorithm>
#include <array>

#include "cli/doctor.h"
#include "cli/text.h"
#include "signet/algorithm.h"

namespace signet::cli {
namespace {

/// Members that say what the issuer itself signs with.
constexpr std::array<std::string_view, 4> kSigning = {
    "id_token_signing_alg_values_supported", "userinfo_signing_alg_values_supported",
    "authorization_signing_alg_values_supported", "introspection_signing_alg_values_supported"};

template <class Take>
std::vector<Symptom> of_each_listed(const Examination& seen, Take take) {
  std::vector<Symptom> symptoms;
  for (const std::string_view member : kSigning)
    for (const std::string& alg : seen.listed(member))
      if (std::string what = take(alg); !what.empty()) symptoms.push_back({text("{}: {}", member, what)});
  return symptoms;
}

std::vector<Symptom> find_none(const Examination& seen) {
  return of_each_listed(seen, [](const std::string& alg) -> std::string { return alg == "none" ? alg : ""; });
}

std::vector<Symptom> find_symmetric(const Examination& seen) {
  return of_each_listed(seen, [](const std::string& alg) {
    const SignatureAlgorithm* row = find_signature_algorithm(alg);
    return row != nullptr && describe(*row).kty == "oct" ? alg : std::string();
  });
}

std::vector<Symptom> find_unknown(const Examination& seen) {
  return of_each_listed(seen, [](const std::string& alg) {
    return alg != "none" && find_signature_algorithm(alg) == nullptr ? alg : std::string();
  });
}

bool has_key_for(const Examination& seen, const SignatureAlgorithm& row) {
  return std::ranges::any_of(seen.set->entries(), [&](const KeySetEntry& entry) {
    return entry.key && entry.key->check_fit(row).has_value();
  });
}

std::vector<Symptom> find_without_key(const Examination& seen) {
  if (!seen.set) return {};
  return of_each_listed(seen, [&](const std::string& alg) {
    const SignatureAlgorithm* row = find_signature_algorithm(alg);
    const bool is_fine = row == nullptr || describe(*row).kty == "oct" || has_key_for(seen, *row);
    return is_fine ? std::string() : text("{}, and no key of the set fits it", alg);
  });
}

std::vector<Symptom> find_unlisted_keys(const Examination& seen) {
  std::vector<Symptom> symptoms;
  std::vector<std::string> listed;
  for (const std::string_view member : kSigning)
    for (std::string& alg : seen.listed(member)) listed.push_back(std::move(alg));
  if (listed.empty()) return symptoms;
  for (const SetMember& member : seen.members) {
    const bool is_told = member.not_used || member.alg.empty() || std::ranges::find(listed, member.alg) != listed.end();
    if (!is_told) symptoms.push_back({text("{} is for {}, which the metadata do not list", member.kid, member.alg)});
  }
  return symptoms;
}

constexpr CheckRow kRows[] = {
    {"alg_none", Harm::warns, "a client that believes it takes tokens that nobody has signed",
     "take none out of the list, unless ID Tokens of the code flow are meant to be unsigned", find_none},
    {"alg_symmetric", Harm::note,
     "such tokens are verified with the client's own secret, so whoever has it can also make them",
     "take it out of the list where no client needs it", find_symmetric},
    {"alg_unknown", Harm::note, "Signet does not have the algorithm", "see that it is the name of one", find_unknown},
    {"alg_without_key", Harm::warns, "a token that is signed so could not be verified with this set",
     "publish its key, or take it out of the list", find_without_key},
    {"key_unlisted", Harm::note, "clients that keep to the metadata refuse what this key signs",
     "list its algorithm in the metadata", find_unlisted_keys},
};

}  // namespace

std::span<const CheckRow> algorithm_checks() noexcept {
  return kRows;
}

}  // namespace signet::cli
