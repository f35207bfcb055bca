"""The words of findings: one way to name what was seen and when."""

from speculoos.audit.judging.case import Phase
from speculoos.audit.observed import SceneKind
from speculoos.registry.model import Kind
from speculoos.registry.places import quoted

KINDS = {
    Kind.COOKIE: "cookie",
    Kind.LOCAL_STORAGE: "local storage item",
    Kind.SESSION_STORAGE: "session storage item",
    Kind.INDEXED_DB: "database",
    Kind.CACHE_STORAGE: "cache",
    Kind.SERVICE_WORKER: "service worker",
    Kind.FILE_SYSTEM: "file",
    Kind.ETAG: "ETag",
    Kind.PIXEL: "pixel",
    Kind.DEVICE_READ: "read of the device",
}

WHEN = {
    Phase.BEFORE: "before any choice",
    Phase.REFUSED: "after a refusal",
    Phase.ALONE: "though its purpose was refused",
    Phase.WITHDRAWN: "after the withdrawal",
}

SCENES = {
    SceneKind.UNTOUCHED: "the untouched scene",
    SceneKind.REFUSED: "the scene with a refusal",
    SceneKind.GRANTED: "the scene with a grant",
    SceneKind.ALONE: "the scene with one purpose alone",
    SceneKind.WITHDRAWN: "the scene with a withdrawal",
    SceneKind.SIGNAL: "the scene with Sec-GPC: 1",
    SceneKind.NO_SCRIPTS: "the scene without scripts",
}


def item_words(kind: Kind, name: str, host: str) -> str:
    """`cookie "x" of host`, as it stands in a sentence."""
    return f"{KINDS[kind]} {quoted(name)}" + (f" of {host}" if host else "")


def count(number: int, one: str, many: str = "") -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
