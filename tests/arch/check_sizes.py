#!/usr/bin/env python3
"""Holds the size budget: no file over 600 lines, no function over 80; prints how the sizes are spread."""

import ast

import cpp_functions
import tree

MAX_FILE = 600
MAX_FUNCTION = 80
SUFFIXES = tree.CPP | {".py", ".sh", ".cmake", ".txt"}
FOLDERS = tree.CODE_FOLDERS + ("cmake",)


def python_functions(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def functions_of(path, code):
    if path.suffix in (".h", ".cpp"):
        return cpp_functions.functions(code)
    return list(python_functions(code)) if path.suffix == ".py" else []


def spread(label, sizes):
    ordered = sorted(sizes) or [0]
    at = lambda share: ordered[min(len(ordered) - 1, int(len(ordered) * share))]
    print(f"{label:10} {len(sizes):5} in number, median {at(0.5):3} lines, 95 % up to {at(0.95):3}, longest {ordered[-1]:3}")


def check(root, arguments):
    files, functions, breaches = [], [], []
    for path, name in tree.sources(root, FOLDERS, SUFFIXES):
        code = path.read_text(encoding="utf-8")
        lines = code.count("\n")
        files.append(lines)
        if lines > MAX_FILE:
            breaches.append(f"{name}:1: a file of {lines} lines, {MAX_FILE} are allowed")
        try:
            found = functions_of(path, code)
        except (ValueError, SyntaxError) as error:
            breaches.append(f"{name}:1: cannot be read: {error}")
            continue
        for function, line, size in found:
            functions.append(size)
            if size > MAX_FUNCTION:
                breaches.append(f"{name}:{line}: {function} has {size} lines, {MAX_FUNCTION} are allowed")
    spread("files", files)
    spread("functions", functions)
    if not functions:
        breaches.append("no function was found at all")
    return breaches


if __name__ == "__main__":
    tree.main(check, __doc__)
