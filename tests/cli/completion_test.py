#!/usr/bin/env python3
"""The completion scripts in the shells that they are for: a command, a flag, a value, the name of a file."""
import argparse
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import time

# What stands on the line, and what it is completed to where just one thing fits.
CASES = [
    ("signet alg", "signet algorithms"),
    ("signet key g", "signet key generate"),
    ("signet policy sh", "signet policy show"),
    ("signet sign --aud", "signet sign --audience"),
    ("signet key generate --r", None),  # no flag of this command
    ("signet verify --max-a", "signet verify --max-age"),
    ("signet key generate --alg Ed2", "signet key generate --alg Ed25519"),
    ("signet sign --alg HS5", "signet sign --alg HS512"),
    ("signet verify --policy 2026-1", "signet verify --policy 2026-11"),
    ("signet key convert --to spk", "signet key convert --to spki"),
    ("signet sign --key uni", "signet sign --key unique.jwk"),
    ("signet inspect tok", "signet inspect token.jwt"),
    ("signet sign --issuer uni", None),  # any text
    ("signet policy show 20", "signet policy show 2026-11"),
    ("signet jwe e", "signet jwe encrypt"),
    ("signet jwe encrypt --enc A128C", "signet jwe encrypt --enc A128CBC-HS256"),
    ("signet jwe encrypt --to uni", "signet jwe encrypt --to unique.jwk"),
    ("signet jwe decrypt --max-i", "signet jwe decrypt --max-inflated"),
    ("signet jwe decrypt --alg RSA-OAEP-51", "signet jwe decrypt --alg RSA-OAEP-512"),
    ("signet jwe decrypt --format fl", "signet jwe decrypt --format flattened"),
    ("signet jwe decrypt --keys uni", "signet jwe decrypt --keys unique.jwk"),
    ("signet jwe decrypt tok", "signet jwe decrypt token.jwt"),
    ("signet claims li", "signet claims lint"),
    ("signet claims sub_i", "signet claims sub_id"),
    ("signet claims --mark", "signet claims --markdown"),
    ("signet claims lint --conf", "signet claims lint --confirmation"),
    ("signet claims lint uni", "signet claims lint unique.jwk"),
    ("signet claims lint --claim uei", "signet claims lint --claim ueid"),
    ("signet confirmations x5t", "signet confirmations x5t#S256"),
    ("signet profiles at", "signet profiles at+jwt"),
    ("signet verify --profile at", "signet verify --profile at+jwt"),
    ("signet verify --registered-claims wa", "signet verify --registered-claims warn"),
    ("signet registry show --format j", "signet registry show --format json"),
]
# Several fit.
CHOICES = [
    ("signet key generate --alg ES", {"ES256", "ES256K", "ES384", "ES512"}),
    ("signet completion ", {"bash", "zsh", "fish"}),
    ("signet policy ", {"show", "list"}),
    ("signet claims phone", {"phone_number", "phone_number_verified"}),
]
DEADLINE = 60


def run(words, folder):
    done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=DEADLINE, check=False, text=True, env=environment(folder))
    if done.stderr:
        sys.exit(f"{words[0]}: {done.stderr}")
    return done.stdout.splitlines()


def environment(folder):
    return {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "dumb", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder, "PS1": "% "}


def offers_of_bash(line, folder):
    code = ('source ./signet.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _signet 2>/dev/null; '
            'printf "%s\\n" "${COMPREPLY[@]}"')
    return [word for word in run(["bash", "--norc", "-c", code, "bash", *line.split(" ")], folder) if word]


def offers_of_fish(line, folder):
    shown = run(["fish", "--no-config", "-c", "source ./signet.fish; complete -C $argv[1]", line], folder)
    return [offer.split("\t")[0] for offer in shown]


def check_offers(shell, offers_of, folder, problems):
    """Shells that can be asked what they would offer for the last word of a line."""
    for line, completed in CASES:
        offers = set(offers_of(line, folder))
        wanted = {completed.rsplit(" ", 1)[1]} if completed else set()
        if offers != wanted:
            problems.append(f"{shell}: {line!r} offers {sorted(offers)}, not {sorted(wanted)}")
    for line, wanted in CHOICES:
        offers = set(offers_of(line, folder))
        if offers != wanted:
            problems.append(f"{shell}: {line!r} offers {sorted(offers)}, not {sorted(wanted)}")


class Zsh:
    """zsh completes at a terminal alone: a line is typed with a tab, and what it has become is printed by a command
    that is then put before it."""

    def __init__(self, folder):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe("zsh", ["zsh", "-f", "-i"], environment(folder))
        self.count = 0
        self.ask("unsetopt zle_bracketed_paste prompt_cr prompt_sp; zstyle ':completion:*' menu no; unsetopt list_beep; "
                 f"autoload -Uz compinit && compinit -u -D && source {folder}/signet.zsh; true")

    def ask(self, line, keys=b""):
        """Types a line, the keys, and then a word that marks its end; returns what the line had become."""
        self.count += 1
        mark = f"<{self.count}>"
        # Control-A goes to the start of the line, control-E to its end.
        before = b"\x01print -r -- '<'" + str(self.count).encode() + b"'>' " if keys else b""
        after = b"" if keys else f"; print -r -- '<'{self.count}'>'".encode()
        os.write(self.terminal, line.encode() + keys + before + b"\x05" + after + b"\r")
        shown, end = "", time.monotonic() + DEADLINE
        while f"\n{mark}" not in shown.replace("\r", "\n") or not shown.rpartition(mark)[2].count("\n"):
            if time.monotonic() > end:
                sys.exit(f"zsh does not answer: {shown!r}")
            shown += os.read(self.terminal, 65536).decode("utf-8", "replace")
        return shown.rpartition(mark)[2].splitlines()[0].strip()

    def complete(self, line):
        return self.ask(line, b"\t")

    def close(self):
        os.write(self.terminal, b"exit\r")
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def check_zsh(folder, problems):
    shell = Zsh(folder)
    for line, completed in CASES:
        became = shell.complete(line)
        if became != (completed or line):
            problems.append(f"zsh: {line!r} becomes {became!r}, not {completed!r}")
    for line, wanted in CHOICES:
        # What is a whole name already is left alone, though a longer one starts with it.
        for word in (word for word in wanted if word[:-1] not in wanted):
            became = shell.complete(line.rsplit(" ", 1)[0] + " " + word[:-1])
            if became != line.rsplit(" ", 1)[0] + " " + word:
                problems.append(f"zsh: {word[:-1]!r} after {line!r} becomes {became!r}")
    shell.close()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--signet", required=True)
    signet = os.path.abspath(arguments.parse_args().signet)
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("unique.jwk", "token.jwt"):
            (pathlib.Path(folder) / name).touch()
        for shell in ("bash", "zsh", "fish"):
            script = subprocess.run([signet, "completion", shell], capture_output=True, check=True).stdout
            (pathlib.Path(folder) / f"signet.{shell}").write_bytes(script)
        check_offers("bash", offers_of_bash, folder, problems)
        check_offers("fish", offers_of_fish, folder, problems)
        check_zsh(folder, problems)
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
