// A line of a log as JSON: what clients chose is cut, and octets that are no ASCII are not kept.
#pragma once

#include <string>
#include <string_view>

#include "signet/json.h"

namespace signet::server {

class JsonLine {
 public:
  JsonLine() { writer_.begin_object(); }
  /// Nothing for an empty value.
  void add(std::string_view name, std::string_view value);
  /// base64url of SHA-256, so that a log can be searched for a value that it does not hold.
  void add_hash(std::string_view name, std::string_view value);
  json::Writer& writer() noexcept { return writer_; }
  std::string take() { return writer_.end_object().take_string(); }

 private:
  json::Writer writer_;
};

}  // namespace signet::server
