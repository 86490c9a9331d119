"""The program `signet`, as the tests use it."""
import itertools
import json
import subprocess

from peer import Refused


def code_of(error):
    """The code in what the program wrote to standard error."""
    return error.removeprefix("signet: error: ").partition(":")[0].partition("(")[0]


def refusal(error):
    """The code; Refused when it is that of what could not be decrypted, see first_try()."""
    code = code_of(error)
    if code == "decryption_failed":
        raise Refused(code)
    return code


class Signet:
    """Runs the program; every file is in one folder that ends with the test."""

    def __init__(self, program, folder):
        self._program = program
        self._folder = folder
        self._numbers = itertools.count(1)

    def file(self, content, suffix=".txt"):
        """A new file with this text or these bytes."""
        path = self.path(suffix)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def path(self, suffix):
        """A name for a file that is not there yet."""
        return self._folder / f"{next(self._numbers)}{suffix}"

    def jwk_file(self, jwk):
        return self.file(json.dumps(jwk), ".jwk")

    def call(self, *arguments, data=b""):
        """(exit status, standard output, standard error)."""
        done = subprocess.run([self._program, *map(str, arguments)], input=data, capture_output=True, timeout=60,
                              check=False)
        return done.returncode, done.stdout, done.stderr.decode(errors="replace")

    def out(self, *arguments, data=b""):
        """Standard output; it must succeed."""
        status, out, error = self.call(*arguments, data=data)
        assert status == 0, f"signet {' '.join(map(str, arguments[:3]))} ended with {status}: {error.strip()[:400]}"
        return out

    def decrypt(self, token, path, alg, enc):
        """(plaintext, None), or (None, the code of the refusal); Refused when it could not be decrypted."""
        status, out, error = self.call("jwe", "decrypt", "--key", path, "--alg", alg, "--enc", enc, "--token-file",
                                       self.file(token, ".jwe"))
        return (out, None) if status == 0 else (None, refusal(error))

    def generate(self, alg, curve=None):
        """A new private key as a dict."""
        path = self.path(".jwk")
        self.out("key", "generate", "--alg", alg, *(("--crv", curve) if curve else ()), "--out", path)
        return json.loads(path.read_text())

    def public(self, path):
        return json.loads(self.out("key", "public", path))

    def convert(self, path, form, *more):
        """The key in another form; private forms go through a file of mode 0600."""
        target = self.path(f".{form}")
        self.out("key", "convert", path, "--to", form, *more, "--out", target)
        return target

    def sign(self, key_path, alg, claims):
        """A token over `claims`, which hold iss, aud, iat and exp already."""
        return self.out("sign", "--key", key_path, "--alg", alg, "--claims", self.file(json.dumps(claims), ".json")
                        ).decode().strip()

    def verify(self, key_path, alg, token, claims):
        """Exit status and claims of the plain command."""
        status, out, _ = self.call("verify", "--key", key_path, "--alg", alg, "--issuer", claims["iss"], "--audience",
                                   claims["aud"], self.file(token, ".jwt"))
        return status, json.loads(out) if status == 0 else None

    def batch(self, command, cases):
        """{id: answer} of one --batch run."""
        lines = "".join(json.dumps(case) + "\n" for case in cases)
        answers = [json.loads(line) for line in self.out(*command, "--batch", data=lines.encode()).splitlines()]
        assert [a["id"] for a in answers] == [c["id"] for c in cases], "answers are not in the order of the questions"
        return {answer["id"]: answer for answer in answers}
