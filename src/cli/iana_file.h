// Copies of the IANA registry "JSON Web Token (JWT)" as they are published: CSV files, and the page as plain text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signet/result.h"

namespace signet::cli {

inline constexpr std::size_t kMaxIanaFile = std::size_t{1} << 20;
inline constexpr std::size_t kMaxIanaRows = 4096;

/// A row with its white space made single, without the brackets around the change controller.
struct IanaRow {
  std::string name;
  std::string title;
  std::string change_controller;
  std::string reference;
};

/// What a file holds of a registry's table.
struct IanaTable {
  std::string_view id;  // RegistryTable::id
  std::vector<IanaRow> rows;
};

/// The tables of a file, each once, told by their headings. CSV is that of RFC 4180: a quote within quotes is doubled,
/// quotes stand around whole fields, and each record has four. In the plain text of the page cells are wrapped and
/// centred, so that where a row ends follows from where its name stands.
/// Errors: malformed_registry(file) for what has neither form, malformed_registry(NAME OF A TABLE) for what cannot be
/// read whole, malformed_registry(NAME) for a name that is there twice, limit_exceeded(rows|file).
Result<std::vector<IanaTable>> parse_iana_file(std::string_view text);

/// The same for each of the forms.
Result<std::vector<IanaTable>> parse_iana_csv(std::string_view text);
Result<std::vector<IanaTable>> parse_iana_page(std::string_view text);

/// White space at the ends taken off, every other run of it made one space.
std::string single_spaced(std::string_view text);
/// A row from its four cells.
IanaRow make_row(std::string_view name, std::string_view title, std::string_view controller,
                 std::string_view reference);

}  // namespace signet::cli
