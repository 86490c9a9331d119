// A JSON value as a line of events, so that two readers can be compared: brackets, and for names, strings and numbers
// a letter, the length and the text.
#pragma once

#include <string>
#include <string_view>

namespace signet::fuzz {

class Events {
 public:
  void mark(char event) { text_ += event; }
  void text(char event, std::string_view text) {
    text_ += event;
    text_.append(std::to_string(text.size())).append(":").append(text);
  }
  const std::string& all() const noexcept { return text_; }

 private:
  std::string text_;
};

}  // namespace signet::fuzz
