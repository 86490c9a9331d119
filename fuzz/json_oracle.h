// The second opinion: Boost.JSON's SAX parser, set as strict as it can be, with the duplicate check that it lacks.
#pragma once

#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "json_events.h"

namespace signet::fuzz {

/// What another reader makes of a text.
struct Opinion {
  bool accepted = false;
  bool too_deep = false;
  bool exponent_overflow = false;
  bool duplicate = false;  // an object that it met has two members of one name
  Events events;
};

class Handler {
 public:
  using Code = boost::json::error_code;
  using View = boost::json::string_view;
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  Events events;
  bool duplicate = false;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) {
    names_.emplace_back();
    return put('{');
  }
  bool on_object_end(std::size_t, Code&) {
    names_.pop_back();
    return put('}');
  }
  bool on_array_begin(Code&) { return put('['); }
  bool on_array_end(std::size_t, Code&) { return put(']'); }
  bool on_key_part(View part, std::size_t, Code&) { return keep(part); }
  bool on_key(View part, std::size_t, Code&) {
    keep(part);
    duplicate = duplicate || !names_.back().insert(kept_).second;
    return put_kept('k');
  }
  bool on_string_part(View part, std::size_t, Code&) { return keep(part); }
  bool on_string(View part, std::size_t, Code&) { return keep(part) && put_kept('s'); }
  bool on_number_part(View part, Code&) { return keep(part); }
  bool on_int64(std::int64_t, View part, Code&) { return keep(part) && put_kept('n'); }
  bool on_uint64(std::uint64_t, View part, Code&) { return keep(part) && put_kept('n'); }
  bool on_double(double, View part, Code&) { return keep(part) && put_kept('n'); }
  bool on_bool(bool value, Code&) { return put(value ? 't' : 'f'); }
  bool on_null(Code&) { return put('0'); }
  bool on_comment_part(View, Code&) { return true; }
  bool on_comment(View, Code&) { return true; }

 private:
  bool put(char event) {
    events.mark(event);
    return true;
  }
  bool keep(View part) {
    kept_.append(part.data(), part.size());
    return true;
  }
  bool put_kept(char event) {
    events.text(event, kept_);
    kept_.clear();
    return true;
  }

  std::string kept_;
  std::vector<std::set<std::string>> names_;
};

/// Boost.JSON's.
inline Opinion ask_boost(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 64;
  boost::json::basic_parser<Handler> parser(options);
  boost::json::error_code code;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), code);
  return {.accepted = !code && read == text.size(),
          .too_deep = code == boost::json::error::too_deep,
          .exponent_overflow = code == boost::json::error::exponent_overflow,
          .duplicate = parser.handler().duplicate,
          .events = parser.handler().events};
}

}  // namespace signet::fuzz
