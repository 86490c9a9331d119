// Detached payloads on the command line: read by pieces where the algorithm takes pieces, else whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/invocation.h"
#include "signet/algorithm.h"
#include "signet/jws.h"
#include "signet/seams/key_source.h"

namespace signet::cli {

/// RFC 7515 section 7, RFC 7516 section 7.
enum class Serialization : std::uint8_t { compact, flattened, general };
/// --format, compact when it is not there. Errors: usage(--format).
Outcome<Serialization> format_of(const Invocation& run);

/// For the compact and the flattened form. Signs the file `path`, or standard input for "-". A file of any size, in
/// constant memory, but for algorithms that need it whole. Errors: those of DetachedSigner; streaming_unsupported(ALG)
/// when it is too large to be read whole.
Outcome<std::string> sign_detached(Invocation& run, const std::string& path, const jws::SignatureRequest& request,
                                   Serialization form);

/// For the same forms. Verifies `token` over the file `path` in the same way; `max_whole` bounds what is read whole.
/// Errors: those of DetachedVerifier, streaming_unsupported(ALG).
Outcome<jws::VerifiedSignature> verify_detached(Invocation& run, const std::string& path, std::string_view token,
                                                const KeySource& keys, const AlgorithmSet& allowed,
                                                std::size_t max_whole, Serialization form);

}  // namespace signet::cli
