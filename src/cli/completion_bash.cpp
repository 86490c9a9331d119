#include "cli/completion.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

std::string flags_of(const Command& command) {
  std::vector<std::string_view> names;
  for_each_flag(command, [&](const Flag& flag) { names.push_back(flag.name); });
  return joined(names);
}

// `before` is a flag that wants a value: a choice, of which a comma list may hold several, a file, or any text. One
// that is a choice for one command and a file for another offers both.
std::string value_cases() {
  std::string out;
  std::vector<std::string_view> files;
  std::vector<std::string_view> others;
  for (const ValueFlag& flag : value_flags()) {
    if (!flag.offer.words.empty()) {
      out +=
          text("    {}) words=\"{}\"{} ;;\n", flag.name, joined(flag.offer.words), flag.offer.files ? " files=1" : "");
    } else if (flag.offer.files) {
      files.push_back(flag.name);
    } else {
      others.push_back(flag.name);
    }
  }
  out += text("    {}) _signet_files \"$word\"; return ;;\n", joined(files, "|"));
  return out + text("    {}) return ;;\n", joined(others, "|"));
}

std::string second_word_cases() {
  std::string out;
  for (const std::string_view first : first_words()) {
    std::vector<std::string_view> seconds;
    for (const Command* command : commands_after(first)) seconds.push_back(command->name.substr(first.size() + 1));
    if (seconds.empty()) continue;
    // A word that is a command by itself may be followed by its argument as well.
    if (const Command* alone = find_command(first))
      for (const std::string_view word : offer_for(*alone).words) seconds.push_back(word);
    out += text("      {}) words=\"{}\" ;;\n", first, joined(seconds));
  }
  return out;
}

// Flags and arguments of the command that stands there.
std::string command_cases() {
  std::string out;
  for (const Command* command : longest_first()) {
    const bool two = command->name.find(' ') != std::string_view::npos;
    const std::string pattern = two ? text("\"{}\"", command->name) : text("\"{} \"*", command->name);
    const std::string arguments = joined(offer_for(*command).words);
    out += text("      {}) flags=\"{}\" words=\"{}\" ;;\n", pattern, flags_of(*command), arguments);
  }
  return out;
}

constexpr std::string_view kHead =
    R"(# bash completion for signet; put it into ~/.local/share/bash-completion/completions/signet
_signet_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$1"))
}
_signet() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words= flags= listed= files=
  COMPREPLY=()
  case $before in
)";
constexpr std::string_view kAfterValues = R"(  esac
  if [ -n "$words" ]; then
    case $word in
      *,*) listed=${word%,*}, ;;
    esac
    [ -z "$files" ] || _signet_files "$word"
    COMPREPLY+=($(compgen -P "$listed" -W "$words" -- "${word##*,}"))
    return
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
)";
constexpr std::string_view kBeforeSecond = R"(  elif [ "$COMP_CWORD" -eq 2 ] && [ "$word" = "${word#-}" ]; then
    case ${COMP_WORDS[1]} in
)";
constexpr std::string_view kBeforeCommands = R"(    esac
  fi
  if [ -z "$words" ]; then
    case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in
)";
constexpr std::string_view kTail = R"(    esac
    case $word in
      -*) words=$flags ;;
      *) if [ -z "$words" ]; then _signet_files "$word"; return; fi ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _signet signet
)";

}  // namespace

std::string bash_completion() {
  std::string out(kHead);
  out += value_cases() + std::string(kAfterValues);
  out += text("    words=\"{} --help --version\"\n", joined(first_words())) + std::string(kBeforeSecond);
  out += second_word_cases() + std::string(kBeforeCommands);
  return out + command_cases() + std::string(kTail);
}

}  // namespace signet::cli
