"""The program interop_forms: Signet's library behind a line for each question."""
import json
import subprocess

from peer import encode


class OurForms:
    """One process for a whole test."""

    def __init__(self, program):
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        assert self._process.wait(timeout=60) == 0, "interop_forms did not end well"

    def sign_form(self, form, jwks, payload):
        answer = self._ask(do="sign", form=form._asdict(), keys=jwks, payload=encode(payload))
        assert answer["ok"], f"{form.name}: {answer}"
        return answer["jws"]

    def ask_form(self, form, jwks, text, detached, policy="any"):
        """The answer: ok and payload, or code and subject."""
        known = {} if detached is None else {"payload": encode(detached)}
        return self._ask(form=form._asdict(), jws=text, key={"keys": jwks}, policy=policy,
                         algs=sorted({key["alg"] for key in jwks}), **known)

    def _ask(self, **question):
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "interop_forms ended early"
        return json.loads(line)
