// Whether the options of a TokenSource can be worked with.
#pragma once

#include <string_view>

#include "signet/result.h"
#include "signet/token_source.h"

namespace signet::keys {

/// An https URL with a host, or an http one of this machine: secrets go to it. Errors: fetch_refused(url|scheme).
Result<> check_secret_url(std::string_view url);

/// Errors: as TokenSource::make, but for those of the seams.
Result<> check_options(const TokenSourceOptions& options);

}  // namespace signet::keys
