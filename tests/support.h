// Small things that many tests need.
#pragma once

#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "signet/bytes.h"
#include "signet/json.h"
#include "signet/result.h"

namespace signet::test {

/// A file below tests/vectors; the test fails when it is not there.
inline std::string read_vector(const std::string& name) {
  std::ifstream in(std::string(SIGNET_VECTORS) + "/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

inline json::Document parse_vector(const std::string& name) {
  auto document = json::Document::parse(read_vector(name));
  EXPECT_TRUE(document) << name;
  return std::move(document).value();
}

/// "ok", or the error as text: EXPECT_EQ(outcome(f()), "weak_key(n)").
template <class T>
std::string outcome(const Result<T>& result) {
  return result ? "ok" : to_string(result.error());
}

/// The parts side by side.
inline std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

inline Bytes from_hex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  Bytes out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
  return out;
}

}  // namespace signet::test
