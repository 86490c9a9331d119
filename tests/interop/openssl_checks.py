"""The program `openssl`: our signatures and keys read by it, its signatures, keys and certificates read by us."""
import hmac
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor

import der
import token_checks
from document import Table
from peer import Refused, decode, encode, run_program, thumbprint_of

ITS_VERIFY = "openssl verifies ours"
OUR_VERIFY = "we verify openssl's"
ITS_REFUSE = "openssl refuses changed"
OUR_REFUSE = "we refuse changed"
WE_READ = "openssl writes, we read"
IT_READS = "we write, openssl reads"

_FIELD_OCTETS = {"ES256": 32, "ES384": 48, "ES512": 66}
_HMAC = ("HS256", "HS384", "HS512")
ALGORITHMS = (*_HMAC, "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", *_FIELD_OCTETS, "EdDSA", "Ed25519")


def openssl(*arguments, data=b"", may_fail=False):
    return run_program(["openssl", *map(str, arguments)], data, may_fail)


class Signatures:
    """One row for each algorithm."""

    def __init__(self, signet):
        self.signet = signet
        self.table = Table("algorithm", [ITS_VERIFY, OUR_VERIFY, ITS_REFUSE, OUR_REFUSE])
        self.now = int(time.time())
        self.claims = token_checks.make_claims(self.now)
        self.questions = token_checks.Questions()

    def run(self):
        for alg in ALGORITHMS:
            self.algorithm(alg)
        self.questions.answer(self.signet, ("verify",), self.table)
        return self.table

    def algorithm(self, alg):
        key = self.signet.generate(alg)
        path = self.signet.jwk_file(key)
        token = self.signet.sign(path, alg, self.claims)
        engine = Hmac(key) if alg in _HMAC else self.asymmetric(path)
        self.table.add(alg, ITS_VERIFY, self.verified_by(engine, alg, token))
        for other in token_checks.changed(token):
            self.table.add(alg, ITS_REFUSE, None if self.verified_by(engine, alg, other) else "accepted")
        its_token = self.signed_by(engine, alg)
        public = key if alg in _HMAC else self.signet.public(path)
        self.ask(alg, OUR_VERIFY, token_checks.expect_claims(self.claims), public, its_token)
        for other in token_checks.changed(its_token):
            self.ask(alg, OUR_REFUSE, token_checks.expect_bad_signature, public, other)

    def asymmetric(self, path):
        return Asymmetric(self.signet, self.signet.convert(path, "pem"), self.signet.convert(path, "spki"))

    @staticmethod
    def verified_by(engine, alg, token):
        """A problem, or None."""
        signing_input, _, signature = token.rpartition(".")
        try:
            engine.verify(alg, signing_input.encode(), decode(signature))
        except Refused as error:
            return str(error)
        return None

    def signed_by(self, engine, alg):
        header = encode(json.dumps({"alg": alg, "typ": "JWT"}).encode())
        signing_input = f"{header}.{encode(json.dumps(self.claims).encode())}"
        return f"{signing_input}.{encode(engine.sign(alg, signing_input.encode()))}"

    def ask(self, alg, column, judge, key, token):
        self.questions.ask(alg, column, judge, token=token, key=key, algs=[alg], issuer=self.claims["iss"],
                           audience=self.claims["aud"], typ="JWT", now=self.now, leeway=10)


class Hmac:
    def __init__(self, jwk):
        self._key = decode(jwk["k"]).hex()

    def sign(self, alg, signing_input):
        return openssl("dgst", f"-sha{alg[2:]}", "-mac", "HMAC", "-macopt", f"hexkey:{self._key}", "-binary",
                       data=signing_input)

    def verify(self, alg, signing_input, signature):
        if not hmac.compare_digest(self.sign(alg, signing_input), signature):
            raise Refused("another MAC")


class Asymmetric:
    """RSA and ECDSA by `openssl dgst`, Ed25519 by `openssl pkeyutl`."""

    def __init__(self, signet, private_pem, public_pem):
        self._signet = signet
        self._private = private_pem
        self._public = public_pem

    def sign(self, alg, signing_input):
        if alg in ("EdDSA", "Ed25519"):
            return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self._private, "-in",
                           self._signet.file(signing_input))
        signature = openssl("dgst", *self._digest(alg), "-sign", self._private, data=signing_input)
        return der.to_raw(signature, _FIELD_OCTETS[alg]) if alg in _FIELD_OCTETS else signature

    def verify(self, alg, signing_input, signature):
        if alg in _FIELD_OCTETS:
            signature = der.from_raw(signature)
        signature_file = self._signet.file(signature)
        if alg in ("EdDSA", "Ed25519"):
            openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", self._public, "-sigfile", signature_file,
                    "-in", self._signet.file(signing_input), may_fail=True)
            return
        openssl("dgst", *self._digest(alg), "-verify", self._public, "-signature", signature_file,
                data=signing_input, may_fail=True)

    @staticmethod
    def _digest(alg):
        pss = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest") if alg[:2] == "PS" else ()
        return (f"-sha{alg[2:]}", *pss)


