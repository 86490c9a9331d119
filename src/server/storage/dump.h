// A backup: everything that a store holds as one stream of octets, the same for every kind of store.
#pragma once

#include <functional>

#include "server/storage/store.h"
#include "signet/bytes.h"

namespace signet::server::storage {

using ByteSink = std::function<Result<>(ByteView)>;
/// The next octets, valid until the next call; empty at the end. codec::FilePieces::next() is one.
using ByteSource = std::function<Result<ByteView>()>;

/// Writes what the store holds at one moment, in pieces. The last 32 octets are an HMAC-SHA-256 over all before them:
/// with a `key` only its holder can make or change a backup; without one it finds accidents.
///   "signet backup 1\n", one octet: 1 with a key, else 0
///   items: "h" log last | "r" kind tenant id body field field field version expires used | "e" log tenant sequence at
///          expires body; a text is four octets of length and its octets, a number eight octets, big-endian
///   ".", the HMAC
/// Errors: store_unavailable(REASON), those of the sink.
Result<> write_dump(Store& store, const ByteSink& sink, ByteView key = {});

/// Reads such a stream into a store that is new, in bounded memory: all of it, or with an error nothing. A key that is
/// given must have sealed it. Errors: malformed_backup(WHAT), file_exists(store), store_unavailable(REASON), those of
/// the source.
Result<> load_dump(const ByteSource& source, Store& store, ByteView key = {});

}  // namespace signet::server::storage
