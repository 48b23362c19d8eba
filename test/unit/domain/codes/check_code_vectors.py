"""Reads every code of docs/wire/code-vectors.json by itself and compares with the result that is written there.

A second implementation, of what a gate's firmware does with a code: it shares no code with domain/ and needs nothing
but Python's standard library. Usage: check_code_vectors.py FILE; exit code 1 names what differs.
"""

import base64
import hashlib
import json
import re
import struct
import sys
import zlib

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CONTENTS = {"HC1:": ("hc1", -260), "GH1:": ("gatehouse", -65537)}
TEXT_MAX, UNPACKED_MAX, DEPTH_MAX, SKEW_S = 4296, 10 * 1024, 16, 60
LASTS_MAX_S = [24 * 3600, 366 * 86400]  # on a phone, on a card
KINDS = ["resident", "visitor", "courier", "worker"]


class Refused(Exception):
    pass


def base45(text):
    if len(text) % 3 == 1:
        raise Refused("base45")
    out = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        digits = [ALPHABET.find(character) for character in group]
        value = sum(digit * 45**place for place, digit in enumerate(digits))
        size = len(group) - 1
        if min(digits) < 0 or value >= 256**size:
            raise Refused("base45")
        out += value.to_bytes(size, "big")
    return bytes(out)


def inflate(packed):
    stream = zlib.decompressobj()
    try:
        unpacked = stream.decompress(packed, UNPACKED_MAX + 1)
    except zlib.error:
        raise Refused("compression")
    if len(unpacked) > UNPACKED_MAX:
        raise Refused("too-large")
    if not stream.eof or stream.unused_data:
        raise Refused("compression")
    return unpacked


class Tagged:
    def __init__(self, tag, value):
        self.tag, self.value = tag, value


class Cbor:
    """RFC 8949, whole items only: no text or bytes in chunks, no key twice, no tag that is not expected."""

    BREAK = object()

    def __init__(self, data, tags):
        self.data, self.tags, self.at = data, tags, 0

    @classmethod
    def load(cls, data, tags=()):
        reader = cls(data, tags)
        item = reader.item(0)
        if item is cls.BREAK or reader.at != len(data):
            raise Refused("cbor")
        return item

    def take(self, count):
        if count > len(self.data) - self.at:
            raise Refused("cbor")
        self.at += count
        return self.data[self.at - count : self.at]

    def item(self, depth):
        if depth > DEPTH_MAX:
            raise Refused("cbor")
        first = self.take(1)[0]
        major, low = first >> 5, first & 31
        if first == 0xFF:
            return self.BREAK
        if major == 7:
            return self.simple(low)
        if low == 31 and major in (4, 5):
            size = None
        elif low < 28:
            size = low if low < 24 else int.from_bytes(self.take(1 << (low - 24)), "big")
        else:
            raise Refused("cbor")
        if major == 0:
            return size
        if major == 1:
            return -1 - size
        if major == 2:
            return bytes(self.take(size))
        if major == 3:
            return self.text(size)
        if major == 4:
            return list(self.items(size, depth))
        if major == 5:
            return self.map(size, depth)
        if size not in self.tags:
            raise Refused("cbor")
        return Tagged(size, self.whole(depth))

    def text(self, size):
        try:
            return self.take(size).decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("cbor")

    def whole(self, depth):
        item = self.item(depth + 1)
        if item is self.BREAK:
            raise Refused("cbor")
        return item

    def items(self, size, depth):
        if size is not None:
            for _ in range(size):
                yield self.whole(depth)
            return
        while (item := self.item(depth + 1)) is not self.BREAK:
            yield item

    def map(self, size, depth):
        flat = list(self.items(None if size is None else 2 * size, depth))
        # A key that is itself a map or a list is like no other.
        keys = [key if isinstance(key, (int, float, str, bytes)) else id(key) for key in flat[::2]]
        if len(flat) % 2 or len(set(keys)) != len(keys):
            raise Refused("cbor")
        return dict(zip(keys, flat[1::2]))

    def simple(self, low):
        if low in (20, 21, 22):
            return {20: False, 21: True, 22: None}[low]
        for code, size, form in ((25, 2, ">e"), (26, 4, ">f"), (27, 8, ">d")):
            if low == code:
                return struct.unpack(form, self.take(size))[0]
        raise Refused("cbor")


def parse_sign1(data):
    item = Cbor.load(data, (18, 61))
    is_cwt = isinstance(item, Tagged) and item.tag == 61
    item = item.value if is_cwt else item
    is_sign1 = isinstance(item, Tagged) and item.tag == 18
    if is_cwt and not is_sign1:
        raise Refused("cose")
    parts = item.value if is_sign1 else item
    if not isinstance(parts, list) or [type(part) for part in parts] != [bytes, dict, bytes, bytes]:
        raise Refused("cose")
    signed_header = Cbor.load(parts[0]) if parts[0] else {}
    if not isinstance(signed_header, dict) or 2 in signed_header:
        raise Refused("cose")
    return {**parts[1], **signed_header}, parts


def encode_bytes(data):
    size = len(data)
    head = bytes([0x40 | size]) if size < 24 else b"\x58" + bytes([size]) if size < 256 else b"\x59" + size.to_bytes(2, "big")
    return head + data


# P-256, affine: slow, short, and enough for a test.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(first, second):
    if first is None or second is None:
        return first or second
    (x1, y1), (x2, y2) = first, second
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if first == second else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def multiply(times, point):
    total = None
    while times:
        if times & 1:
            total = add(total, point)
        point, times = add(point, point), times >> 1
    return total


