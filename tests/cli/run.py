#!/usr/bin/env python3
"""Runs a transcript of the command line in a temporary folder.

A transcript has commands, one a line, and then files, each after a line `-- NAME --`. Commands:

    signet ARGS [< FILE] [> FILE]    runs and must exit 0; `! signet` must exit 1, `!2 signet` 2, and so on
    pty signet ARGS                  the same in a terminal; what it shows is stdout
    stdout 'REGEX', stderr 'REGEX'   searches in what the last command wrote; `! stdout` must not find it
    json PATH VALUE                  the last stdout is one JSON document and has this there: json keys.0.kty "EC"
    exists F, cmp F G, mode F 0600   look at files; `! exists` and `! cmp` turn them round
    cp F G, link F G, chmod 0400 F   change files; $SOURCE is the repository
    env NAME=VALUE                   for the commands that follow
    let NAME FILE                    $NAME is the content of the file, without its last newline
    fill FILE COUNT TEXT             COUNT lines of TEXT, in which %d is the line's number
    lines FILE COUNT                 the file has so many lines
"""
import argparse
import json
import os
import pathlib
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TIMEOUT = 120


class Failed(Exception):
    """A line of the transcript did not hold."""


class Transcript:
    def __init__(self, signet, source, folder):
        self.signet = signet
        self.folder = pathlib.Path(folder)
        self.names = {"SOURCE": source}
        self.environment = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        self.stdout = self.stderr = ""

    def run(self, text):
        lines, files = split(text)
        for name, content in files:
            (self.folder / name).write_text(content, encoding="utf-8")
        for number, line in lines:
            try:
                self.step(line)
            except Failed as failed:
                report = f"line {number}: {line}\n  {failed}\n"
                raise Failed(report + f"--- stdout\n{self.stdout}--- stderr\n{self.stderr}") from failed

    def step(self, line):
        words = [self.expand(word) for word in shlex.split(line)]
        negated, words = (words[0], words[1:]) if words[0].startswith("!") else ("", words)
        name, rest = words[0], words[1:]
        if name == "signet":
            return self.program(rest, int(negated[1:] or 1) if negated else 0)
        if name == "pty":
            return self.in_terminal(rest[1:], int(negated[1:] or 1) if negated else 0)
        action = getattr(self, "do_" + name, None)
        if action is None:
            raise Failed("there is no such command")
        holds = action(*rest)
        if holds is not None and holds == bool(negated):
            raise Failed("does not hold")

    def expand(self, word):
        return re.sub(r"\$([A-Z]+)", lambda m: self.names.get(m[1], m[0]), word)

    def program(self, words, wanted):
        words, source, target = redirections(words)
        stdin = (self.folder / source).read_bytes() if source else b""
        done = subprocess.run([self.signet, *words], cwd=self.folder, env=self.environment, input=stdin,
                              capture_output=True, timeout=TIMEOUT, check=False)
        if target:
            (self.folder / target).write_bytes(done.stdout)
        self.stdout = done.stdout.decode("utf-8", "backslashreplace")
        self.stderr = done.stderr.decode("utf-8", "backslashreplace")
        if done.returncode != wanted:
            raise Failed(f"exits {done.returncode}, not {wanted}")

    def in_terminal(self, words, wanted):
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(self.signet, [self.signet, *words], self.environment)
        shown = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            shown += part
        os.close(terminal)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        self.stdout, self.stderr = shown.decode("utf-8", "backslashreplace").replace("\r\n", "\n"), ""
        if status != wanted:
            raise Failed(f"exits {status}, not {wanted}")

    def do_stdout(self, pattern):
        return re.search(pattern, self.stdout, re.MULTILINE) is not None

    def do_stderr(self, pattern):
        return re.search(pattern, self.stderr, re.MULTILINE) is not None

    def do_json(self, path, value=None):
        try:
            found = json.loads(self.stdout)
            for step in path.split(".") if path != "." else []:
                found = found[int(step)] if isinstance(found, list) else found[step]
        except (ValueError, KeyError, IndexError) as problem:
            raise Failed(f"no JSON with {path}: {problem!r}") from problem
        return value is None or found == json.loads(value)

    def do_exists(self, name):
        return (self.folder / name).exists()

    def do_cmp(self, one, other):
        return (self.folder / one).read_bytes() == (self.folder / other).read_bytes()

    def do_mode(self, name, mode):
        return (self.folder / name).stat().st_mode & 0o7777 == int(mode, 8)

    def do_cp(self, one, other):
        shutil.copyfile(self.folder / one, self.folder / other)

    def do_link(self, target, name):
        (self.folder / name).symlink_to(target)

    def do_mkdir(self, name):
        (self.folder / name).mkdir()

    def do_env(self, setting):
        name, _, value = setting.partition("=")
        self.environment[name] = value

    def do_let(self, name, file):
        self.names[name] = (self.folder / file).read_text(encoding="utf-8").rstrip("\n")

    def do_fill(self, name, count, text):
        lines = (text.replace("%d", str(number)) + "\n" for number in range(int(count)))
        (self.folder / name).write_text("".join(lines), encoding="utf-8")

    def do_append(self, name, other):
        with (self.folder / name).open("ab") as out:
            out.write((self.folder / other).read_bytes())

    def do_lines(self, name, count):
        return (self.folder / name).read_bytes().count(b"\n") == int(count)

    def do_in_order(self, name, count):
        """Line number n of a file of answers has "id":n."""
        with (self.folder / name).open(encoding="utf-8") as lines:
            ids = [json.loads(line)["id"] for line in lines]
        return ids == list(range(int(count)))


def split(text):
    lines, files = [], []
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.fullmatch(r"-- (\S+) --", line)
        if heading:
            files.append((heading[1], ""))
        elif files:
            files[-1] = (files[-1][0], files[-1][1] + line + "\n")
        elif line.strip() and not line.startswith("#"):
            lines.append((number, line))
    return lines, files


def redirections(words):
    source = target = None
    kept = []
    rest = iter(words)
    for word in rest:
        if word == "<":
            source = next(rest)
        elif word == ">":
            target = next(rest)
        else:
            kept.append(word)
    return kept, source, target


def run_text(signet, source, text):
    with tempfile.TemporaryDirectory() as folder:
        Transcript(signet, source, folder).run(text)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    arguments.add_argument("--source", required=True)
    arguments.add_argument("transcript")
    given = arguments.parse_args()
    try:
        run_text(os.path.abspath(given.signet), given.source, pathlib.Path(given.transcript).read_text(encoding="utf-8"))
    except Failed as failed:
        sys.exit(f"{given.transcript}: {failed}")


if __name__ == "__main__":
    main()
