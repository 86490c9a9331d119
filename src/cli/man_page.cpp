// signet.1 from the table of commands.
#include "cli/help.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

constexpr std::string_view kRules[] = {
    "An argument that names an existing file is read; - is standard input; any other TOKEN is the token itself.",
    "Secrets never come from arguments. A private key is never written to a terminal.",
    "Durations are written 90s, 10m, 24h or 7d; times as seconds since 1970 or as 2026-11-01T12:00:00Z.",
    "Output for a terminal has control and bidirectional characters escaped. Colour is used on a terminal unless "
    "NO_COLOR is set.",
};

struct Status {
  std::string_view number;
  std::string_view meaning;
};
constexpr Status kStatuses[] = {
    {"0", "yes, or done"},
    {"1", "refused: a token, key or claim did not hold"},
    {"2", "usage: the command line is not complete, or wrong"},
    {"3", "a file could not be read or written"},
    {"4", "a mistake in the program itself"},
};

// Text for roff: a backslash, a hyphen that is to be copied, and a dot or quote at the start of a line are special.
std::string roff(std::string_view words) {
  std::string out;
  if (words.starts_with('.') || words.starts_with('\'')) out = "\\&";
  for (const char c : words) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string flag_entry(const Flag& flag) {
  std::string head = text("\\fB{}\\fR", roff(flag.name));
  if (!flag.value.empty()) head += text(" \\fI{}\\fR", roff(flag.value));
  return text(".TP\n{}\n{}.\n", head, roff(flag.help));
}

std::string command_entry(const Command& command) {
  std::string out = text(".SS {}\n.B {}\n", roff(command.name), roff(usage_of(command)));
  for (const std::string_view paragraph : lines_of(command.about)) out += text(".PP\n{}\n", roff(paragraph));
  if (!command.positional.name.empty())
    out += text(".TP\n\\fI{}\\fR\n{}.\n", roff(command.positional.name), roff(command.positional.help));
  for_each_flag(command, [&](const Flag& flag) { out += flag_entry(flag); });
  out += ".PP\n.EX\n";
  for (const std::string_view line : lines_of(command.example)) out += roff(line) + '\n';
  return out + ".EE\n";
}

}  // namespace

std::string man_page() {
  std::string out = text(".TH SIGNET 1 \"\" \"signet {}\" \"User Commands\"\n", SIGNET_VERSION);
  out += ".SH NAME\nsignet \\- JSON Web Tokens, keys and key sets\n";
  out += ".SH SYNOPSIS\n.B signet\n\\fICOMMAND\\fR [\\fIFLAGS\\fR] [\\fIARGUMENTS\\fR]\n";
  out += text(".SH DESCRIPTION\n{}\n", roff(kProgramSummary));
  for (const std::string_view rule : kRules) out += text(".PP\n{}\n", roff(rule));
  out += ".SH COMMANDS\n";
  for (const Command* command : commands()) out += command_entry(*command);
  out += ".SH EXIT STATUS\n";
  for (const Status& status : kStatuses) out += text(".TP\n.B {}\n{}.\n", status.number, roff(status.meaning));
  out += ".SH ERRORS\nAn error is two lines on standard error:\n.PP\n.EX\n";
  out += "signet: error: CODE(SUBJECT): one sentence\nsignet: hint: what to do next\n.EE\n.PP\n";
  return out + "Codes are stable; \\fBsignet errors\\fR lists them.\n";
}

}  // namespace signet::cli
