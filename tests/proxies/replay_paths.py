"""What Traefik and Envoy make of the path of a client before they compare it; they pass on what they have made of it."""
import posixpath
import re
import string

UNRESERVED = string.ascii_letters + string.digits + "-._~"


def tidied(path):
    """Without dots and doubled slashes."""
    path = re.sub(r"/{2,}", "/", path)
    plain = posixpath.normpath(path)
    return plain + "/" if plain != "/" and re.search(r"/\.{0,2}$", path) else plain


def decoded(path, characters):
    """Without the escapes of these."""
    def of_escape(found):
        character = chr(int(found[1], 16))
        return character if character in characters else found[0]
    return re.sub(r"%([0-9A-Fa-f]{2})", of_escape, path)


def traefik_path(target, refused):
    """`refused`: the characters whose escapes the configuration refuses. The path of the target and what is behind it, or
    nothing: 400. doc.traefik.io, "Request Path"; an escape that is none and a fragment are refused, too."""
    path, mark, query = target.partition("?")
    escaped = path.replace("\\", "%5C")
    bad = ["#", r"%(?![0-9A-Fa-f]{2})", *(f"%{ord(character):02x}" for character in refused)]
    if re.search("|".join(bad), escaped, re.IGNORECASE):
        return None
    return tidied(decoded(escaped, UNRESERVED)), mark + query


def envoy_path(target):
    """envoyproxy.io: normalize_path, merge_slashes, path_with_escaped_slashes_action: REJECT_REQUEST; fragments are refused.
    Of escapes only those of dots are sure to be decoded."""
    path, mark, query = target.partition("?")
    if "#" in target or re.search("%(2f|5c|00)", path, re.IGNORECASE):
        return None
    return tidied(decoded(path, ".").replace("\\", "/")), mark + query