def verify_es256(spki, data, signature):
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s < N):
        return False
    # The key's point ends its SubjectPublicKeyInfo, uncompressed.
    public = int.from_bytes(spki[-64:-32], "big"), int.from_bytes(spki[-32:], "big")
    digest = int.from_bytes(hashlib.sha256(data).digest(), "big")
    inverse = pow(s, -1, N)
    point = add(multiply(digest * inverse % N, G), multiply(r * inverse % N, public))
    return point is not None and point[0] % N == r


def der(data, at=0):
    """One DER element: its content and where the next begins."""
    size, at = data[at + 1], at + 2
    if size & 0x80:
        count = size & 0x7F
        size, at = int.from_bytes(data[at : at + count], "big"), at + count
    return data[at : at + size], at + size


def verify_ps256(spki, data, signature):
    outer, _ = der(spki)
    _, after_algorithm = der(outer)
    key, _ = der(der(outer, after_algorithm)[0][1:])
    modulus, after_modulus = der(key)
    n, e = int.from_bytes(modulus, "big"), int.from_bytes(der(key, after_modulus)[0], "big")
    size = (n.bit_length() + 7) // 8
    if len(signature) != size:
        return False
    message = pow(int.from_bytes(signature, "big"), e, n).to_bytes(size, "big")
    masked, digest, last = message[:-33], message[-33:-1], message[-1]
    mask = b"".join(hashlib.sha256(digest + count.to_bytes(4, "big")).digest() for count in range(len(masked) // 32 + 1))
    block = bytearray(a ^ b for a, b in zip(masked, mask))
    block[0] &= 0xFF >> (8 * size - (n.bit_length() - 1))
    padding, salt = block[:-32], bytes(block[-32:])
    if last != 0xBC or padding != bytes(len(padding) - 1) + b"\x01":
        return False
    return hashlib.sha256(bytes(8) + hashlib.sha256(data).digest() + salt).digest() == digest


VERIFIERS = {"ES256": (-7, verify_es256), "PS256": (-37, verify_ps256)}


def signing_key(content, header, parts, keys):
    if not isinstance(header.get(4), bytes):
        raise Refused("no-key-id")
    kid = base64.urlsafe_b64encode(header[4]).decode().rstrip("=")
    named = [key for key in keys if key["content"] == content and key["kid"] == kid]
    if not named:
        raise Refused("unknown-key")
    fitting = [key for key in named if VERIFIERS[key["algorithm"]][0] == header.get(1)]
    if not fitting:
        raise Refused("algorithm")
    data = b"\x84\x6aSignature1" + encode_bytes(parts[0]) + b"\x40" + encode_bytes(parts[2])
    for key in fitting:
        if VERIFIERS[key["algorithm"]][1](base64.b64decode(key["spki"]), data, parts[3]):
            return key
    raise Refused("signature")


def health_certificate(claim):
    certificate = claim.get(1)
    if not isinstance(certificate, dict):
        raise Refused("claims")
    names, birth = certificate.get("nam"), certificate.get("dob")
    statements = [
        (kind, certificate[letter])
        for letter, kind in (("v", "vaccination"), ("t", "test"), ("r", "recovery"))
        if letter in certificate
    ]
    named = isinstance(names, dict) and any(isinstance(names.get(name), str) for name in ("fnt", "gnt"))
    born = isinstance(birth, str) and re.fullmatch(r"((19|20)\d\d(-\d\d){0,2})?", birth)
    if not named or not born or len(statements) != 1 or len(statements[0][1]) != 1:
        raise Refused("schema")
    kind, [statement] = statements[0]
    if not isinstance(statement, dict) or not isinstance(statement.get("ci"), str):
        raise Refused("schema")
    return kind, statement["ci"]


def verify(text, check):
    if len(text) > TEXT_MAX:
        raise Refused("too-long")
    if text[:4] not in CONTENTS:
        raise Refused("context")
    content, claim_number = CONTENTS[text[:4]]
    header, parts = parse_sign1(inflate(base45(text[4:])))
    key = signing_key(content, header, parts, check["keys"])
    token = Cbor.load(parts[2], (0,))
    claim = token.get(claim_number)
    issued, until = token.get(6), token.get(4)
    since = token.get(5, issued)
    timed = all(isinstance(time, (int, float)) for time in (issued, until, since))
    if not timed or not isinstance(claim, dict) or not isinstance(token.get(1, ""), str):
        raise Refused("claims")
    if max(issued, since) > check["atS"] + SKEW_S:
        raise Refused("not-yet-valid")
    if until <= check["atS"] - SKEW_S:
        raise Refused("expired")
    if content == "hc1":
        kind, number = health_certificate(claim)
        if kind not in key.get("certifies", [kind]):
            raise Refused("key-usage")
    else:
        kind, number = KINDS[claim[1]], token[7].hex()
        if until - since > LASTS_MAX_S[claim[5]]:
            raise Refused("lasts-too-long")
    revoked = base64.b64decode(check["revocations"])
    short = hashlib.sha256(f"{content}:{number}".encode()).digest()[:4]
    if short in (revoked[at : at + 4] for at in range(0, len(revoked), 4)):
        raise Refused("revoked")
    if content == "gatehouse" and check["community"] not in claim[3]:
        raise Refused("other-community")
    return {"accepted": True, "content": content, "kind": kind, "id": number}


def result_of(text, check):
    try:
        return verify(text, check)
    except Refused as refused:
        return {"accepted": False, "reason": str(refused)}


def main(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    differing = 0
    for vector in vectors["codes"]:
        result = result_of(vector["code"], vectors["check"])
        if result != vector["result"]:
            differing += 1
            print(f"{vector['name']}: {result} instead of {vector['result']}")
    print(f"{len(vectors['codes'])} codes, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
