// What may stand where, from the table of commands and the tables of the library.
#include <algorithm>
#include <span>

#include "cli/completion.h"
#include "signet/algorithm.h"
#include "signet/claim_registry.h"
#include "signet/policy_table.h"
#include "signet/profiles.h"

namespace signet::cli {
namespace {

using Words = std::vector<std::string_view>;

void add_once(Words& words, std::string_view word) {
  if (std::ranges::find(words, word) == words.end()) words.push_back(word);
}

Words algorithm_names() {
  Words names;
  for (const SignatureAlgorithm* row : signature_algorithms()) names.push_back(describe(*row).name);
  return names;
}
Words key_management_names() {
  Words names;
  for (const KeyManagementAlgorithm* row : key_management_algorithms()) names.push_back(describe(*row).name);
  return names;
}
// --alg is of signatures for some commands and of encryption for others; in bash it is one flag.
Words all_algorithm_names() {
  Words names = algorithm_names();
  for (const std::string_view name : key_management_names()) names.push_back(name);
  return names;
}
Words content_encryption_names() {
  Words names;
  for (const ContentEncryption* row : content_encryptions()) names.push_back(describe(*row).name);
  return names;
}
Words curve_names() {
  Words names;
  for (const SignatureAlgorithm* row : signature_algorithms())
    for (const std::string_view curve : describe(*row).curves) add_once(names, curve);
  for (const KeyManagementAlgorithm* row : key_management_algorithms())
    for (const std::string_view curve : describe(*row).curves) add_once(names, curve);
  return names;
}
Words policy_names() {
  Words names;
  for (const jwt::DatedPolicy& policy : jwt::dated_policies()) names.push_back(policy.name);
  return names;
}
Words claim_names() {
  Words names;
  for (const jwt::ClaimInfo& row : jwt::registered_claims()) names.push_back(row.name);
  return names;
}
Words confirmation_names() {
  Words names;
  for (const jwt::ClaimInfo& row : jwt::registered_confirmations()) names.push_back(row.name);
  return names;
}
Words profile_ids() {
  Words ids;
  for (const jwt::Profile* profile : jwt::profiles()) ids.push_back(profile->id);
  return ids;
}
Words scrutinies() {
  return {name_of(jwt::Scrutiny::strict), name_of(jwt::Scrutiny::warn), name_of(jwt::Scrutiny::off)};
}
Words formats() {
  return {"compact", "flattened", "general"};  // RFC 7515 section 7
}
Words uses() {
  return {"sig", "enc"};  // RFC 7517 section 4.2
}
Words shells() {
  return {"bash", "zsh", "fish"};
}

// Flags, and arguments of commands, whose values are a choice.
struct Choice {
  std::string_view of;
  Words (*words)();
};
constexpr Choice kChoices[] = {{"--alg", all_algorithm_names},
                               {"--encrypt-alg", key_management_names},
                               {"--decrypt-alg", key_management_names},
                               {"--enc", content_encryption_names},
                               {"--crv", curve_names},
                               {"--policy", policy_names},
                               {"--profile", profile_ids},
                               {"--claim", claim_names},
                               {"--confirmation", confirmation_names},
                               {"--require", claim_names},
                               {"--registered-claims", scrutinies},
                               {"--format", formats},
                               {"--use", uses},
                               {"completion", shells},
                               {"claims", claim_names},
                               {"confirmations", confirmation_names},
                               {"profiles", profile_ids},
                               {"help", first_words},
                               {"policy show", policy_names}};

Words choices_of(std::string_view name) {
  const auto* const row = std::ranges::find(kChoices, name, &Choice::of);
  return row == std::end(kChoices) ? Words{} : row->words();
}

bool names_files(std::string_view value) {
  return value.find("FILE") != std::string_view::npos || value == "TOKEN";
}

}  // namespace

Offer offer_for(const Flag& flag) {
  if (!flag.choices.empty()) return {.words = Words(flag.choices.begin(), flag.choices.end())};
  return {.words = choices_of(flag.name), .files = names_files(flag.value)};
}

Offer offer_for(const Command& command) {
  return {.words = choices_of(command.name), .files = names_files(command.positional.name)};
}

std::vector<std::string_view> first_words() {
  Words words;
  for (const Command* command : commands()) add_once(words, command->name.substr(0, command->name.find(' ')));
  return words;
}

std::vector<const Command*> commands_after(std::string_view first) {
  std::vector<const Command*> found;
  for (const Command* command : commands())
    if (command->name.size() > first.size() && command->name.starts_with(first) && command->name[first.size()] == ' ')
      found.push_back(command);
  return found;
}

std::vector<const Command*> longest_first() {
  std::vector<const Command*> found(commands().begin(), commands().end());
  const auto has_one_word = [](const Command* command) { return command->name.find(' ') == std::string_view::npos; };
  std::ranges::stable_sort(found, {}, has_one_word);
  return found;
}

std::vector<ValueFlag> value_flags() {
  std::vector<ValueFlag> found;
  for (const Command* command : commands())
    for_each_flag(*command, [&](const Flag& flag) {
      if (flag.value.empty()) return;
      const Offer offer = offer_for(flag);
      auto same = std::ranges::find(found, flag.name, &ValueFlag::name);
      if (same == found.end()) {
        found.push_back({flag.name, offer});
        return;
      }
      for (const std::string_view word : offer.words) add_once(same->offer.words, word);
      same->offer.files = same->offer.files || offer.files;
    });
  return found;
}

std::string joined(const std::vector<std::string_view>& words, std::string_view between) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

}  // namespace signet::cli
