"""As much of YAML as the tests need of the files in docs/proxies: what stands below a key."""
import re


def below(text, key, number=0):
    """The lines below the `number`th line that begins with `key`, as far as they are indented more."""
    lines = text.splitlines()
    first = [index for index, line in enumerate(lines) if line.strip().removeprefix("- ").startswith(key)][number]
    depth = len(lines[first]) - len(lines[first].lstrip())
    taken = []
    for line in lines[first + 1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        taken.append(line)
    return "\n".join(taken)


def value(text, key):
    """Of the first line `key: value`, without its quotes."""
    return re.search(rf"^\s*(?:- )?{re.escape(key)}: \"?(.*?)\"?$", text, re.MULTILINE)[1]


def matches(text, name):
    """Whether a list of Envoy's string matchers has `name`, which is written in small letters."""
    rules = re.findall(r"- (exact|prefix): (\S+)", text)
    assert rules, text
    return any(name == wanted if kind == "exact" else name.startswith(wanted) for kind, wanted in rules)
