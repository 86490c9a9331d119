#!/usr/bin/env python3
"""Sends what the library refused through the program: the same error, no crash, and no secret in any output.

Every hostile input that the tests wrote down goes through the batch of its command (a token through `verify` and
`jws verify`, an encrypted one through `jwe decrypt`, a proof through `dpop verify`, twice where it is a replay, a key or
set through `key check`, and so does what is no JSON, as PEM); what a file holds that is no JSON object, and a few of
each attack, through the command by itself.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import records

SINGLES = 2  # of each attack and command, beside those that only a command by itself can take
# Leaks and the bounds of globals are looked at in the batches: without, a short run takes a third of the time.
QUICK_START = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0:report_globals=0"}
SECRET = re.compile(r'"(?:d|p|q|dp|dq|qi|k|priv)":"([A-Za-z0-9_-]{16,})"')
TELLING = 12
TOKENS = ("verify", "jwe decrypt", "dpop verify", "dpop replay")
# Exit status of the codes that are none of 1; src/cli/failure.cpp has the table.
USAGE = {"alg_unknown", "alg_undecided", "policy_incomplete", "usage", "passphrase_missing"}


class Case:
    """One hostile input: what the library said, and the JSON members that say it to the program."""

    def __init__(self, line, parsed, targets):
        self.row, self.alg, self.said, self.command = (parsed[name] for name in ("row", "alg", "said", "command"))
        self.bare = parsed.get("bare")
        self.parsed = parsed
        self.members = line.split(f'"command":"{self.command}",', 1)[1][:-1]
        self.target = None
        if self.command == "verify":
            self.target = targets[parsed["target"]]
            self.members = self.members[self.members.index('"token":'):]


def cases_of(files):
    secrets, cases = set(), []
    for file in files:
        targets = []
        for line, parsed in records.lines_of(file):
            secrets.update(found[:TELLING] for found in SECRET.findall(line))
            if "target" in parsed and "row" not in parsed:
                targets.append(line[len('{"target":{'):-2])
            elif "command" in parsed:
                cases.append(Case(line, parsed, targets))
    return cases, secrets


def said_by(answer):
    """The answer of the program in the words of the library."""
    if answer["ok"]:
        return "ok"
    return f'{answer["code"]}({answer["subject"]})' if answer.get("subject") else answer["code"]


class Attack:
    def __init__(self, signet, secrets):
        self.signet, self.secrets = signet, secrets
        self.wrong = []

    def check(self, case, said, wanted, how):
        if said != wanted:
            self.wrong.append(f"row {case.row}, {how}: said {said}, the library {wanted}: {case.members[:300]}")

    def search(self, how, text):
        for secret in self.secrets:
            if secret in text:
                self.wrong.append(f"{how}: a secret is in the output: {secret}")

    def run(self, arguments, stdin, statuses, env=None):
        done = subprocess.run([self.signet, *arguments], stdin=stdin, capture_output=True, check=False, timeout=600, env=env)
        how, out, err = " ".join(arguments[:3]), done.stdout.decode(), done.stderr.decode()
        if done.returncode not in statuses:
            self.wrong.append(f"{how}: exit status {done.returncode}: {err[:600]}")
        self.search(how, out)
        self.search(how, err)
        return out

    def batch(self, arguments, cases, line_of, wanted_of):
        """All cases through one batch: an answer for each, in order."""
        with tempfile.TemporaryFile() as file:
            for number, case in enumerate(cases):
                file.write(f'{{"id":{number},{line_of(case)}}}\n'.encode())
            file.seek(0)
            answers = [json.loads(line) for line in self.run([*arguments, "--batch"], file, {0}).splitlines()]
        how = " ".join(arguments) + " --batch"
        if [answer["id"] for answer in answers] != list(range(len(cases))):
            self.wrong.append(f"{how}: {len(answers)} answers to {len(cases)} cases, or not in order")
            return
        for case, answer in zip(cases, answers):
            self.check(case, said_by(answer), wanted_of(case), how)

    def single(self, case, folder):
        """One case through the command by itself."""
        if case.command == "verify":
            arguments = verify_arguments(case, folder)
        elif case.command == "jwe decrypt":
            arguments = decrypt_arguments(case, folder)
        elif case.command == "dpop verify":
            arguments = proof_arguments(case, folder)
        else:
            content = case.parsed.get("text", case.parsed.get("pem"))
            if content is None:
                content = json.dumps(case.parsed.get("key", case.parsed.get("jwks")))
            (folder / "key").write_bytes(content.encode())
            arguments = ["jwks", "show"] if case.command == "jwks" else ["key", "check"]
            arguments = [*arguments, str(folder / "key"), "--json"]
        code = case.said.split("(")[0]
        if case.command == "jwks":
            # A set whose members are all placeholders is still a set: its lint, not its list, says what is wrong.
            arguments[1] = "lint"
        out = self.run(arguments, subprocess.DEVNULL, {2} if code in USAGE else {1}, QUICK_START)
        answer = json.loads(out)
        if "remarks" in answer:
            first = next(remark for remark in answer["remarks"] if remark["level"] == "error")
            answer = {"ok": False, **first}
        self.check(case, said_by(answer), case.said, " ".join(arguments[:2]))


def verify_arguments(case, folder):
    target = json.loads("{" + case.target + "}")
    (folder / "keys").write_text(json.dumps(target["key"]), encoding="utf-8")
    (folder / "token").write_bytes(case.parsed["token"].encode())
    arguments = ["verify", "--keys", str(folder / "keys"), "--alg", ",".join(target["algs"]), "--any-typ", "--json",
                 "--now", str(target["now"]), "--token-file", str(folder / "token")]
    for name in ("issuer", "audience"):
        arguments += [f"--any-{name}"] if target[name] is None else []
        for value in target[name] or []:
            arguments += [f"--{name}", value]
    return arguments + (["--leeway", f'{target["leeway"]}s'] if "leeway" in target else [])


def decrypt_arguments(case, folder):
    token = case.parsed["token"]
    form = "compact" if isinstance(token, str) else "general" if "recipients" in token else "flattened"
    (folder / "key").write_text(json.dumps(case.parsed["key"]), encoding="utf-8")
    # As it was written: what is odd about it may be how.
    text = token if form == "compact" else case.members[len('"token":'):case.members.rindex(',"key":')]
    (folder / "token").write_bytes(text.encode())
    return ["jwe", "decrypt", "--key", str(folder / "key"), "--alg", ",".join(case.parsed["algs"]), "--enc",
            ",".join(case.parsed["encs"]), "--format", form, "--json", "--token-file", str(folder / "token")]


def proof_arguments(case, folder):
    (folder / "proof").write_bytes(case.parsed["proof"].encode())
    arguments = ["dpop", "verify", "--method", case.parsed["method"], "--url", case.parsed["url"], "--json",
                 "--now", str(case.parsed["now"]), "--token-file", str(folder / "proof")]
    for name in ("nonce", "jkt"):
        arguments += [f"--{name}", case.parsed[name]] if name in case.parsed else []
    if "access_token" in case.parsed:
        (folder / "access_token").write_bytes(case.parsed["access_token"].encode())
        arguments += ["--access-token-file", str(folder / "access_token")]
    return arguments


def attack_by_replays(attack, cases):
    """Each proof twice in one log: it holds, and then it is refused."""
    replays = [case for case in cases if case.command == "dpop replay"]
    wanted = iter(word for case in replays for word in ("ok", case.said))
    attack.batch(["dpop", "verify"], [case for case in replays for _ in range(2)], lambda case: case.members,
                 lambda case: next(wanted))


def is_pem(case):
    return case.command == "key check" and not case.parsed.get("text", "{").lstrip(" \t\r\n").startswith("{")


def only_by_itself(case):
    return case.command not in TOKENS and "text" in case.parsed


def attack_by_batches(attack, cases):
    tokens = [case for case in cases if case.command == "verify"]
    attack.batch(["verify"], tokens, lambda case: f"{case.target},{case.members}", lambda case: case.said)
    attack.batch(["jws", "verify"], tokens, lambda case: f"{case.target},{case.members}", lambda case: case.bare)
    encrypted = [case for case in cases if case.command == "jwe decrypt"]
    attack.batch(["jwe", "decrypt"], encrypted, lambda case: case.members, lambda case: case.said)
    proofs = [case for case in cases if case.command == "dpop verify"]
    attack.batch(["dpop", "verify"], proofs, lambda case: case.members, lambda case: case.said)
    attack_by_replays(attack, cases)
    pems = [case for case in cases if is_pem(case)]
    attack.batch(["key", "check"], pems, lambda case: f'"pem":{json.dumps(case.parsed["text"])}', lambda case: case.said)
    keys = [case for case in cases if case.command not in TOKENS and "text" not in case.parsed]
    attack.batch(["key", "check"], keys, lambda case: case.members, lambda case: case.said)


def ends_with_newline(case):
    """One line ending at the end of a file does not count, so that such a token is another one there."""
    token = case.parsed.get("token")
    return case.command in TOKENS and isinstance(token, str) and token.endswith("\n")


def attack_by_commands(attack, cases):
    done = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            kind = (case.row, case.command)
            if not only_by_itself(case) and (done[kind] >= SINGLES or ends_with_newline(case)):
                continue
            if case.command == "dpop replay":  # one run knows nothing of others
                continue
            done[kind] += 1
            attack.single(case, pathlib.Path(folder))
    return sum(done.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signet", required=True)
    parser.add_argument("--tests", required=True)
    parser.add_argument("--scorecard", required=True, type=pathlib.Path)
    options = parser.parse_args()
    result = options.scorecard / "cli.json"
    result.unlink(missing_ok=True)
    cases, secrets = cases_of(records.files_of(options.scorecard, records.tests_of(options.tests)))
    attack = Attack(options.signet, secrets)
    attack_by_batches(attack, cases)
    singles = attack_by_commands(attack, cases)
    for line in attack.wrong[:40]:
        print(line)
    if attack.wrong or not cases:
        sys.exit(f"{len(attack.wrong)} of {len(cases)} hostile inputs were not answered as the library answers them")
    counts = collections.Counter((case.row, case.alg) for case in cases)
    result.write_text(json.dumps([[row, alg, count] for (row, alg), count in sorted(counts.items())]), encoding="utf-8")
    print(f"{len(cases)} hostile inputs refused by the program as by the library, {singles} of them by single commands;"
          f" no output shows one of {len(secrets)} secrets")


if __name__ == "__main__":
    main()
