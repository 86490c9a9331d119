#!/usr/bin/env python3
"""Checks the form of the repository: clang-format, clang-tidy, shellcheck and Python's syntax.

A file that clang-tidy found clean is not looked at again until it, a header that it includes, the configuration or the
tool changes: the names of clean states are kept in a cache of the user's, as ccache keeps its objects.
"""

import argparse
import concurrent.futures
import os
import re
import sys

from llvm import FOLDERS, ROOT, find_tool, run
from tidy import check_tidy


def cpp_files(suffixes):
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            # What must not compile has a test of its own.
            if path.suffix in suffixes and not {"vectors", "compile_fail"} & set(path.relative_to(ROOT).parts):
                yield path


def check_format(pool, in_place):
    tool = find_tool("clang-format")
    files = [str(path) for path in cpp_files({".h", ".cpp"})]
    mode = ["-i"] if in_place else ["--dry-run", "--Werror"]
    chunks = [files[first:first + 20] for first in range(0, len(files), 20)]
    outputs = list(pool.map(lambda chunk: run([tool, *mode, *chunk]), chunks))
    return len(files), [text for code, text in outputs if code != 0]


def scripts():
    for path in sorted([*(ROOT / "scripts").iterdir(), *(ROOT / "tests").rglob("*.sh"), *(ROOT / "tools").iterdir(),
                        *(ROOT / ".ci").iterdir()]):
        if path.is_file() and re.match(rb"#!.*\b(ba)?sh\b", path.read_bytes()[:64]):
            yield str(path)


def check_python():
    findings, count = [], 0
    for path in sorted(path for folder in ("tests", "tools", "scripts", "fuzz", "bench") for path in (ROOT / folder).rglob("*.py")):
        count += 1
        try:
            compile(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)), "exec")
        except SyntaxError as error:
            findings.append(f"{error.filename}:{error.lineno}: {error.msg}")
    return count, findings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default=str(ROOT / "build/dev"), help="a configured build with compile_commands.json")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--format", action="store_true", help="format the sources in place, and do nothing else")
    arguments = parser.parse_args()
    bad = []

    def report(what, count, findings, shown=False):
        print("\n".join([*([] if shown else findings), f"{what}: {count}, {len(findings) or 'no'} findings"]), flush=True)
        bad.extend(findings)

    with concurrent.futures.ThreadPoolExecutor(max_workers=arguments.jobs) as pool:
        report("clang-format", *check_format(pool, arguments.format))
        if not arguments.format:
            shell = list(scripts())
            code, text = run([find_tool("shellcheck"), *shell])
            report("shellcheck", len(shell), [text] if code else [])
            report("python", *check_python())
            report("clang-tidy", *check_tidy(pool, arguments.build), shown=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
