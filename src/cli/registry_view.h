// The two registries for people and programs: lists, one entry with everything about it, pages.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "cli/failure.h"
#include "cli/invocation.h"
#include "signet/claim_registry.h"
#include "signet/json.h"

namespace signet::cli {

/// One of the two tables of the IANA registry.
struct RegistryTable {
  std::string_view id;        // "claims": also the member of --json
  std::string_view title;     // "JSON Web Token Claims"
  std::string_view noun;      // "claim"
  std::string_view csv_head;  // of the registry's own CSV
  std::span<const jwt::ClaimInfo> (*rows)() noexcept;
  const jwt::ClaimInfo* (*find)(std::string_view name) noexcept;
};
const RegistryTable& claims_table() noexcept;
const RegistryTable& confirmations_table() noexcept;
/// The rows in the order of the registry, which is that of registration.
std::vector<const jwt::ClaimInfo*> in_registry_order(const RegistryTable& table);

/// The row of this name. Errors: usage(SUBJECT) with the names that are like it.
Outcome<const jwt::ClaimInfo*> find_row(const RegistryTable& table, std::string_view subject, std::string_view name);
/// `signet claims` and `signet confirmations`: the list, or the entry that the argument names; --markdown the page.
Outcome<> show_table(const Invocation& run, const RegistryTable& table);
/// The page docs/reference/claims.md or confirmations.md.
std::string to_markdown(const RegistryTable& table);
/// Everything about one entry, as a JSON object.
void write_entry(json::Writer& out, const RegistryTable& table, const jwt::ClaimInfo& row);

/// "RFC 7519 4.1.4"
std::string defined_in(const jwt::ClaimInfo& row);
/// "string", "StringOrURI(s)", "object(s)": ClaimType in few letters.
std::string_view short_type(jwt::ClaimType type) noexcept;

/// The registered claim that a name which is none may be meant to be: another case, "-" for "_", or a slip. Null: none.
const jwt::ClaimInfo* likely_claim(std::string_view name);

}  // namespace signet::cli
