// Completion scripts from the table of commands.
#include <algorithm>

#include "cli/help.h"
#include "cli/text.h"

namespace signet::cli {
namespace {

std::string flags_of(const Command& command) {
  std::string out;
  for_each_flag(command, [&](const Flag& flag) { out += (out.empty() ? "" : " ") + std::string(flag.name); });
  return out;
}

// The first words of commands: "key", "sign" ...
std::vector<std::string_view> first_words() {
  std::vector<std::string_view> words;
  for (const Command* command : commands()) {
    const std::string_view word = command->name.substr(0, command->name.find(' '));
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

// The second words after a first one: "generate public ..."; empty when it is a command by itself.
std::string second_words(std::string_view first) {
  std::string out;
  for (const Command* command : commands()) {
    const std::size_t space = command->name.find(' ');
    if (space == std::string_view::npos || command->name.substr(0, space) != first) continue;
    out += (out.empty() ? "" : " ") + std::string(command->name.substr(space + 1));
  }
  return out;
}

// The body that bash and zsh (with bashcompinit) share.
std::string bash_script() {
  std::string out = "# bash completion for signet; put it into ~/.local/share/bash-completion/completions/signet\n";
  out += "_signet() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n  COMPREPLY=()\n";
  out += "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=\"";
  for (const std::string_view word : first_words()) out += text("{} ", word);
  out += "--help --version\"\n  elif [ \"$COMP_CWORD\" -eq 2 ]; then\n    case ${COMP_WORDS[1]} in\n";
  for (const std::string_view word : first_words())
    if (const std::string seconds = second_words(word); !seconds.empty())
      out += text("      {}) words=\"{}\" ;;\n", word, seconds);
  out += "    esac\n  fi\n  if [ -z \"$words\" ]; then\n    case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n";
  for (const Command* command : commands()) {
    const bool two = command->name.find(' ') != std::string_view::npos;
    out += text("      \"{}\"{}) words=\"{}\" ;;\n", two ? command->name : text("{} ", command->name), two ? "" : "*",
                flags_of(*command));
  }
  out += "    esac\n    case $word in\n      -*) ;;\n      *) words= ;;\n    esac\n  fi\n";
  return out + "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -o default -F _signet signet\n";
}

std::string zsh_script() {
  return "#compdef signet\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script();
}

std::string fish_quoted(std::string_view words) {
  std::string out = "'";
  for (const char c : words) out += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return out + "'";
}

std::string fish_script() {
  std::string out = "# fish completion for signet; put it into ~/.config/fish/completions/signet.fish\n";
  for (const Command* command : commands()) {
    const std::size_t space = command->name.find(' ');
    const std::string_view first = command->name.substr(0, space);
    std::string condition = text("__fish_seen_subcommand_from {}", first);
    if (space == std::string_view::npos) {
      out += text("complete -c signet -n __fish_use_subcommand -a {} -d {}\n", first, fish_quoted(command->summary));
    } else {
      const std::string_view second = command->name.substr(space + 1);
      out += text("complete -c signet -n __fish_use_subcommand -a {}\n", first);
      out +=
          text("complete -c signet -n {} -a {} -d {}\n", fish_quoted(condition), second, fish_quoted(command->summary));
      condition += text("; and __fish_seen_subcommand_from {}", second);
    }
    for_each_flag(*command, [&](const Flag& flag) {
      out += text("complete -c signet -n {} -l {}{} -d {}\n", fish_quoted(condition), flag.name.substr(2),
                  flag.value.empty() ? "" : " -r", fish_quoted(flag.help));
    });
  }
  return out;
}

struct Shell {
  std::string_view name;
  std::string (*script)();
};
constexpr Shell kShells[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};

}  // namespace

std::string completion_script(std::string_view shell) {
  for (const Shell& known : kShells)
    if (known.name == shell) return known.script();
  return {};
}

}  // namespace signet::cli
