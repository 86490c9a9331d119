// Everything of an installation in one file, and back.
#pragma once

#include <string>

#include "server/keyring/master_key.h"
#include "server/storage/store.h"
#include "signet/result.h"

namespace signet::server {

/// The file begins with these lines, behind which stands the stream of storage/dump.h under a key of the master key:
///   signet installation 1
///   master-key TEXT      or: master-key -
/// With the master key the file is all that is needed, so it is as secret as the data folder.
struct BackupOptions {
  std::string path;                  ///< a new file, mode 0600
  std::string master_key_file = {};  ///< whose content goes along; empty: none
};

/// Of one moment, while others go on. Errors: file_exists(PATH), file_unwritable(PATH), those of the store and of
/// reading the master key.
Result<> write_backup(storage::Store& store, const keyring::MasterKey& master, const BackupOptions& options);

struct RestoreOptions {
  std::string path;
  std::string data;  ///< a folder that is new or empty
  std::string
      master_key_file;  ///< the one of the backup is written here; where the backup has none, it is read from here
};
/// All of it, or with an error nothing that counts. Feeds of revocations begin anew, as their protocol wants after a
/// restore. Errors: malformed_backup(WHAT), file_exists(PATH|store), file_unreadable(PATH), key_mismatch(master_key),
/// those of the store.
Result<> restore_backup(const RestoreOptions& options);

}  // namespace signet::server
