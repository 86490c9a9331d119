// The tables of the sidecar's keys, one for each section of its file. Only what reads the file includes this.
#pragma once

#include <span>

#include "server/config/reader.h"
#include "server/listening/rows.h"
#include "server/sidecar/config.h"

namespace signet::server {

/// What stands outside of all tables; with the rows of the tables, which read them.
std::span<const config::Row<SidecarConfig>> main_rows() noexcept;
std::span<const config::Row<LogConfig>> log_rows() noexcept;
std::span<const config::Row<IssuerConfig>> issuer_rows() noexcept;
std::span<const config::Row<RevocationsConfig>> revocations_rows() noexcept;
std::span<const config::Row<PolicyConfig>> policy_rows() noexcept;
std::span<const config::Row<DpopConfig>> dpop_rows() noexcept;
std::span<const config::Row<resource::CookieRules>> cookie_rows() noexcept;

/// [issuers.NAME], all of them.
void read_issuers(const config::Setting& table, SidecarConfig& into);
/// [policies.NAME], all of them; the issuers have been read.
void read_policies(const config::Setting& table, SidecarConfig& into);
/// [policies.NAME.headers].
void read_headers(const config::Setting& table, std::vector<HeaderMap>& into);

/// "profile" of a policy.
void read_profile(const config::Setting& setting, PolicyConfig& into);

/// What rows cannot say of one policy; `table` is [policies.NAME].
void check_policy(const config::Setting& table, PolicyConfig& policy, const SidecarConfig& config);
/// What only shows when it is built; for a policy without fault.
void check_build(const config::Setting& table, const PolicyConfig& policy);

/// Issuers and policies have names that may stand in a URL: letters, digits, "-", "_" and ".", at most 64.
bool is_name(std::string_view name) noexcept;

}  // namespace signet::server
