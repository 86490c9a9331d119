// /backup
#include "server/admin/records.h"

namespace signet::server::admin {
namespace {

/// {"path":"/backups/b.signet"}: the server writes it, so that it is of one moment and never in memory as a whole.
Done<Reply> backup(Call& call) {
  if (call.by == "token")
    return bad_request("a backup is written on the machine of the server: ask through its socket");
  const auto path = take_text(call.body, "path");
  if (!path || !path->starts_with('/')) return bad_request("write {\"path\":\"/...\"}, from the root");
  config::Faults faults;
  const std::filesystem::path folder;
  const config::Setting root(call.body, {}, faults, folder);
  const auto without = root.find("without_master_key");
  const bool with_master_key = !without || !without->flag().value_or(false);
  if (!faults.empty()) return faulty(faults.take());
  if (const auto written = (*call.backup)(*path, with_master_key); !written) return problem_of(written.error());
  json::Writer writer;
  writer.begin_object().member("path", *path).key("with_master_key").boolean(with_master_key);
  return Reply{.status = 201, .body = writer.end_object().take_string()};
}

constexpr Operation kOperations[] = {
    {"POST", "/backup", "writeBackup", "Writes everything into a new file on the machine of the server.", Body::backup,
     backup},
};

}  // namespace

std::span<const Operation> backup_operations() noexcept {
  return kOperations;
}

}  // namespace signet::server::admin
