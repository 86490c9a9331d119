#!/usr/bin/env python3
"""Every header compiles alone: a public one with nothing but include/ to look in, an internal one with src/ too."""

import concurrent.futures
import os
import pathlib
import shlex
import subprocess
import tempfile

import tree


def command(root, compiler, name, scratch):
    """A file of one #include, twice, so that the header must stand alone and bear being included again."""
    inside = name.split("/", 1)[1]
    unit = pathlib.Path(scratch) / (name.replace("/", "_") + ".cpp")
    unit.write_text(f'#include "{inside}"\n#include "{inside}"\n', encoding="utf-8")
    folders = ["-I" + str(root / "include")]
    if name.startswith("src/"):
        folders.append("-I" + str(root / "src"))
    return shlex.split(compiler) + ["-std=c++23", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", *folders, str(unit)]


def check(root, arguments):
    headers = [name for _, name in tree.sources(root, ("include", "src"), {".h"})]
    if not headers:
        return ["no header was found at all"]
    with tempfile.TemporaryDirectory() as scratch:
        run = lambda name: subprocess.run(
            command(root, arguments.compiler or "g++", name, scratch), capture_output=True, text=True, check=False)
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            results = list(pool.map(run, headers))
    print(f"{len(headers)} headers")
    return [f"{name} does not compile alone:\n{result.stderr}"
            for name, result in zip(headers, results) if result.returncode != 0]


if __name__ == "__main__":
    tree.main(check, __doc__, ["--compiler"])
