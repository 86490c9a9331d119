"""clang-tidy over every unit of the repository, each looked at again only when something that it depends on changed."""

import hashlib
import json
import os
import pathlib
import re
import shlex
import sys
import time

from llvm import FOLDERS, ROOT, run
from tidy_runner import TidyRunner

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"', re.MULTILINE)
CACHE_DAYS = 30


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
    cache, known = open_cache(), {}
    runner = TidyRunner(build, cache)
    version = runner.version + runner.plugin.name + run(["g++", "-dumpfullversion"])[1]
    folders = [ROOT / "include", ROOT / "src", ROOT / "tests"]
    files_of = lambda path: included_files(path, folders, known)
    units = tidy_commands(build)
    states = {path: cache / state_name(path, flags, files_of(path), version) for path, flags in units}
    stale = [unit for unit in units if not states[unit[0]].exists()]
    for path, _ in units:
        if states[path].exists():
            states[path].touch()
    print(f"clang-tidy: {len(units)} units, of which {len(stale)} are looked at", flush=True)
    if stale:
        list(pool.map(lambda work: work(), runner.precompile(stale, lambda path: {path} | files_of(path))))
        list(pool.map(runner.probe, runner.plant()))

    def look_at(unit):
        finding = runner.look_at(*unit)
        if not finding:
            states[unit[0]].touch()
        return finding

    findings = []
    for finding in filter(None, pool.map(look_at, stale)):
        print(finding, flush=True)
        findings.append(finding)
    return len(units), findings
