"""The forms of a JWS with a peer, each over every algorithm that it has, and a general JWS with a wrong part."""
from document import HELD, Table
from forms import COMPACT, FORMS, GENERAL, with_changed_signature, with_payload
from peer import Refused, decode

IT_VERIFIES = "it verifies ours"
WE_VERIFY = "we verify its"
IT_REFUSES = "it refuses changed"
WE_REFUSE = "we refuse changed"
NO = "no"  # it has the form, and does not verify it

# What a compact unencoded payload may be, and text that an encoder could get wrong.
_PLAIN = b"$ 02 of %x20-2D and %x2F-7E"
_ANY = 'Zoë \x01 𝛑 .\n'.encode()
_TEXT = "$.02 Zoë 𝛑".encode()


def payload_of(form):
    if form.serialization == COMPACT and form.unencoded and not form.detached:
        return _PLAIN
    return _TEXT if form.unencoded else _ANY


class Forms:
    def __init__(self, peer, ours, made):
        self.peer = peer
        self.ours = ours
        self.table = Table("form", [IT_VERIFIES, WE_VERIFY, IT_REFUSES, WE_REFUSE])
        self.pairs = list(made.values())

    def run(self):
        for form in FORMS:
            if form.name not in self.peer.forms:
                continue
            for number, (ours, its) in enumerate(self.pairs):
                later = self.pairs[number:] + self.pairs[:number]
                other = next(pair for pair in later if pair[0]["kty"] != ours["kty"])
                both = form.serialization == GENERAL
                if self.is_tried(form, self.peer.refused_forms, IT_VERIFIES, IT_REFUSES):
                    self.our_side(form, [ours, other[0]] if both else [ours])
                if self.is_tried(form, self.peer.odd_forms, WE_VERIFY, WE_REFUSE):
                    self.its_side(form, [its, other[1]] if both else [its])
        return self.table

    def is_tried(self, form, special, *columns):
        """What is special to the described version is not asked of another one."""
        if form.name in special:
            self.table.of_version |= {(form.name, column) for column in columns}
        return form.name not in special or self.peer.is_as_described()

    def our_side(self, form, keys):
        payload = payload_of(form)
        text = self.ours.sign_form(form, keys, payload)
        detached = payload if form.detached else None
        for index, key in enumerate(keys):
            self.peer_verifies(form, key, text, detached, payload)
            if form.name not in self.peer.refused_forms:
                self.peer_refuses(form, key, with_changed_signature(form, text, index), detached)
                self.peer_refuses(form, key, *self.with_other_payload(form, text))

    def its_side(self, form, keys):
        payload = payload_of(form)
        text = self.peer.sign_form(form, keys, payload)
        self.ask(form, WE_VERIFY, keys, text, payload if form.detached else None)
        if form.name in self.peer.odd_forms:
            return
        for index in range(len(keys)):
            self.ask(form, WE_REFUSE, keys, with_changed_signature(form, text, index),
                     payload if form.detached else None)
        self.ask(form, WE_REFUSE, keys, *self.with_other_payload(form, text))

    @staticmethod
    def with_other_payload(form, text):
        """(JWS, detached payload or None)"""
        other = payload_of(form).replace(b"$", b"8").replace(b"Z", b"z")
        return (text, other) if form.detached else (with_payload(form, text, other), None)

    def peer_verifies(self, form, key, text, detached, payload):
        held = NO if form.name in self.peer.refused_forms else HELD
        try:
            same = self.peer.verify_form(form, key, text, detached) == payload
            problem = None if same else "another payload"
            problem = "accepted" if held == NO else problem
        except Refused as error:
            problem = None if held == NO else f"refused: {error}"
        self.table.add(form.name, IT_VERIFIES, problem and f"{key['alg']}: {problem}", held)

    def peer_refuses(self, form, key, text, detached):
        try:
            self.peer.verify_form(form, key, text, detached)
            self.table.add(form.name, IT_REFUSES, f"{key['alg']}: accepted")
        except Refused:
            self.table.add(form.name, IT_REFUSES)

    def ask(self, form, column, keys, text, detached):
        """What our side says: the payload must come out, the change must be seen, or what the adapter says."""
        answer = self.ours.ask_form(form, keys, text, detached, "all")
        odd = self.peer.odd_forms.get(form.name)
        found = "accepted" if answer["ok"] else answer["code"]
        if column == WE_REFUSE:
            wanted = "bad_signature" if form.serialization != GENERAL else "signatures_insufficient"
        else:
            wanted = odd or "accepted"
        problem = None if found == wanted else found
        if answer["ok"] and not form.detached and decode(answer["payload"]) != payload_of(form):
            problem = "another payload"
        held = f"`{odd}`" if odd and column == WE_VERIFY else HELD
        self.table.add(form.name, column, problem and f"{keys[0]['alg']}: {problem}", held)


def run(peer, ours, made):
    """The table of the forms; `made` has our key and its key for each algorithm."""
    return Forms(peer, ours, made).run()
