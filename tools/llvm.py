"""Where the repository is, and how the tools of LLVM are found and run."""

import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDERS = ("include", "src", "tests", "fuzz", "bench", "examples", "tools")


def find_tool(name):
    """The tool of LLVM 19, which sets the form; else the newest one there is."""
    versions = [f"{name}-19"] + [f"{name}-{number}" for number in range(30, 19, -1)] + [name]
    found = next((path for path in map(shutil.which, versions) if path), None)
    return found or sys.exit(f"lint: {name} is not installed (scripts/setup.sh lint)")


def run(command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=ROOT)
    return result.returncode, (result.stdout + result.stderr).strip()
