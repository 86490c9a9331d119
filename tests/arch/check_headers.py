#!/usr/bin/env python3
"""Every header compiles alone: a public one with nothing but include/ to look in, an internal one with src/ too.

An internal header that a unit includes before all else was compiled alone by the build, which has no precompiled headers
where tests are; so that is not done once more here.
"""

import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import tempfile

import tree

FIRST_DIRECTIVE = re.compile(r'^[ \t]*#[ \t]*(?:include[ \t]*"([^"\n]+)")?', re.MULTILINE)


def command(root, compiler, name, scratch):
    """A file of one #include, twice, so that the header must stand alone and bear being included again."""
    inside = name.split("/", 1)[1]
    unit = pathlib.Path(scratch) / (name.replace("/", "_") + ".cpp")
    unit.write_text(f'#include "{inside}"\n#include "{inside}"\n', encoding="utf-8")
    folders = ["-I" + str(root / "include")]
    if name.startswith("src/"):
        folders.append("-I" + str(root / "src"))
    return shlex.split(compiler) + ["-std=c++23", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *folders, str(unit)]


def compiled_by_the_build(root):
    """The internal headers with which a unit begins; one that does not say `#pragma once` is compiled twice here."""
    for path, _ in tree.sources(root, ("src",), {".cpp"}):
        first = FIRST_DIRECTIVE.search(path.read_text(encoding="utf-8"))
        header = root / "src" / first.group(1) if first and first.group(1) else None
        if header and header.is_file() and re.search(r"^#pragma once$", header.read_text(encoding="utf-8"), re.MULTILINE):
            yield header.relative_to(root).as_posix()


def check(root, arguments):
    every = [name for _, name in tree.sources(root, ("include", "src"), {".h"})]
    if not every:
        return ["no header was found at all"]
    built = set(compiled_by_the_build(root))
    headers = [name for name in every if name not in built]
    with tempfile.TemporaryDirectory() as scratch:
        run = lambda name: subprocess.run(
            command(root, arguments.compiler or "g++", name, scratch), capture_output=True, text=True, check=False)
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            results = list(pool.map(run, headers))
    print(f"{len(every)} headers, of which {len(headers)} were compiled here")
    return [f"{name} does not compile alone:\n{result.stderr}"
            for name, result in zip(headers, results) if result.returncode != 0]


if __name__ == "__main__":
    tree.main(check, __doc__, ["--compiler"])
