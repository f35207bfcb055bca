"""Every fault of a declaration, at once, with its place, its words and its hint."""

from typing import Any

import pytest

from speculoos.core.errors import DeclarationError, Fault
from speculoos.registry.load import from_json, loads

HEAD = '[site]\nname = "Shop"\nurl = "https://shop.example"\n'
SERVICE = '[[services]]\nid = "s"\nprovider = "P"\nfunction = "F"\npurpose = ""\n'
ITEM = SERVICE + "[[services.items]]\n"


def faults(text: str, format: str = "toml") -> tuple[Fault, ...]:
    with pytest.raises(DeclarationError) as caught:
        loads(text, format, file="cookies.toml")
    return caught.value.faults


def only(text: str, format: str = "toml") -> Fault:
    found = faults(text, format)
    assert len(found) == 1, found
    return found[0]


def test_all_faults_are_reported_at_once_in_the_order_of_the_file() -> None:
    """Structure and meaning together, each with file, line, column, entry, message and hint."""
    text = (
        HEAD
        + 'default_langage = "en"\n'
        + '[[purposes]]\nid = "necessary"\n'
        + '[[services]]\nid = "auth"\nprovider = "P"\nfunction = "F"\npurpose = "necesary"\nlocation = "front office"\n'
        + '  [[services.items]]\n  name = "sid"\n  lifetime = "13 months"\n'
    )

    assert [(f.file, f.line, f.column, f.entry, f.hint) for f in faults(text)] == [
        ("cookies.toml", 4, 1, "site > default_langage", 'Did you mean "default_language"?'),
        ("cookies.toml", 11, 1, 'services[0] "auth" > purpose', 'Did you mean "necessary"?'),
        (
            "cookies.toml",
            12,
            1,
            'services[0] "auth" > location',
            'Did you mean "front_office"? Possible: front_office, back_office.',
        ),
        ("cookies.toml", 15, 3, 'services[0] "auth" > items[0] "sid" > lifetime', 'Write "P13M".'),
    ]


def test_the_error_says_everything_in_one_text() -> None:
    """Printed, the error has one line for each fault, with file, line and column in front."""
    with pytest.raises(DeclarationError, match=r"^c\.toml:2:1: site > name: must be a text, not the number 5\.$"):
        loads('[site]\nname = 5\nurl = "https://a.example"\n', "toml", file="c.toml")


STRUCTURE = [
    ('name = "x"\n', "site", "is missing."),
    ("[site]\n", "site > name", "is missing."),
    (HEAD + "[services]\n", "services", "must be a list of services, not a table."),
    (HEAD + "[[providers]]\n", "providers[0] > name", "is missing."),
    (HEAD + '[[providers]]\nname = " "\n', 'providers[0] " " > name', "must not be empty."),
    (HEAD + '[[purposes]]\nid = "p"\nsale = "yes"\n', 'purposes[0] "p" > sale', 'must be true or false, not "yes".'),
    (
        HEAD + '[[purposes]]\nid = "p"\ntext = 5\n',
        'purposes[0] "p" > text',
        "must be a text, or a table of texts by language, not the number 5.",
    ),
    (
        HEAD + '[[purposes]]\nid = "p"\ntext.english = "t"\n',
        'purposes[0] "p" > text > english',
        "is not a language tag.",
    ),
    (HEAD + "version = 1.5\n", "site > version", "is not a key of the declaration here."),
    ("version = -1\n" + HEAD, "version", "must be at least 0."),
    ('hash = "abc"\n' + HEAD, "hash", '"abc" has the wrong form.'),
    (HEAD + "languages = [1]\n", "site > languages[0]", "must be a text, not the number 1."),
    (HEAD + "dpo = 1979-05-27\n", "site > dpo", "must be a contact, not a date."),
    (ITEM + 'name = "n"\nlifetime = 86400\n' + HEAD, 'services[0] "s" > items[0] "n" > lifetime', "must be a text"),
    (
        ITEM + 'name = "n"\nkind = "localStorage"\n' + HEAD,
        'services[0] "s" > items[0] "n" > kind',
        "is not known here.",
    ),
]


@pytest.mark.parametrize(("text", "entry", "message"), STRUCTURE)
def test_faults_of_structure_are_said_in_plain_words(text: str, entry: str, message: str) -> None:
    """No message of the schema library gets through; the entry is named for a reader."""
    found = [fault for fault in faults(text) if fault.entry == entry]

    assert found, faults(text)
    assert message in found[0].message


