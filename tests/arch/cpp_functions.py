"""Finds the functions of a C++ file and how long they are, by following braces; no compiler needed."""

import re

import tree

# Words before a brace that open something else than a function's body.
_CONTAINER = re.compile(r"^\s*(?:(?:inline\s+)?namespace\b|extern\s+\"\")|(?:^|[\s>])(?:class|struct|union|enum)\b(?![^{]*\()")
_BEFORE_HEAD = re.compile(r"\s*(?:(?:public|private|protected)\s*:\s*)*")
_TOKEN = re.compile(r"[{}();,]")


def _without_directives(code):
    """Preprocessor lines emptied; of #if/#else only the first branch stays, so that braces balance."""
    kept, skipping, continued = [], [], False
    for line in code.split("\n"):
        directive = re.match(r"\s*#\s*(\w+)", line)
        blank = continued or bool(directive)
        continued = blank and line.rstrip().endswith("\\")
        if directive and directive.group(1) in ("if", "ifdef", "ifndef"):
            skipping.append(False)
        elif directive and directive.group(1) in ("else", "elif") and skipping:
            skipping[-1] = True
        elif directive and directive.group(1) == "endif" and skipping:
            skipping.pop()
        kept.append("" if blank or any(skipping) else line)
    return "\n".join(kept)


def _opens_function(head):
    """Whether the text between the last statement and a brace is the head of a function (or of a test)."""
    if _CONTAINER.search(head):
        return False
    if re.search(r"[=,(]\s*$", head) or re.search(r"=[^=()]*$", head):
        return False
    return "(" in head


def functions(code):
    """(name, first line, lines) of each function; functions and lambdas inside count to the outer one."""
    text = _without_directives(tree.blank_text(code))
    found, depth, body_depth, statement = [], 0, None, 0
    parentheses = 0
    for token in _TOKEN.finditer(text):
        sign, here = token.group(0), token.start()
        if sign in "()":
            parentheses += 1 if sign == "(" else -1
            continue
        if sign == "{":
            head = text[statement:here]
            if body_depth is None and parentheses == 0 and _opens_function(head):
                body_depth, start = depth, statement + _BEFORE_HEAD.match(head).end()
                name = _name_of(head)
            elif body_depth is None and parentheses == 0:
                statement = token.end()
            depth += 1
        elif sign == "}":
            depth -= 1
            if body_depth == depth and not re.match(r"\s*[,{]", text[token.end():token.end() + 200]):
                first = text.count("\n", 0, start) + 1
                found.append((name, first, text.count("\n", 0, here) + 2 - first))
                body_depth = None
            if body_depth is None and parentheses == 0:
                statement = token.end()
        elif sign == ";" and body_depth is None and parentheses == 0:
            statement = token.end()
    if depth != 0:
        raise ValueError("braces do not balance")
    return found


def _name_of(head):
    before = head[:head.index("(")].split()
    if before and before[-1] in ("TEST", "TEST_F", "TEST_P", "BENCHMARK_F"):
        inside = head[head.index("(") + 1:].split(")")[0]
        return ".".join(part.strip() for part in inside.split(","))
    return before[-1] if before else "?"
