// The program signet: finds the command, runs it, says what failed and with which exit status.
#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/help.h"
#include "cli/invocation.h"
#include "cli/text.h"
#include "codec/nearest.h"
#include "try.h"

namespace signet::cli {
namespace {

// The command that the first words name, and how many words that are.
struct Found {
  const Command* command = nullptr;
  std::size_t words = 0;
};

Found match_command(const std::vector<std::string>& words) {
  if (words.size() >= 2)
    if (const Command* command = find_command(words[0] + ' ' + words[1])) return {command, 2};
  if (const Command* command = find_command(std::string_view(words[0]))) return {command, 1};
  return {};
}

std::unexpected<Failure> unknown_command(const std::vector<std::string>& words) {
  std::vector<std::string_view> names;
  std::string parts;
  for (const Command* command : commands()) {
    names.push_back(command->name);
    if (command->name.starts_with(words[0] + ' '))
      parts += (parts.empty() ? "" : ", ") + std::string(command->name.substr(words[0].size() + 1));
  }
  if (!parts.empty()) {
    const std::string sentence = words.size() > 1 ? "there is no such command" : "the command is not complete";
    return usage(words.size() > 1 ? words[0] + ' ' + words[1] : words[0], sentence,
                 text("signet {} goes on with one of: {}", words[0], parts));
  }
  const auto like = codec::nearest(words.size() > 1 ? words[0] + ' ' + words[1] : words[0], names);
  const auto like_first = like ? like : codec::nearest(words[0], names);
  return usage(words[0], "there is no such command",
               like_first ? text("did you mean signet {}?", *like_first) : "signet --help lists the commands");
}

// `signet`, `signet --help` and `signet --version` become commands.
std::vector<std::string> normalized(std::vector<std::string> words) {
  if (words[0] == "--help" || words[0] == "-h") words[0] = "help";
  if (words[0] == "--version") words[0] = "version";
  return words;
}

Outcome<> run(const std::vector<std::string>& words, const Console& console) {
  const Found found = match_command(words);
  if (found.command == nullptr) return unknown_command(words);
  const std::span<const std::string> rest = std::span(words).subspan(found.words);
  SIGNET_TRY(Arguments arguments, Arguments::parse(*found.command, rest));
  if (arguments.has("--help")) {
    if (arguments.has("--json")) return console.write_json(help_json(std::span(&found.command, 1)));
    return console.write(command_help(*found.command, console));
  }
  Invocation invocation(std::move(arguments), console);
  return found.command->run(invocation);
}

// Flags may themselves be what is wrong, so --json is looked for in the words as they are.
bool wants_json(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--") return false;
    if (word == "--json") return true;
  }
  return false;
}

int report(const Failure& failure, const Console& console, bool json) {
  console.report(failure);
  if (json && !console.write_json(failure.json.empty() ? to_json(failure) : failure.json)) {
    return static_cast<int>(row_of(Errc::file_unwritable).exit);
  }
  return static_cast<int>(row_of(failure.error.code).exit);
}

int run_program(int count, char** words_given) {
  // A reader that went away is an error of writing, which is reported as such.
  (void)std::signal(SIGPIPE, SIG_IGN);
  const Console console;
  std::vector<std::string> words(words_given + (count > 0 ? 1 : 0), words_given + count);
  if (words.empty()) {
    Failure failure(Error{Errc::usage, "COMMAND"});
    failure.sentence = "nothing says what to do";
    return report(failure, console, false);
  }
  words = normalized(std::move(words));
  const Outcome<> outcome = run(words, console);
  return outcome ? static_cast<int>(Exit::done) : report(outcome.error(), console, wants_json(words));
}

// Says so without needing memory.
int report_internal() noexcept {
  constexpr std::string_view kLine = "signet: error: internal: something failed that should not; please report it\n";
  (void)write_all(2, as_bytes(kLine));
  return static_cast<int>(Exit::internal);
}

}  // namespace
}  // namespace signet::cli

int main(int count, char** words) {
  // Signet does not throw on input; what still gets here is memory that ended, or a mistake of ours.
  try {
    return signet::cli::run_program(count, words);
  } catch (...) {
    return signet::cli::report_internal();
  }
}
