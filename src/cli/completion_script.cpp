// The shells that there is a script for.
#include "cli/completion.h"
#include "cli/help.h"

namespace signet::cli {
namespace {

struct Shell {
  std::string_view name;
  std::string (*script)();
};
constexpr Shell kShells[] = {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

}  // namespace

std::string completion_script(std::string_view shell) {
  for (const Shell& known : kShells)
    if (known.name == shell) return known.script();
  return {};
}

}  // namespace signet::cli
