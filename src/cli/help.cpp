#include "cli/help.h"

#include <algorithm>

#include "cli/text.h"
#include "signet/json.h"

namespace signet::cli {
namespace {

constexpr std::string_view kFooter =
    "signet COMMAND --help says more about one. An argument that names a file is read; - is\n"
    "standard input. Exit: 0 done, 1 refused, 2 usage, 3 file, 4 internal.\n";

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

// One line, or two when the name is wider than its column.
std::string entry(std::string_view name, std::string_view help, std::size_t column) {
  const std::string indent(column, ' ');
  std::string out = "  " + std::string(name);
  if (out.size() + 2 > column) {
    out += '\n' + indent;
  } else {
    out = padded(std::move(out), column);
  }
  return out + wrapped(help, column) + '\n';
}

void flags_json(json::Writer& out, const Command& command) {
  out.key("flags").begin_array();
  for_each_flag(command, [&](const Flag& flag) {
    out.begin_object().member("name", flag.name).key("value");
    if (flag.value.empty()) {
      out.null();
    } else {
      out.string(flag.value);
    }
    out.key("repeats").boolean(flag.repeats).member("help", flag.help).end_object();
  });
  out.end_array();
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text_of_lines) {
  std::vector<std::string_view> lines;
  while (!text_of_lines.empty()) {
    const std::size_t end = std::min(text_of_lines.find('\n'), text_of_lines.size());
    lines.push_back(text_of_lines.substr(0, end));
    text_of_lines.remove_prefix(std::min(end + 1, text_of_lines.size()));
  }
  return lines;
}

std::string wrapped(std::string_view words, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    if (column > indent && column + 1 + word.size() > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string spelling_of(const Flag& flag) {
  return flag.value.empty() ? std::string(flag.name) : text("{} {}", flag.name, flag.value);
}

std::string usage_of(const Command& command) {
  std::string out = text("signet {} [FLAGS]", command.name);
  const Positional& positional = command.positional;
  if (positional.name.empty()) return out;
  const std::string name = text("{}{}", positional.name, positional.repeats ? "..." : "");
  return out + (positional.required ? text(" {}", name) : text(" [{}]", name));
}

std::string program_help(const Console& console) {
  constexpr std::size_t kColumn = 19;
  std::string out = text("{}\n\nUsage: signet COMMAND [FLAGS] [ARGUMENTS]\n", kProgramSummary);
  std::string_view section;
  for (const Command* command : commands()) {
    if (command->section != section) {
      section = command->section;
      out += '\n' + console.out_style(Style::bold, section) + '\n';
    }
    out += entry(command->name, command->summary, kColumn);
  }
  return out + '\n' + std::string(kFooter);
}

std::string command_help(const Command& command, const Console& console) {
  constexpr std::size_t kColumn = 26;
  const auto title = [&](std::string_view words) { return '\n' + console.out_style(Style::bold, words) + '\n'; };
  std::string out = text("signet {}: {}\n\nUsage: {}\n", command.name, command.summary, usage_of(command));
  for (const std::string_view paragraph : lines_of(command.about)) out += '\n' + wrapped(paragraph, 0) + '\n';
  if (!command.positional.name.empty())
    out += title("Argument") + entry(command.positional.name, command.positional.help, kColumn);
  for (const FlagGroup& group : command.groups) {
    out += title(group.title);
    for (const Flag& flag : group.flags) out += entry(spelling_of(flag), flag.help, kColumn);
  }
  out += title("Always");
  for (const Flag& flag : common_flags()) out += entry(spelling_of(flag), flag.help, kColumn);
  out += title(lines_of(command.example).size() == 1 ? "Example" : "Examples");
  for (const std::string_view line : lines_of(command.example)) out += text("  {}\n", line);
  return out;
}

std::string help_json(std::span<const Command* const> shown) {
  json::Writer out;
  out.begin_object().key("ok").boolean(true).key("commands").begin_array();
  for (const Command* command : shown) {
    out.begin_object().member("name", command->name).member("summary", command->summary);
    out.member("usage", usage_of(*command));
    flags_json(out, *command);
    out.end_object();
  }
  out.end_array().end_object();
  return out.take_string();
}

}  // namespace signet::cli
