"""One node process that answers questions about npm packages, a line of JSON with a line of JSON."""
import json
import subprocess
from pathlib import Path

from peer import PeerMissing, Refused

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE.parents[1] / "build" / "npm-jose"  # where scripts/setup.sh puts the packages
WANTED = json.loads((_HERE / "npm" / "package.json").read_text())["dependencies"]


class Node:
    """Runs `script`, which gets the folder of the packages as its argument."""

    def __init__(self, script, *packages):
        for package in packages:
            about = _INSTALLED / "node_modules" / package / "package.json"
            if not about.exists() or json.loads(about.read_text())["version"] != WANTED[package]:
                raise PeerMissing(f"the npm package {package} {WANTED[package]} is not installed")
        try:
            self._node = subprocess.Popen(["node", "--no-warnings", _HERE / script, _INSTALLED], stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE, text=True, encoding="utf-8")
        except FileNotFoundError as error:
            raise PeerMissing("the program node is not installed") from error

    def close(self):
        self._node.stdin.close()
        self._node.wait(timeout=60)

    def ask(self, question, **details):
        self._node.stdin.write(json.dumps({"do": question, **details}) + "\n")
        self._node.stdin.flush()
        line = self._node.stdout.readline()
        assert line, f"node ended while it was asked to {question}"
        answer = json.loads(line)
        if "refused" in answer:
            raise Refused(answer["refused"])
        assert "value" in answer, f"{question}: {answer.get('failed')}"
        return answer["value"]
