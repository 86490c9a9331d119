// One operation of the admin API, and what it is given.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/form.h"
#include "server/config/document.h"
#include "server/serve/loader.h"
#include "server/tenancy/catalog.h"
#include "server/tenancy/record_rows.h"
#include "signet/json.h"

namespace signet::server::admin {

/// Why an operation was not done. It is for operators, so it may show what they wrote.
struct Problem {
  int status = 400;
  std::string error;                       ///< a stable name: "not_found"
  std::string message = {};                ///< a sentence
  std::vector<config::Fault> faults = {};  ///< of the body
};
template <class T>
using Done = std::expected<T, Problem>;

std::unexpected<Problem> not_found(std::string_view what);
std::unexpected<Problem> conflict(std::string_view message);
std::unexpected<Problem> bad_request(std::string_view message);
std::unexpected<Problem> faulty(std::vector<config::Fault> faults);
/// What the house's own errors become.
std::unexpected<Problem> problem_of(const Error& error);

struct Reply {
  int status = 200;
  std::string body = {};  ///< JSON; empty: 204
};

/// Writes a backup to this path, with the master key or without.
using Backup = std::function<Result<>(const std::string& path, bool with_master_key)>;

struct Call {
  Catalog& catalog;
  Loader& loader;
  std::vector<std::string> names = {};  ///< of the path, decoded, in its order
  config::Node body = {};
  std::vector<codec::FormField> query = {};
  Timestamp now{};
  std::string_view by = {};
  const Backup* backup = nullptr;  ///< null where it cannot be made

  const std::string* asked(std::string_view name) const noexcept;
};

/// What the body of a request is, for the OpenAPI document.
enum class Body : std::uint8_t {
  none,
  tenant,
  client,
  api,
  issuer,
  patch,
  secret,
  rotate,
  revoke_key,
  revocation,
  import,
  backup,
};

struct Operation {
  std::string_view method;
  std::string_view path;  ///< behind /admin/v1; names stand in braces
  std::string_view id;    ///< operationId
  std::string_view summary;
  Body body = Body::none;
  Done<Reply> (*run)(Call& call);
};

/// All, in the order of the document.
std::span<const Operation* const> operations();

/// The OpenAPI 3.1 document.
std::string openapi();

// The resources; each has a file.
std::span<const Operation> tenant_operations() noexcept;
std::span<const Operation> transfer_operations() noexcept;
std::span<const Operation> client_operations() noexcept;
std::span<const Operation> api_operations() noexcept;
std::span<const Operation> issuer_operations() noexcept;
std::span<const Operation> key_operations() noexcept;
std::span<const Operation> revocation_operations() noexcept;
std::span<const Operation> backup_operations() noexcept;

}  // namespace signet::server::admin
