"""Rhonabwy's library, which the program rnbyc brings with it, for what the program has no option for."""
import contextlib
import ctypes
import json
from ctypes import util

from peer import PeerMissing, Refused

_SHA256 = 0  # R_JWK_THUMB_SHA256
_LOCAL_ONLY = 0x100  # R_FLAG_IGNORE_REMOTE
GENERAL = 1  # R_JSON_MODE_GENERAL
FLATTENED = 2  # R_JSON_MODE_FLATTENED
_TEXTS = ("r_library_info_json_str", "r_jwk_thumbprint", "r_jwk_export_to_json_str", "r_jws_serialize_json_str",
          "r_jws_get_payload", "r_jwe_serialize", "r_jwe_serialize_json_str", "r_jwe_get_payload")


def _load():
    try:
        library = ctypes.CDLL(util.find_library("rhonabwy") or "librhonabwy.so.1.1")
    except OSError as error:
        raise PeerMissing(f"the library of rnbyc cannot be loaded ({error})") from error
    for name in _TEXTS:
        getattr(library, name).restype = ctypes.c_void_p
    library.r_jws_get_payload.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]
    library.r_jwe_get_payload.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_size_t)]
    return library


class Rhonabwy:
    """One library, loaded and made ready once. Keys are JWK (dict)."""

    def __init__(self):
        self._library = _load()
        self._check("r_global_init", self._library.r_global_init())

    def version(self):
        return json.loads(self._text("r_library_info_json_str"))["version"]

    def thumbprint(self, jwk):
        with self._key(jwk) as key:
            return self._text("r_jwk_thumbprint", key, _SHA256, _LOCAL_ONLY)

    def public_jwk(self, jwk):
        with self._key(jwk) as key, self._object("jwk") as public:
            self._check("r_jwk_extract_pubkey", self._library.r_jwk_extract_pubkey(key, public, _LOCAL_ONLY))
            return json.loads(self._text("r_jwk_export_to_json_str", public, 0))

    def sign(self, jwks, payload, mode):
        """A JWS in JSON (GENERAL or FLATTENED), signed by each key with its own alg."""
        with contextlib.ExitStack() as owned:
            jws = owned.enter_context(self._object("jws"))
            self._check("r_jws_set_payload", self._library.r_jws_set_payload(jws, payload, len(payload)))
            for jwk in jwks:
                key = owned.enter_context(self._key(jwk))
                self._check("r_jws_add_keys", self._library.r_jws_add_keys(jws, key, None))
            return self._text("r_jws_serialize_json_str", jws, None, _LOCAL_ONLY, mode)

    def verify(self, jwk, text):
        """The payload of a JWS in JSON or in compact form."""
        parse = self._library.r_jws_parse_json_str if text.startswith("{") else self._library.r_jws_compact_parse
        with self._object("jws") as jws, self._key(jwk) as key:
            if parse(jws, text.encode(), _LOCAL_ONLY):
                raise Refused("it cannot be parsed")
            if self._library.r_jws_verify_signature(jws, key, _LOCAL_ONLY):
                raise Refused("the signature does not hold")
            size = ctypes.c_size_t()
            return ctypes.string_at(self._library.r_jws_get_payload(jws, ctypes.byref(size)), size.value)

    def encrypt(self, jwk, alg, enc, text, more):
        """A compact JWE; `more` are members of the header, each a text."""
        with self._jwe(enc, text, more) as jwe, self._key(jwk) as key:
            self._check("r_jwe_set_alg",
                        self._library.r_jwe_set_alg(jwe, self._library.r_str_to_jwa_alg(alg.encode())))
            return self._text("r_jwe_serialize", jwe, key, _LOCAL_ONLY)

    def encrypt_json(self, jwks, enc, text, mode, more, aad):
        """A JWE in JSON (GENERAL or FLATTENED) to each key by its own alg. An alg of the whole would stand in two
        headers."""
        with self._jwe(enc, text, more) as jwe:
            if aad:
                self._check("r_jwe_set_aad", self._library.r_jwe_set_aad(jwe, aad, len(aad)))
            for jwk in jwks:
                with self._key(jwk) as key:
                    self._check("r_jwe_add_keys", self._library.r_jwe_add_keys(jwe, None, key))
            return self._text("r_jwe_serialize_json_str", jwe, None, _LOCAL_ONLY, mode)

    @contextlib.contextmanager
    def _jwe(self, enc, text, more):
        with self._object("jwe") as jwe:
            self._check("r_jwe_set_payload", self._library.r_jwe_set_payload(jwe, text, len(text)))
            self._check("r_jwe_set_enc",
                        self._library.r_jwe_set_enc(jwe, self._library.r_str_to_jwa_enc(enc.encode())))
            for name, value in more.items():
                self._check(name, self._library.r_jwe_set_header_str_value(jwe, name.encode(), value.encode()))
            yield jwe

    def decrypt(self, jwk, token):
        """The plaintext of a JWE in any form."""
        with self._object("jwe") as jwe, self._key(jwk) as key:
            if self._library.r_jwe_parse(jwe, token.encode(), _LOCAL_ONLY):
                raise Refused("it cannot be parsed")
            if self._library.r_jwe_decrypt(jwe, key, _LOCAL_ONLY):
                raise Refused("it cannot be decrypted")
            size = ctypes.c_size_t()
            return ctypes.string_at(self._library.r_jwe_get_payload(jwe, ctypes.byref(size)), size.value)

    @contextlib.contextmanager
    def _object(self, kind):
        made = ctypes.c_void_p()
        self._check(f"r_{kind}_init", getattr(self._library, f"r_{kind}_init")(ctypes.byref(made)))
        try:
            yield made
        finally:
            getattr(self._library, f"r_{kind}_free")(made)

    @contextlib.contextmanager
    def _key(self, jwk):
        with self._object("jwk") as key:
            text = json.dumps(jwk).encode()
            self._check("r_jwk_import_from_json_str", self._library.r_jwk_import_from_json_str(key, text))
            yield key

    def _text(self, name, *arguments):
        """What a function returns that gives its text away."""
        made = getattr(self._library, name)(*arguments)
        if not made:
            raise Refused(f"{name} gave nothing")
        try:
            return ctypes.string_at(made).decode()
        finally:
            self._library.r_free(ctypes.c_void_p(made))

    @staticmethod
    def _check(name, status):
        assert status == 0, f"{name} ended with {status}"
