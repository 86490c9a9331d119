#!/usr/bin/env python3
"""Checks the form of the repository: clang-format, clang-tidy, shellcheck and Python's syntax.

A file that clang-tidy found clean is not looked at again until it, a header that it includes, the configuration or the
tool changes: the names of clean states are kept in a cache of the user's, as ccache keeps its objects.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ("include", "src", "tests", "fuzz", "bench", "examples")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"', re.MULTILINE)
CACHE_DAYS = 30


def find_tool(name):
    """The tool of LLVM 19, which sets the form; else the newest one there is."""
    versions = [f"{name}-19"] + [f"{name}-{number}" for number in range(30, 19, -1)] + [name]
    found = next((path for path in map(shutil.which, versions) if path), None)
    return found or sys.exit(f"lint: {name} is not installed (scripts/setup.sh lint)")


def cpp_files(suffixes):
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            # What must not compile has a test of its own.
            if path.suffix in suffixes and not {"vectors", "compile_fail"} & set(path.relative_to(ROOT).parts):
                yield path


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    return result.returncode, (result.stdout + result.stderr).strip()


def check_format(pool, in_place):
    tool = find_tool("clang-format")
    files = [str(path) for path in cpp_files({".h", ".cpp"})]
    mode = ["-i"] if in_place else ["--dry-run", "--Werror"]
    chunks = [files[first:first + 20] for first in range(0, len(files), 20)]
    outputs = list(pool.map(lambda chunk: run([tool, *mode, *chunk]), chunks))
    return len(files), [text for code, text in outputs if code != 0]


def included_files(path, folders, known):
    """The files of the repository that `path` includes, at any depth."""
    if path not in known:
        known[path] = set()
        names = INCLUDE.findall(path.read_text(encoding="utf-8"))
        candidates = [(path.parent / name, *(folder / name for folder in folders)) for name in names]
        found = [next((file.resolve() for file in places if file.is_file()), None) for places in candidates]
        for file in filter(None, found):
            known[path] |= {file} | included_files(file, folders, known)
    return known[path]


def parser_flags(command):
    """What a parser needs of a compiler's command line; no warnings, sanitizers or precompiled headers."""
    words, kept = iter(shlex.split(command)), []
    for word in words:
        if word in ("-isystem", "-D", "-I"):
            kept += [word, next(words)]
        elif word.startswith(("-D", "-I", "-std=")):
            kept.append(word)
    return kept


def tidy_commands(build):
    """(file, flags) of every unit: of the dev build, and of the fuzz targets, which that build does not have."""
    database = pathlib.Path(build) / "compile_commands.json"
    if not database.is_file():
        sys.exit(f"lint: {database} is missing (cmake --preset dev)")
    units = {pathlib.Path(entry["file"]): parser_flags(entry["command"]) for entry in json.loads(database.read_text())}
    plain = ["-std=c++23", f"-I{ROOT / 'include'}", f"-I{ROOT / 'src'}"]
    for path in sorted((ROOT / "fuzz").glob("*.cpp")):
        units.setdefault(path, plain)
    inside = [(path, flags) for path, flags in units.items() if path.is_file() and path.is_relative_to(ROOT)]
    return [(path, flags) for path, flags in inside
            if path.relative_to(ROOT).parts[0] in FOLDERS and "compile_fail" not in path.parts]


def state_name(path, flags, headers, tool_version):
    """One name for everything that the outcome depends on; it does not tell where the clone lies."""
    digest = hashlib.sha256()
    for file in [path, *sorted(headers), ROOT / ".clang-tidy"]:
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update("\0".join(flags).replace(str(ROOT), "").encode())
    digest.update(tool_version.encode())
    return digest.hexdigest()


def open_cache():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.environ.get("HOME") or str(ROOT), ".cache")
    for place in (pathlib.Path(base) / "signet-lint", ROOT / ".cache" / "lint"):
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / "probe").touch()
        except OSError:
            continue
        for old in place.iterdir():
            if old.stat().st_mtime < time.time() - CACHE_DAYS * 86400:
                old.unlink(missing_ok=True)
        return place
    sys.exit("lint: no place for a cache can be written")


def check_tidy(pool, build):
    tool, cache, known = find_tool("clang-tidy"), open_cache(), {}
    version = run([tool, "--version"])[1] + run(["g++", "-dumpfullversion"])[1]
    folders = [ROOT / "include", ROOT / "src", ROOT / "tests"]
    units = tidy_commands(build)
    states = {path: cache / state_name(path, flags, included_files(path, folders, known), version)
              for path, flags in units}

    def tidy(unit):
        path, flags = unit
        code, text = run([tool, "--quiet", str(path), "--", *flags, "-Wno-everything"])
        if code == 0:
            states[path].touch()
            return None
        lines = [line for line in text.splitlines() if not re.match(r"\d+ warnings?( treated| generated)", line)]
        return "\n".join(lines)

    stale = [unit for unit in units if not states[unit[0]].exists()]
    for path, _ in units:
        if states[path].exists():
            states[path].touch()
    print(f"clang-tidy: {len(units)} units, of which {len(stale)} are looked at", flush=True)
    findings = []
    for finding in filter(None, pool.map(tidy, stale)):
        print(finding, flush=True)
        findings.append(finding)
    return len(units), findings


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
