"""Checks that the C++ in README.md and docs/guide/*.md is taken from examples/, and that a verification takes eight lines."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
MAX_LINES = 8


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def contains(lines, block):
    return any(lines[i:i + len(block)] == block for i in range(len(lines) - len(block) + 1))


def main():
    sources = {path: lines_of(path.read_text()) for path in (root / "examples").glob("*") if path.suffix in (".cpp", ".h")}
    failures, blocks = [], 0
    for guide in [root / "README.md", *sorted((root / "docs/guide").glob("*.md"))]:
        for block in re.findall(r"```cpp\n(.*?)```", guide.read_text(), re.S):
            blocks += 1
            if not any(contains(lines, lines_of(block)) for lines in sources.values()):
                failures.append(f"{guide.name}: not in examples/:\n{block}")
    if blocks == 0:
        failures.append("the guides show no C++")

    example = (root / "examples/verify_file.cpp").read_text()
    body = re.search(r"// \[verify\]\nint verify\(.*?\{\n(.*?)  return 0;\n\}\n// \[/verify\]", example, re.S).group(1)
    lines = len(lines_of(body))
    if lines > MAX_LINES:
        failures.append(f"verify_file.cpp: a verification takes {lines} lines, not {MAX_LINES}")
    for failure in failures:
        print(failure)
    print(f"{blocks} blocks of the guides; a verification takes {lines} lines")
    return 1 if failures else 0


sys.exit(main())
