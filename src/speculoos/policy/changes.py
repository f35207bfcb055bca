"""What changed between two versions of a declaration, for readers: as data, HTML, Markdown and text.

Words the registry's diff in a language; what counts as a change, and which are material, is the diff's.
"""

import re
from dataclasses import dataclass

from speculoos.policy import words
from speculoos.policy.field_words import REASONS, field_name, field_value
from speculoos.policy.markdown import escaped
from speculoos.policy.page import ENVIRONMENT
from speculoos.policy.plain import wrapped
from speculoos.policy.texts import Translator, marked, translator
from speculoos.registry.diff import ADDED, ORDER, REMOVED, Change, Diff
from speculoos.registry.material import Why
from speculoos.registry.model import Kind

NAMED = re.compile(
    r'(?P<sort>provider|purpose|service) "(?P<name>.*?)"(?P<again> #\d+)?(?: > (?P<inner>.+))?', re.DOTALL
)
ITEM = re.compile(r'item "(?P<name>.*)" \((?P<kind>\w+)(?: at (?P<host>.*?))?\)(?P<again> #\d+)?', re.DOTALL)
SUBJECTS = {
    "site": marked("The site"),
    "providers": marked("The providers"),
    "purposes": marked("The purposes"),
    "services": marked("The services"),
    "provider": marked("Provider {name}"),
    "purpose": marked("Purpose {name}"),
    "service": marked("Service {name}"),
}
ITEMS = marked("The items of the service {name}")
EVENTS = {ADDED: marked("added"), REMOVED: marked("removed"), ORDER: marked("new order")}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change in words. `before` and `after` are empty where there is nothing to compare."""

    subject: str
    what: str
    before: str
    after: str
    material: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeNotice:
    """Everything a reader is told about the step from one version to the next."""

    language: str
    direction: str
    heading: str
    summary: str
    advice: str
    mark: str
    pair: str
    lines: tuple[ChangeLine, ...]


def describe(diff: Diff, language: str) -> ChangeNotice:
    """The changes of `diff` in words, in its order."""
    _ = translator(language)
    material = sum(change.material for change in diff.changes)
    count = len(diff.changes)
    return ChangeNotice(
        language=_.tag,
        direction=_.direction,
        heading=_(
            "What changed from {old} to {new}", old=_version(_, diff.old_version), new=_version(_, diff.new_version)
        ),
        summary=_.plural("{number} change", "{number} changes", count) if count else _("Nothing changed."),
        advice=_("Choices made before no longer say enough: visitors are asked again.") if material else "",
        mark=_("material"),
        pair=_("{label}: {value}"),
        lines=tuple(_line(_, change) for change in diff.changes),
    )


def changes_html(diff: Diff, language: str, heading_level: int = 2) -> str:
    """The changes as a `<section>` to embed, its heading at `heading_level`."""
    return ENVIRONMENT.get_template("changes.html").render(notice=describe(diff, language), level=heading_level)


def changes_markdown(diff: Diff, language: str) -> str:
    """The changes as Markdown, ending with a line break."""
    notice = describe(diff, language)
    head = [f"## {escaped(notice.heading)}", *map(escaped, _summary(notice))]
    lines = [_markdown_line(notice, line) for line in notice.lines]
    return "\n\n".join([*head, *(["\n".join(lines)] if lines else [])]) + "\n"


def changes_text(diff: Diff, language: str) -> str:
    """The changes as plain text of 80 columns, ending with a line break."""
    notice = describe(diff, language)
    head = [notice.heading, "-" * len(notice.heading), *map(wrapped, _summary(notice))]
    return "\n".join([*head, *(wrapped(_told(notice, line), "- ") for line in notice.lines)]) + "\n"


def _summary(notice: ChangeNotice) -> list[str]:
    return [notice.summary, notice.advice] if notice.advice else [notice.summary]


def _told(notice: ChangeNotice, line: ChangeLine) -> str:
    text = notice.pair.format(label=line.subject, value=line.what)
    if line.before or line.after:
        text = notice.pair.format(label=text, value=" → ".join(filter(None, (line.before, line.after))))
    mark = f" [{notice.mark}]" if line.material else ""
    return f"{text}.{mark} {line.reason}".rstrip()


def _markdown_line(notice: ChangeNotice, line: ChangeLine) -> str:
    text = escaped(_told(notice, line))
    return f"- **{text}**" if line.material else f"- {text}"


def _version(_: Translator, number: int) -> str:
    return _("version {number}", number=_.number(number)) if number else _("the draft")


def _line(_: Translator, change: Change) -> ChangeLine:
    event = change.what in EVENTS
    return ChangeLine(
        subject=_subject(_, change.entry),
        what=_(EVENTS[change.what]) if event else field_name(_, change.what),
        before=_side(_, change, change.before),
        after=_side(_, change, change.after),
        material=change.material,
        reason=_(REASONS[Why(change.reason)]) if change.reason else "",
    )


def _side(_: Translator, change: Change, value: str | None) -> str:
    """One side of a change: entries that came, went or moved are named by their subject already."""
    return "" if change.what in EVENTS else field_value(_, change.what, value)


def _subject(_: Translator, entry: str) -> str:
    if entry in SUBJECTS:
        return _(SUBJECTS[entry])
    found = NAMED.fullmatch(entry)
    if not found:
        return entry
    inner, name = found["inner"], found["name"] + (found["again"] or "")
    if inner == "items":
        return _(ITEMS, name=name)
    item = ITEM.fullmatch(inner) if inner else None
    sort = found["sort"]
    return _item(_, item, name) if item else _(SUBJECTS[sort], name=name)


def _item(_: Translator, item: re.Match[str], service: str) -> str:
    kind = _(words.KINDS[Kind(item["kind"])])
    name = f"{item['name']}{item['again'] or ''}" + (f" ({item['host']})" if item["host"] else "")
    return _("{kind} {name} of the service {service}", kind=kind, name=name, service=service)
