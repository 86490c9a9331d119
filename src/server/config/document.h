// A configuration file as values with the lines on which they stand. toml++ is behind it, in one unit.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace signet::server::config {

/// What is wrong with a file, for people: it may show what the file says, so it is no Error.
struct Fault {
  std::uint32_t line = 0;  ///< from 1; 0: of the file as a whole
  std::string key;         ///< "policies.orders.scopes"; empty: of no key
  std::string sentence;
};

struct Member;

/// A date or a time of TOML, which no setting has.
struct Moment {};

struct Node {
  std::variant<std::string, std::int64_t, double, bool, Moment, std::vector<Node>, std::vector<Member>> value;
  std::uint32_t line = 0;
};

/// A key and what it is set to; in the order of the file as far as lines tell it.
struct Member {
  std::string name;
  Node node;
};

inline constexpr std::size_t kMaxDocument = 1u << 20;  ///< octets

/// The table of the whole file. Otherwise the first fault: text that is no TOML, a key twice, more than kMaxDocument.
std::expected<Node, Fault> parse_document(std::string_view text);

}  // namespace signet::server::config
