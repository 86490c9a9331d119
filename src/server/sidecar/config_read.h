// Reads the file of a sidecar.
#pragma once

#include <expected>
#include <filesystem>
#include <string_view>
#include <vector>

#include "server/config/document.h"
#include "server/config/reader.h"
#include "server/sidecar/config.h"

namespace signet::server {

/// What the text says, or all that is wrong with it, by line: what is no TOML, keys and values that are not known, and
/// what does not go together. No file is looked at, and nothing is asked. Files are taken relative to `folder`.
std::expected<SidecarConfig, std::vector<config::Fault>> read_sidecar_config(std::string_view text,
                                                                             const std::filesystem::path& folder);

/// The same, and whether files are there and hold what they should, and libcrypto has the algorithms.
std::expected<SidecarConfig, std::vector<config::Fault>> check_sidecar_config(std::string_view text,
                                                                              const std::filesystem::path& folder);

/// Looks at the files of a configuration that was read from the table `root`.
void check_files(const SidecarConfig& config, const config::Setting& root);

/// A section of the file, for the reference.
struct ConfigSection {
  std::string_view heading;  ///< "[policies.NAME]"; empty: what stands before all tables
  std::string_view about;    ///< a sentence, with its full stop
  std::vector<config::KeyRow> keys;
};
std::vector<ConfigSection> sidecar_sections();

}  // namespace signet::server
