"""clang-tidy, made quick in two ways that change nothing in what it finds in the repository's code.

Its checks look at the repository's own declarations (own_code.cpp says how), and what many units include of the standard
library, of GoogleTest and of Boost is parsed once, as a precompiled header. Faults that are planted show, before anything
is taken to be clean, that findings in a file and in its headers are still seen.
"""

import collections
import hashlib
import os
import pathlib
import re
import sys
import tempfile

from llvm import ROOT, find_tool, run

# Units with the same flags from which on a precompiled header is worth its making, and the share of them that must
# include what goes into it.
PRECOMPILE_FROM = 8
PRECOMPILE_SHARE = 8
FOREIGN = re.compile(r"^#include (<[^>\n]+>)", re.MULTILINE)

PROBE_HEADER = """#pragma once
#include <string>
template <typename T> int sized(T text) { return sizeof(text) == sizeof(sizeof(T)) ? 1 : 2; }
inline int in_header(std::string text) { return static_cast<int>(text.size()) + sized(text); }
"""
PROBE_SOURCE = """#include "probe.h"
#include <utility>
namespace { struct Holder { std::string text; };
std::string twice(Holder holder) { Holder taken = std::move(holder); return taken.text + holder.text; } }
int in_source() { return static_cast<int>(twice({"a"}).size()) + in_header("b"); }
"""
PROBE_FINDINGS = ("probe.h:3:.*bugprone-sizeof-expression", "probe.h:4:.*performance-unnecessary-value-param",
                  "probe.cpp:4:.*bugprone-use-after-move")


class TidyRunner:
    def __init__(self, build, cache):
        self.tool = find_tool("clang-tidy")
        self.folder = pathlib.Path(build) / "lint"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.compiler = pathlib.Path(os.path.realpath(self.tool)).parent / "clang++"
        self.version = run([self.tool, "--version"])[1]
        self.plugin = self.build_plugin(cache)
        self.precompiled = {}

    def build_plugin(self, cache):
        source = ROOT / "tools" / "own_code.cpp"
        made = cache / f"own-code-{hashlib.sha256(source.read_bytes() + self.version.encode()).hexdigest()}.so"
        if not made.exists():
            headers = self.compiler.parents[1] / "include"
            with tempfile.TemporaryDirectory(dir=cache) as folder:
                fresh = pathlib.Path(folder) / "plugin.so"
                self.compile(["-std=c++17", "-fno-rtti", "-fPIC", "-shared", f"-I{headers}", source], fresh,
                             "scripts/setup.sh lint installs what clang-tidy's plugin needs")
                fresh.replace(made)
        made.touch()
        return made

    def compile(self, words, to, advice):
        code, text = run([self.compiler, *words, "-o", to])
        if code != 0:
            sys.exit(f"lint: {to} could not be made ({advice}):\n{text}")

    def precompile(self, units, files_of):
        """`units` as (file, flags); `files_of` tells a file's and its headers' paths. Returns the work that is to be done."""
        groups = collections.defaultdict(list)
        for path, flags in units:
            groups[tuple(flags)].append(path)
        return [lambda flags=flags, paths=paths, name=str(number): self.precompile_group(name, flags, paths, files_of)
                for number, (flags, paths) in enumerate(groups.items()) if len(paths) >= PRECOMPILE_FROM]

    def precompile_group(self, name, flags, paths, files_of):
        counts = collections.Counter()
        for path in paths:
            texts = [file.read_text(encoding="utf-8") for file in files_of(path)]
            counts.update({header for text in texts for header in FOREIGN.findall(text)})
        common = sorted(header for header, count in counts.items() if count * PRECOMPILE_SHARE >= len(paths))
        header, made = self.folder / f"{name}.h", self.folder / f"{name}.pch"
        header.write_text("".join(f"#include {name}\n" for name in common), encoding="utf-8")
        self.compile(["-x", "c++-header", *flags, "-Wno-everything", "-fpch-instantiate-templates", header], made,
                     "its headers cannot be parsed together")
        self.precompiled[flags] = made

    def look_at(self, path, flags):
        """The findings in `path` and its headers, as text; none when it is clean."""
        precompiled = self.precompiled.get(tuple(flags))
        before = ["-include-pch", precompiled] if precompiled else []
        code, text = run([self.tool, "--quiet", f"--load={self.plugin}", path, "--", *before, *flags, "-Wno-everything"])
        if "load request ignored" in text:
            sys.exit(f"lint: {text}")
        if code == 0:
            return None
        return "\n".join(line for line in text.splitlines() if not re.match(r"\d+ warnings?( treated| generated)", line))

    def plant(self):
        """Writes the faults that `probe` must see, and tells the flags with which it is to look."""
        folder = self.folder / "src"
        folder.mkdir(exist_ok=True)
        (folder / "probe.h").write_text(PROBE_HEADER, encoding="utf-8")
        (folder / "probe.cpp").write_text(PROBE_SOURCE, encoding="utf-8")
        (folder / ".clang-tidy").write_bytes((ROOT / ".clang-tidy").read_bytes())
        return [("-std=c++23",), *self.precompiled]

    def probe(self, flags):
        """Ends the run unless the planted faults are found."""
        found = self.look_at(self.folder / "src" / "probe.cpp", flags) or ""
        missing = [finding for finding in PROBE_FINDINGS if not re.search(finding, found)]
        if missing:
            sys.exit(f"lint: planted faults are not found, so nothing is taken to be clean: {missing}\n{found}")