ITEMS = [
    ('name = "*"', "name", "would cover every item"),
    ('name = "**"', "name", "would cover every item"),
    ('name = "a=b"', "name", 'cannot contain "="'),
    ('name = "a;b"', "name", 'cannot contain ";"'),
    ('name = "a\\tb"', "name", "the control character U+0009"),
    ('name = "a, b"', "name", "several names"),
    ('name = " a"', "name", "begins or ends with a space"),
    (f'name = "{"a" * 4097}"', "name", "longer than the 4096 bytes"),
    ('name = "a"\nlifetime = "Session"', "lifetime", 'Write "session".'),
    ('name = "a"\nlifetime = "P0D"', "lifetime", "no time at all"),
    ('name = "a"\nlifetime = "p13m"', "lifetime", '"P13M"'),
    ('name = "a"\nlifetime = "2 Weeks by default"', "lifetime", 'Write "P2W".'),
    ('name = "a"\nlifetime = "13M"', "lifetime", "not an ISO 8601 duration"),
    ('name = "a"\nlifetime = "forever"', "lifetime", "leave it out when unknown"),
    ('name = "a"\nhost = ".Example.org"', "host", 'Write "example.org".'),
    ('name = "a"\nhost = "https://example.org/x"', "host", 'Write "example.org".'),
    ('name = "a"\nhost = "*.example.org"', "host", 'Write "example.org".'),
    ('name = "a"\nhost = "bücher.example"', "host", 'Write "xn--bcher-kva.example".'),
    ('name = "a"\nhost = "exa mple"', "host", "not a host name"),
    ('name = "a"\nsame_site = "none"', "same_site", 'Did you mean "None"?'),
    ('name = "a"\nsame_site = "None"', "same_site", "needs Secure"),
    ('name = "a"\nsame_site = "None"\nsecure = false', "same_site", "needs Secure"),
    ('name = "a"\npartitioned = true', "partitioned", "needs Secure"),
    ('name = "a"\npath = "office"', "path", 'Write "/office".'),
    ('name = "__Host-a"\nhost = "example.org"', "host", "no Domain attribute"),
    ('name = "__host-a"\npath = "/x"', "path", 'has the path "/"'),
    ('name = "__Host-a"\nsecure = false', "secure", "needs Secure"),
    ('name = "__Secure-a"\nsecure = false', "secure", "needs Secure"),
    ('name = "a"\nparty = "third-party"', "party", 'Did you mean "third"?'),
]


@pytest.mark.parametrize(("lines", "key", "said"), ITEMS)
def test_faults_of_items_name_the_key_and_the_way_out(lines: str, key: str, said: str) -> None:
    """One fault, at the key, that says what is wrong or how to mend it."""
    fault = only(ITEM + lines + "\n" + HEAD)
    line = 7 + [part.partition(" ")[0] for part in lines.split("\n")].index(key)

    assert fault.entry.endswith(f"> {key}")
    assert (fault.line, fault.column) == (line, 1)
    assert said in f"{fault.message} {fault.hint}"


@pytest.mark.parametrize("kind", ["local_storage", "device_read", "pixel"])
def test_the_rules_of_cookies_are_for_cookies(kind: str) -> None:
    """Other technologies may have names that no cookie may have."""
    text = ITEM + f'name = "a=b; c"\nkind = "{kind}"\n' + HEAD

    assert loads(text, "toml").services[0].items[0].name == "a=b; c"


@pytest.mark.parametrize("lifetime", ["session", "P13M", "P400D", "P2Y", "PT30M", "P1DT12H"])
def test_lifetimes_in_iso_8601_are_fine(lifetime: str) -> None:
    """A lifetime longer than browsers keep may be declared, since policies do say so; the lint speaks of it."""
    assert (
        loads(ITEM + f'name = "a"\nlifetime = "{lifetime}"\n' + HEAD, "toml").services[0].items[0].lifetime == lifetime
    )


