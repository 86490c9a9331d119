#include "server/admin/operation.h"

namespace signet::server::admin {

std::unexpected<Problem> not_found(std::string_view what) {
  return std::unexpected(
      Problem{.status = 404, .error = "not_found", .message = "there is no such " + std::string(what)});
}
std::unexpected<Problem> conflict(std::string_view message) {
  return std::unexpected(Problem{.status = 409, .error = "conflict", .message = std::string(message)});
}
std::unexpected<Problem> bad_request(std::string_view message) {
  return std::unexpected(Problem{.status = 400, .error = "invalid", .message = std::string(message)});
}
std::unexpected<Problem> faulty(std::vector<config::Fault> faults) {
  return std::unexpected(
      Problem{.status = 400, .error = "invalid", .message = "the body has faults", .faults = std::move(faults)});
}
std::unexpected<Problem> problem_of(const Error& error) {
  const bool is_store = error.code == Errc::store_unavailable;
  const bool is_missing = error.code == Errc::key_not_found;
  return std::unexpected(Problem{.status = is_store     ? 503
                                           : is_missing ? 404
                                                        : 500,
                                 .error = std::string(name_of(error.code)),
                                 .message = to_string(error)});
}

const std::string* Call::asked(std::string_view name) const noexcept {
  for (const codec::FormField& field : query)
    if (field.name == name) return &field.value;
  return nullptr;
}

std::span<const Operation* const> operations() {
  static const std::vector<const Operation*> all = [] {
    std::vector<const Operation*> made;
    for (const auto rows : {tenant_operations(), transfer_operations(), client_operations(), api_operations(),
                            issuer_operations(), key_operations(), revocation_operations(), backup_operations()})
      for (const Operation& operation : rows) made.push_back(&operation);
    return made;
  }();
  return all;
}

}  // namespace signet::server::admin
