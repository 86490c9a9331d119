"""What the checks of this folder share: finding sources, reading C++ without its comments, reporting."""

import argparse
import pathlib
import re
import subprocess
import sys

CODE_FOLDERS = ("include", "src", "tests", "fuzz", "bench", "examples", "tools", "scripts")
CPP = {".h", ".cpp", ".inc", ".def"}


def sources(root, folders=CODE_FOLDERS, suffixes=CPP):
    """Source files below `folders`, without the vectors, in a fixed order."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in suffixes and not name.startswith("tests/vectors/"):
                yield path, name


def repository_files(root):
    """Every file of the repository by name: what git tracks or would track, or all files where there is no git."""
    try:
        command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
        names = {name for name in listed if name}
    except (OSError, subprocess.CalledProcessError):
        names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return sorted(name for name in names if (root / name).is_file())


_BLANKED = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\'',
    re.DOTALL)


def blank_text(code):
    """The code with comments emptied and the insides of literals gone; every line keeps its number."""
    def replace(match):
        text = match.group(0)
        kept = "" if text.startswith("/") else '""'
        return kept + "\n" * text.count("\n")
    return _BLANKED.sub(replace, code)


def main(check, description, options=()):
    """Runs `check(root, arguments)`, which yields breaches, and exits 1 when there was one."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    for option in options:
        parser.add_argument(option)
    arguments = parser.parse_args()
    breaches = list(check(arguments.root.resolve(), arguments))
    for breach in breaches:
        print(breach)
    print(f"{pathlib.Path(sys.argv[0]).stem}: {len(breaches)} breaches")
    sys.exit(1 if breaches else 0)