MEANING = [
    ('[site]\nname = "S"\nurl = "shop.example"\n', "site > url", 'Write "https://shop.example".'),
    ('[site]\nname = "S"\nurl = "ftp://shop.example"\n', "site > url", "https://"),
    (HEAD + 'default_language = "english"\n', "site > default_language", "BCP 47"),
    (HEAD + 'languages = ["en", "x"]\n', "site > languages[1]", "BCP 47"),
    (HEAD + 'jurisdictions = "fr"\n', "site > jurisdictions", "capitals"),
    (HEAD + '[site.controller]\nname = "C"\ncountry = "UK"\n', "site > controller > country", 'Write "GB".'),
    (HEAD + '[site.dpo]\nname = "C"\ncountry = "France"\n', "site > dpo > country", 'Write "FR".'),
    (HEAD + '[site.authority]\nname = "C"\nurl = "cnil"\n', "site > authority > url", "in full"),
    (
        HEAD + '[site.measurement]\ntool = "T"\ndata_retention = "25 months"\n',
        "site > measurement > data_retention",
        'Write "P25M".',
    ),
    (HEAD + '[[providers]]\nname = "A"\ncountry = "us"\n', 'providers[0] "A" > country', 'Write "US".'),
    (HEAD + '[[purposes]]\nid = "p"\n' * 2, 'purposes[1] "p" > id', "purposes[0] has the same id"),
    (HEAD + SERVICE + SERVICE, 'services[1] "s" > id', "services[0] has the same id"),
    (
        ITEM + 'name = "a"\n[[services.items]]\nname = "a"\nkind = "cookie"\n' + HEAD,
        'services[0] "s" > items[1] "a" > name',
        "items[0] has the same name, kind, host and path",
    ),
    (
        HEAD + '[[providers]]\nname = "Acme"\n' + SERVICE.replace('"P"', '"Acmee"'),
        'services[0] "s" > provider',
        '"Acme"',
    ),
    (
        HEAD + '[[providers]]\nname = "P"\n' + SERVICE + 'recipients = ["P", "Q"]\n',
        'services[0] "s" > recipients[1]',
        "[[providers]]",
    ),
    (
        HEAD + SERVICE + 'hosts = ["a.example", "https://b.example/x"]',
        'services[0] "s" > hosts[1]',
        'Write "b.example".',
    ),
    (HEAD + SERVICE + 'hosts = "https://*.B.example:443/x"', 'services[0] "s" > hosts', 'Write "*.b.example".'),
    (HEAD + SERVICE + 'hosts = "*"', 'services[0] "s" > hosts', "would be every host"),
    (HEAD + SERVICE + 'hosts = "*."', 'services[0] "s" > hosts', "would be every host"),
    (HEAD + SERVICE + 'hosts = "*.co.uk"', 'services[0] "s" > hosts', "Anybody can have a host"),
    (HEAD + SERVICE + 'hosts = "github.io"', 'services[0] "s" > hosts', "Anybody can have a host"),
    (HEAD + SERVICE + 'hosts = "*.localhost"', 'services[0] "s" > hosts', "Anybody can have a host"),
    (HEAD + SERVICE + 'hosts = "*.10.0.0.1"', 'services[0] "s" > hosts', 'Write "10.0.0.1".'),
    (HEAD + SERVICE + 'hosts = "[::1]"', 'services[0] "s" > hosts', "Give the address a name"),
    (HEAD + SERVICE + 'hosts = "a.*.example"', 'services[0] "s" > hosts', "not a host name"),
    (HEAD + SERVICE + 'hosts = "x.example; y"', 'services[0] "s" > hosts', "not a host name"),
]


def test_hosts_that_a_policy_can_name_are_fine() -> None:
    """One may stand without its list, as a name may."""
    hosts = ["www.example.org", "*.example.org", "localhost", "10.0.0.1", "xn--bcher-kva.example"]

    assert loads(HEAD + SERVICE + f"hosts = {hosts}", "toml").services[0].hosts == tuple(hosts)
    assert loads(HEAD + SERVICE + 'hosts = "a.example"', "toml").services[0].hosts == ("a.example",)


def test_a_declaration_that_names_no_hosts_is_what_it_was() -> None:
    """Versions from before there were hosts keep their hash."""
    registry = loads(HEAD + SERVICE, "toml")

    assert "hosts" not in registry.as_json()["services"][0]
    assert registry.hash == "8fe18844eeef14f4daa0e555e74b05040f75c6a57474257c61b5f121a93a6424"


@pytest.mark.parametrize(("text", "entry", "said"), MEANING)
def test_faults_of_meaning(text: str, entry: str, said: str) -> None:
    """References, duplicates, languages, places, countries, addresses and durations."""
    fault = only(text)

    assert fault.entry == entry
    assert said in f"{fault.message} {fault.hint}"
    assert fault.line > 0


def test_a_provider_need_not_be_listed_when_none_is() -> None:
    """A name alone is enough where the declaration has no list of providers or purposes to compare with."""
    assert loads(HEAD + SERVICE.replace('purpose = ""', 'purpose = "x"'), "toml").services[0].provider == "P"


def test_the_same_name_on_another_host_is_another_item() -> None:
    """Kind, host and path tell items of one name apart."""
    text = ITEM + 'name = "a"\n[[services.items]]\nname = "a"\nhost = "b.example"\n' + HEAD

    assert len(loads(text, "toml").services[0].items) == 2


def test_a_published_version_must_be_what_its_hash_says() -> None:
    """A changed version is refused; a draft's hash is computed anew."""
    registry = loads("version = 3\n" + HEAD, "toml")
    data: dict[str, Any] = registry.as_json()
    data["site"]["name"] = "Another"

    with pytest.raises(DeclarationError, match="does not belong to this content"):
        from_json(data)
    assert from_json(data | {"version": 0}).site.name == "Another"


def test_faults_of_data_have_no_line() -> None:
    """Data without a text have entries and no places."""
    with pytest.raises(DeclarationError) as caught:
        from_json({"site": {"name": "S", "url": "https://s.example", "nme": 1}}, file="form")

    assert [(f.file, f.line, f.entry) for f in caught.value.faults] == [("form", 0, "site > nme")]


@pytest.mark.parametrize(
    "data", [None, [], "x", 5, {"site": None}, {1: 2}, {"site": {"name": {1, 2}}}, {"services": [None]}]
)
def test_any_data_is_refused_in_the_same_way(data: Any) -> None:
    """Whatever a caller gives, the answer is a DeclarationError."""
    with pytest.raises(DeclarationError):
        from_json(data)
