// The rows of what configurations of all servers have, and readers of addresses.
#pragma once

#include <span>
#include <vector>

#include "server/config/reader.h"
#include "server/listening/settings.h"

namespace signet::server {

std::span<const config::Row<TlsFiles>> tls_rows() noexcept;
std::span<const config::Row<FetchConfig>> fetch_rows() noexcept;

/// Whether a server cannot listen at `at` as well.
bool is_taken(const std::vector<ListenAt>& by, const ListenAt& at);
void read_listen(const config::Setting& setting, std::vector<ListenAt>& into);
/// Addresses and ranges; "unix" sets `unix`.
void read_ranges(const config::Setting& setting, std::vector<net::IpRange>& into, bool& unix);

}  // namespace signet::server