def jwk_of_public_der(spki):
    """The public JWK members of what openssl itself wrote, cut out of the DER without our help."""
    text = openssl("pkey", "-pubin", "-inform", "DER", "-noout", "-text", data=spki).decode()
    if "Modulus" in text:
        modulus = bytes.fromhex(re.sub(r"[\s:]", "", re.search(r"Modulus:(.*?)Exponent", text, re.S)[1])).lstrip(b"\0")
        exponent = int(re.search(r"Exponent: (\d+)", text)[1])
        return {"kty": "RSA", "n": encode(modulus), "e": encode(exponent.to_bytes((exponent.bit_length() + 7) // 8,
                                                                                 "big"))}
    if "ED25519" in text:
        return {"kty": "OKP", "crv": "Ed25519", "x": encode(spki[-32:])}
    curve = re.search(r"NIST CURVE: (P-\d+)", text)[1]
    size = {"P-256": 32, "P-384": 48, "P-521": 66}[curve]
    return {"kty": "EC", "crv": curve, "x": encode(spki[-2 * size:-size]), "y": encode(spki[-size:])}


def make_key(kind):
    """A PKCS#8 PEM of a new key."""
    if kind == "RSA":
        return openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    if kind == "Ed25519":
        return openssl("genpkey", "-algorithm", "ED25519")
    return openssl("genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{kind}", "-pkeyopt",
                   "ec_param_enc:named_curve")


def public_der(pem, *flags):
    return openssl("pkey", *flags, "-pubout", "-outform", "DER", data=pem)


def forms_by_openssl(kind, pem, signet):
    """{form: PEM text} of one key, all written by openssl."""
    certificate = openssl("req", "-x509", "-new", "-key", signet.file(pem, ".pem"), "-subj", "/CN=interop", "-days",
                          "2")
    forms = {"PKCS#8": pem, "SPKI": openssl("pkey", "-pubout", data=pem), "certificate": certificate}
    if kind == "RSA":
        forms["PKCS#1"] = openssl("rsa", "-traditional", data=pem)
        forms["PKCS#1 public"] = openssl("rsa", "-RSAPublicKey_out", data=pem)
    elif kind != "Ed25519":
        sec1 = openssl("ec", data=pem)
        forms["SEC1"] = sec1
        forms["SEC1 after EC PARAMETERS"] = openssl("ecparam", "-name", kind) + sec1
    return forms


# What `signet key convert --to` calls a form, and how openssl is told to read it.
_OUR_PRIVATE_FORMS = {"PKCS#8": ("pkcs8", ()), "PKCS#1": ("pkcs1", ()), "SEC1": ("sec1", ())}
_OUR_PUBLIC_FORMS = {"SPKI": ("spki", ("pkey", "-pubin")), "PKCS#1 public": ("pkcs1", ("rsa", "-RSAPublicKey_in"))}


class Forms:
    """One row for each type of key and form."""

    def __init__(self, signet):
        self.signet = signet
        self.table = Table("key", [WE_READ, IT_READS])
        self.questions = token_checks.Questions()

    def run(self):
        for kind in ("RSA", "P-256", "P-384", "P-521", "Ed25519"):
            self.kind(kind)
        self.questions.answer(self.signet, ("key", "check"), self.table)
        return self.table

    def kind(self, kind):
        pem = make_key(kind)
        spki = public_der(pem)
        expected = token_checks.expect_thumbprint(thumbprint_of(jwk_of_public_der(spki)))
        forms = forms_by_openssl(kind, pem, self.signet)
        for form, text in forms.items():
            self.table.rows[f"{kind} {form}"] = {}  # in this order, whichever side answers first
            self.questions.ask(f"{kind} {form}", WE_READ, expected, pem=text.decode())
        path = self.signet.file(pem, ".pem")
        public_path = self.signet.file(forms["SPKI"], ".pem")
        for form in forms:
            if form in _OUR_PRIVATE_FORMS:
                self.read_ours(f"{kind} {form}", path, _OUR_PRIVATE_FORMS[form][0], ("pkey",), spki)
            if form in _OUR_PUBLIC_FORMS:
                self.read_ours(f"{kind} {form}", public_path, *_OUR_PUBLIC_FORMS[form], spki)

    def read_ours(self, row, path, form, reader, spki):
        ours = self.signet.convert(path, form).read_bytes()
        try:
            found = openssl(*reader, "-pubout", "-outform", "DER", data=ours, may_fail=True)
            self.table.add(row, IT_READS, None if found == spki else "another key")
        except Refused as error:
            self.table.add(row, IT_READS, str(error))


def refused_keys(signet):
    """What openssl makes and we refuse, each with its code."""
    small = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
    pem = make_key("P-256")
    encrypted = openssl("pkcs8", "-topk8", "-v2", "aes256", "-iter", "1000", "-passout", "pass:secret", data=pem)
    explicit = openssl("ec", "-param_enc", "explicit", data=pem)
    dsa = openssl("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024")
    dsa_key = openssl("genpkey", "-paramfile", signet.file(dsa))
    return {"RSA of 1024 bits": (small, "weak_key"), "encrypted PKCS#8": (encrypted, "passphrase_missing"),
            "curve by explicit parameters": (explicit, "key_unsupported"), "DSA": (dsa_key, "key_unsupported")}


def refusals(signet):
    table = Table("key by openssl", ["we refuse it with"])
    made = refused_keys(signet)
    cases = [{"id": row, "pem": pem.decode()} for row, (pem, _) in made.items()]
    for row, answer in signet.batch(("key", "check"), cases).items():
        expected = made[row][1]
        found = "accepted" if answer["ok"] else answer["code"]
        table.add(row, "we refuse it with", None if found == expected else found)
        if found == expected:
            table.rows[row]["we refuse it with"] = f"`{expected}`"
    return table


def run(signet):
    """The tables of openssl."""
    with ThreadPoolExecutor(3) as pool:
        parts = [pool.submit(Signatures(signet).run), pool.submit(Forms(signet).run), pool.submit(refusals, signet)]
        return [part.result() for part in parts]
