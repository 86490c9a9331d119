#include "cli/completion.h"
#include "cli/text.h"
#include "codec/ascii.h"

namespace signet::cli {
namespace {

// A word of zsh in single quotes.
std::string in_quotes(std::string_view words) {
  std::string out = "'";
  for (const char c : words) out += c == '\'' ? std::string("'\\''") : std::string{c};
  return out + "'";
}

/// Words of a list, with quotes around what would be a pattern.
std::string words_of(const std::vector<std::string_view>& words) {
  constexpr auto is_plain = [](char c) noexcept {
    return codec::is_alnum(c) || std::string_view("_-+.:@/").contains(c);
  };
  std::string out;
  for (const std::string_view word : words)
    out.append(out.empty() ? "" : " ").append(codec::all(word, is_plain) ? std::string(word) : in_quotes(word));
  return out;
}

// "name:help", in which a colon of the name would have to be escaped.
std::string described(std::string_view name, std::string_view help) {
  return in_quotes(text("{}:{}", name, help));
}

std::string value_cases() {
  std::string out;
  for (const ValueFlag& flag : value_flags()) {
    if (!flag.offer.words.empty()) {
      out += text("    {}) {}compset -P '*,'; compadd -- {}; return ;;\n", flag.name,
                  flag.offer.files ? "_files; " : "", words_of(flag.offer.words));
    } else {
      out += text("    {}) {}return ;;\n", flag.name, flag.offer.files ? "_files; " : "");
    }
  }
  return out;
}

std::string first_word_list() {
  std::string out;
  for (const std::string_view first : first_words()) {
    const Command* command = find_command(first);
    const auto more = commands_after(first);
    out += ' ' + described(first, command != nullptr ? command->summary : more.front()->section);
  }
  return out;
}

std::string second_word_cases() {
  std::string out;
  for (const std::string_view first : first_words()) {
    const auto more = commands_after(first);
    if (more.empty()) continue;
    out += text("      {}) found=(", first);
    for (const Command* command : more)
      out += ' ' + described(command->name.substr(first.size() + 1), command->summary);
    const Command* alone = find_command(first);
    if (alone == nullptr) {
      out += "); _describe command found; return ;;\n";
    } else {
      // It is a command by itself, too: its flags and its argument may follow.
      out += "); [[ ${words[CURRENT]} == -* ]] || { _describe command found; ";
      out += text("compadd -- {}; return }} ;;\n", words_of(offer_for(*alone).words));
    }
  }
  return out;
}

std::string command_cases() {
  std::string out;
  for (const Command* command : longest_first()) {
    const bool two = command->name.find(' ') != std::string_view::npos;
    out +=
        two ? text("    {})\n", in_quotes(command->name)) : text("    {}*)\n", in_quotes(text("{} ", command->name)));
    out += "      found=(";
    for_each_flag(*command, [&](const Flag& flag) { out += "\n        " + described(flag.name, flag.help); });
    const Offer offer = offer_for(*command);
    out += ")\n";
    if (!offer.words.empty()) out += text("      names=({})\n", words_of(offer.words));
    out += "      ;;\n";
  }
  return out;
}

constexpr std::string_view kHead = R"(#compdef signet
# zsh completion for signet; put it as _signet into a folder of $fpath
_signet() {
  local -a found names
  case ${words[CURRENT-1]} in
)";
constexpr std::string_view kBeforeSecond = R"(    _describe command found
    return
  fi
  if (( CURRENT == 3 )); then
    case ${words[2]} in
)";
constexpr std::string_view kBeforeCommands = R"(    esac
  fi
  case "${words[2]} ${words[3]}" in
)";
constexpr std::string_view kTail = R"(  esac
  if [[ ${words[CURRENT]} == -* ]]; then
    _describe flag found
  elif (( ${#names} )); then
    compadd -- $names
  else
    _files
  fi
}
compdef _signet signet
)";

}  // namespace

std::string zsh_completion() {
  std::string out(kHead);
  out += value_cases() + "  esac\n  if (( CURRENT == 2 )); then\n    found=(" + first_word_list() + ")\n";
  out += std::string(kBeforeSecond) + second_word_cases() + std::string(kBeforeCommands);
  return out + command_cases() + std::string(kTail);
}

}  // namespace signet::cli
