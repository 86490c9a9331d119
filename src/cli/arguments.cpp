#include "cli/arguments.h"

#include <algorithm>
#include <cstddef>

#include "cli/text.h"
#include "codec/nearest.h"
#include "try.h"

namespace signet::cli {
namespace {

const Flag* find_flag(const Command& command, std::string_view name) {
  const Flag* found = nullptr;
  for_each_flag(command, [&](const Flag& flag) {
    if (flag.name == name) found = &flag;
  });
  return found;
}

std::string help_hint(const Command& command) {
  return text("signet {} --help lists what it takes", command.name);
}

std::unexpected<Failure> unknown_flag(const Command& command, std::string_view name) {
  std::vector<std::string_view> names;
  for_each_flag(command, [&](const Flag& flag) { names.push_back(flag.name); });
  const auto like = codec::nearest(name, names);
  return usage(name, text("signet {} has no such flag", command.name),
               like ? text("did you mean {}?", *like) : help_hint(command));
}

}  // namespace

Outcome<Arguments> Arguments::parse(const Command& command, std::span<const std::string> words) {
  Arguments arguments(command);
  bool flags_end = false;
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string& word = words[at];
    if (!flags_end && word == "--") {
      flags_end = true;
    } else if (!flags_end && word.size() > 1 && word[0] == '-') {
      SIGNET_CHECK(arguments.take_flag(words, at));
    } else {
      SIGNET_CHECK(arguments.take_positional(word));
    }
  }
  return arguments;
}

Outcome<> Arguments::take_flag(std::span<const std::string> words, std::size_t& at) {
  const std::string& word = words[at];
  const std::size_t equals = word.find('=');
  const std::string name = word == "-h" ? "--help" : word.substr(0, equals);
  const Flag* flag = find_flag(*command_, name);
  if (flag == nullptr) return unknown_flag(*command_, name);
  std::vector<std::string>& values = flags_[name];
  if (!values.empty() && !flag->repeats) return usage(name, "the flag is given more than once");
  if (flag->value.empty()) {
    if (equals != std::string::npos) return usage(name, "the flag takes no value", help_hint(*command_));
    values.emplace_back();
    return {};
  }
  if (equals != std::string::npos) {
    values.push_back(word.substr(equals + 1));
  } else {
    const bool there = at + 1 < words.size() && !words[at + 1].starts_with("--");
    if (!there) return usage(name, "the flag wants a value", text("write {} {}", name, flag->value));
    values.push_back(words[++at]);
  }
  if (values.back().empty()) return usage(name, "the value is empty", text("write {} {}", name, flag->value));
  return {};
}

Outcome<> Arguments::take_positional(const std::string& word) {
  const Positional& positional = command_->positional;
  // The argument may be a token, so it is not repeated in the message.
  if (positional.name.empty()) return usage("argument", "the command takes no argument", help_hint(*command_));
  if (!positionals_.empty() && !positional.repeats)
    return usage(positional.name, "there is more than one argument", help_hint(*command_));
  positionals_.push_back(word);
  return {};
}

bool Arguments::has(std::string_view flag) const {
  return flags_.contains(flag);
}

std::vector<std::string> Arguments::values(std::string_view flag) const {
  const auto found = flags_.find(flag);
  return found == flags_.end() ? std::vector<std::string>() : found->second;
}

std::optional<std::string> Arguments::value(std::string_view flag) const {
  const auto found = flags_.find(flag);
  if (found == flags_.end()) return std::nullopt;
  return found->second.front();
}

Outcome<std::vector<std::string>> split_list(std::string_view flag, std::string_view value) {
  std::vector<std::string> items;
  for (std::size_t start = 0; start <= value.size();) {
    const std::size_t comma = std::min(value.find(',', start), value.size());
    if (comma == start) return usage(flag, "the list has an empty item", text("write {} A,B", flag));
    items.emplace_back(value.substr(start, comma - start));
    start = comma + 1;
  }
  return items;
}

Outcome<std::vector<std::string>> Arguments::list(std::string_view flag) const {
  std::vector<std::string> items;
  for (const std::string& value : values(flag)) {
    SIGNET_TRY(const std::vector<std::string> more, split_list(flag, value));
    items.insert(items.end(), more.begin(), more.end());
  }
  return items;
}

Outcome<std::string> Arguments::positional() const {
  if (positionals_.empty()) {
    const Positional& wanted = command_->positional;
    return usage(wanted.name, "the argument is missing", text("give {}: {}", wanted.name, wanted.help));
  }
  return positionals_.front();
}

std::vector<std::string_view> Arguments::given() const {
  std::vector<std::string_view> names;
  names.reserve(flags_.size());
  for (const auto& [name, values] : flags_) names.push_back(name);
  return names;
}

}  // namespace signet::cli
