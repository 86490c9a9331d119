// The tables of what records have: for reading them, for the reference and for the OpenAPI document.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/config/reader.h"
#include "server/tenancy/records.h"
#include "signet/json.h"

namespace signet::server {

template <class Record>
std::span<const config::Row<Record>> rows_of() noexcept;
template <>
std::span<const config::Row<TenantRecord>> rows_of<TenantRecord>() noexcept;
template <>
std::span<const config::Row<KeySettings>> rows_of<KeySettings>() noexcept;
template <>
std::span<const config::Row<ApiRecord>> rows_of<ApiRecord>() noexcept;
template <>
std::span<const config::Row<ClientRecord>> rows_of<ClientRecord>() noexcept;
template <>
std::span<const config::Row<TrustedIssuerRecord>> rows_of<TrustedIssuerRecord>() noexcept;

/// What rows cannot say, for a record that its rows took.
void check_record(const config::Setting& root, const TenantRecord& record);
void check_record(const config::Setting& root, const ApiRecord& record);
void check_record(const config::Setting& root, const ClientRecord& record);
void check_record(const config::Setting& root, const TrustedIssuerRecord& record);

using FaultList = std::vector<config::Fault>;

/// A record out of an object as an operator writes it; every fault at once.
template <class Record>
std::expected<Record, FaultList> read_record(const config::Node& object);
/// As an operator writes it, as a value.
template <class Record>
config::Node to_node(const Record& record);

/// As an operator writes it: read_record() takes it back. Nothing that is secret is in it.
void write_record(const TenantRecord& record, json::Writer& writer);
void write_record(const ApiRecord& record, json::Writer& writer);
void write_record(const ClientRecord& record, json::Writer& writer);
void write_record(const TrustedIssuerRecord& record, json::Writer& writer);

/// As the store keeps it: with hashes and sealed secrets.
template <class Record>
std::string to_stored(const Record& record);
/// Errors: malformed_configuration(record) for what no to_stored() made.
template <class Record>
Result<Record> from_stored(std::string_view body);

// Readers of members that several records have.
void read_scopes(const config::Setting& setting, std::vector<std::string>& into);
void read_claims(const config::Setting& setting, std::vector<ClaimRule>& into);
void read_key_set(const config::Setting& setting, std::string& into);
void read_https_url(const config::Setting& setting, std::string& into);
void read_algorithms(const config::Setting& setting, std::vector<std::string>& into, bool with_symmetric);
void read_lifetime(const config::Setting& setting, std::optional<Duration>& into);

}  // namespace signet::server
