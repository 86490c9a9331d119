"""ECDSA signatures: the SEQUENCE of two INTEGERs of X9.62, and the two numbers one after the other of RFC 7518 3.4."""


def _integer(octets):
    number = octets.lstrip(b"\0") or b"\0"
    if number[0] & 0x80:
        number = b"\0" + number
    return b"\x02" + bytes([len(number)]) + number


def from_raw(raw):
    half = len(raw) // 2
    body = _integer(raw[:half]) + _integer(raw[half:])
    length = bytes([len(body)]) if len(body) < 0x80 else b"\x81" + bytes([len(body)])
    return b"\x30" + length + body


def to_raw(signature, field_octets):
    at = 3 if signature[1] == 0x81 else 2
    numbers = []
    for _ in range(2):
        size = signature[at + 1]
        numbers.append(int.from_bytes(signature[at + 2:at + 2 + size], "big"))
        at += 2 + size
    return b"".join(number.to_bytes(field_octets, "big") for number in numbers)
