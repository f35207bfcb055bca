"""The one table of cases that every door answers alike: what a visitor brings, what the application gives, what passes.

`visitor` is a name of `declared.values()`, whose cookie comes first in the request and is always seen by the
application. `sends` is the rest of the `Cookie` value, `seen` what the application reads of it. `gives` are its
`Set-Cookie` values, `kept` those that the browser is given, in order. `{+9}` is a date in nine days. The names that
are removed from a request are those that the browser is told to forget.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.doors.declared import beside

OLDER_GRANT, OLDER_REFUSAL, EQUAL_GRANT, EQUAL_REFUSAL = beside()
LONG = "x" * 3000
LAX = "; Secure; HttpOnly; SameSite=Lax"


@dataclass(frozen=True)
class Case:
    name: str
    visitor: str = "nobody"
    sends: str = ""
    seen: str = ""
    gives: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    rules: str = "strict"
    gpc: str | None = None
    path: str = "/"

    @property
    def ended(self) -> set[str]:
        """The names that the browser is told to forget."""
        before, after = pairs(self.sends), pairs(self.seen)
        return {pair.partition("=")[0].strip(" \t") if "=" in pair else "" for pair in before if pair not in after}


def pairs(text: str) -> list[str]:
    return [pair.strip(" \t") for pair in text.split(";") if pair.strip(" \t")]


def filled(text: str, now: datetime | None = None) -> bytes:
    """A header's octets, with its dates filled in."""
    while "{" in text:
        before, _, rest = text.partition("{")
        days, _, after = rest.partition("}")
        date = (now or datetime.now(UTC)) + timedelta(days=float(days))
        text = f"{before}{date:%a, %d %b %Y %H:%M:%S} GMT{after}"
    return text.encode("utf-8", "surrogateescape")


def asks(name, visitor, sends, seen, **more):
    return Case(name, visitor, sends, seen, **more)


def passes(name, visitor, sends, **more):
    return Case(name, visitor, sends, sends, **more)


def gives(name, visitor, *values, **more):
    """The application sets cookies that pass as they are."""
    return Case(name, visitor, gives=values, kept=values, **more)


def strips(name, visitor, *values, **more):
    """The application sets cookies that do not pass."""
    return Case(name, visitor, gives=values, **more)


def amends(name, visitor, value, kept, **more):
    return Case(name, visitor, gives=(value,), kept=(kept,), **more)


REQUESTS = (
    passes("nothing is sent", "nobody", ""),
    passes("an exempt cookie passes for nobody", "nobody", "sessionid=1"),
    passes("an exempt cookie passes after a refusal", "none", "sessionid=1"),
    passes("two exempt cookies pass", "nobody", "sessionid=1; csrftoken=2"),
    passes("an exempt name that comes twice passes twice", "nobody", "sessionid=1; sessionid=2"),
    passes("a prefixed exempt cookie passes", "nobody", "__Host-token=1"),
    passes("a name with brackets passes", "nobody", "b[ad]=1"),
    passes("a name beyond ASCII passes", "nobody", "näme=1"),
    passes("a value beyond ASCII passes", "nobody", "sessionid=später"),
    passes("octets that are no UTF-8 pass as they are", "nobody", "sessionid=\udcff\udcfe"),
    passes("a quoted value passes as it is", "nobody", 'sessionid="a b, c"'),
    passes("equals signs in a value pass", "nobody", "sessionid=a=b==c"),
    passes("an empty value passes", "nobody", "sessionid="),
    passes("a value of three thousand octets passes", "nobody", f"sessionid={LONG}"),
    passes("a floating pattern covers its end", "nobody", "shop_sess=1"),
    passes("a floating pattern covers its end alone", "nobody", "_sess=1"),
    passes("a pattern with a middle covers it", "nobody", "wp_a_seen_b=1"),
    passes("a pattern's stars may be empty", "nobody", "wp__seen_=1"),
    asks("a pattern's middle must be there", "nobody", "wp_a_sen_b=1", ""),
    asks("a pattern's parts must come in order", "nobody", "_seen_wp_=1", ""),
    asks("a pattern's end must be the end", "nobody", "shop_sess2=1", ""),
    asks("an undeclared cookie goes", "nobody", "_ga=1", ""),
    asks("an undeclared cookie goes after a refusal", "none", "_ga=1", ""),
    asks("an undeclared cookie goes though all is granted", "all", "_ga=1", ""),
    asks("an undeclared cookie goes from the middle", "nobody",
         "sessionid=1; _ga=2; csrftoken=3", "sessionid=1; csrftoken=3"),
    asks("an undeclared cookie goes from the front", "nobody", "_ga=2; sessionid=1", "sessionid=1"),
    asks("an undeclared cookie goes from the end", "nobody", "sessionid=1; _ga=2", "sessionid=1"),
    asks("names are compared with case", "nobody", "SessionID=1", ""),
    asks("a name that begins like a declared one goes", "nobody", "sessionid2=1", ""),
    asks("a name that ends like a declared one goes", "nobody", "xsessionid=1", ""),
    asks("a nameless cookie goes", "nobody", "stray; sessionid=1", "sessionid=1"),
    asks("a nameless cookie with an equals sign goes", "nobody", "=stray; sessionid=1", "sessionid=1"),
    asks("an undeclared cookie that comes twice goes twice", "nobody", "_ga=1; sessionid=1; _ga=2", "sessionid=1"),
    asks("a name of another kind of storage is no cookie", "all", "stored=1", ""),
    asks("a cookie of a third party's host does not come from here", "all", "player=1", ""),
    asks("a cookie of another host does not come from here", "all", "region=1", ""),
    asks("an optional cookie goes for nobody", "nobody", "visits=1", ""),
    asks("an optional cookie goes after a refusal", "none", "visits=1", ""),
    passes("an optional cookie passes where all is granted", "all", "visits=1"),
    passes("an optional cookie passes where its purpose is granted", "statistics", "visits=1"),
    asks("an optional cookie goes where another purpose is granted", "media", "visits=1", ""),
    asks("an optional cookie goes once its purpose is withdrawn", "statistics withdrawn", "visits=1", ""),
    passes("other purposes stay granted beside the withdrawn one", "statistics withdrawn", "quality=1"),
    asks("all withdrawn is nothing granted", "all withdrawn", "visits=1; quality=2; _ad1=3", ""),
    passes("a pattern passes where its purpose is granted", "statistics", "_pk_id.1.abcd=1"),
    asks("a pattern goes where it is not", "media", "_pk_id.1.abcd=1", ""),
    passes("the more specific pattern covers", "statistics", "_pk_id.9.x=1"),
    asks("a pattern does not cover what lacks its dot", "statistics", "_pk_id=1", ""),
    passes("a cookie of two services passes for one of them", "statistics", "shared=1"),
    passes("a cookie of two services passes for the other", "media", "shared=1"),
    asks("a cookie of two services goes where neither is granted", "ads", "shared=1", ""),
    asks("what an exempt and an optional service share is not exempt", "nobody", "basket=1", ""),
    passes("it passes where the optional one is granted", "ads", "basket=1"),
    asks("a national exemption does not hold everywhere", "nobody", "heat=1", ""),
    passes("it passes where its purpose is granted", "statistics", "heat=1"),
    passes("a pattern of a purpose passes with it", "ads", "_ad=1; _ad_x=2"),
    asks("a service that is refused alone is not granted", "ads without pixel", "_px=1; _ad1=2", "_ad1=2"),
    passes("a service passes with its purpose", "ads", "_px=1"),
    asks("grants and refusals are told apart in one header", "statistics",
         "sessionid=0; visits=1; quality=2; _ad1=3; _ga=4; shared=5", "sessionid=0; visits=1; shared=5"),
    passes("everything passes where all is granted", "all", "sessionid=0; visits=1; quality=2; _ad1=3; shared=5"),
    passes("blanks stay as they are where nothing goes", "nobody", "sessionid=1;csrftoken=2;  b[ad]=3"),
    asks("blanks around a name do not hide it", "nobody", "sessionid=1;  _ga =2", "sessionid=1"),
    passes("a tab before the value passes", "nobody", "sessionid=\t1"),
    asks("a comma does not separate cookies", "nobody", "sessionid=1, _ga=2; _fbp=1", "sessionid=1, _ga=2"),
    asks("quotes do not hide a separator", "nobody", 'sessionid="1; _ga=2"', 'sessionid="1'),
    asks("a dollar name is a name", "nobody", "$Version=1; sessionid=1", "sessionid=1"),
    asks("a name of three hundred octets goes", "nobody", f"{'n' * 300}=1; sessionid=2", "sessionid=2"),
    asks("a value of three thousand octets goes with its name", "nobody", f"_ga={LONG}; sessionid=2", "sessionid=2"),
    asks("what looks like markup is a name", "nobody", "<b>=1; sessionid=2", "sessionid=2"),
    asks("what looks like code is a name", "nobody", "__proto__=1; constructor=2; sessionid=3", "sessionid=3"),
    asks("toString and hasOwnProperty are names", "all", "toString=1; hasOwnProperty=2; sessionid=3", "sessionid=3"),
    asks("octets that are no UTF-8 are a name", "nobody", "\udcff\udcfe=1; sessionid=2", "sessionid=2"),
    asks("percent signs are not decoded", "nobody", "session%69d=1", ""),
    asks("fifty cookies are each judged", "statistics",
         "; ".join(f"n{n}=1; _pk_id.{n}=2" for n in range(25)), "; ".join(f"_pk_id.{n}=2" for n in range(25))),
    passes("fifty cookies pass", "statistics", "; ".join(f"_pk_id.{n}.x={n}" for n in range(50))),
)  # fmt: skip

CHOICES = (
    passes("a choice under the key before still counts", "old key", "visits=1"),
    asks("a choice that somebody else signed does not count", "strange key", "visits=1", ""),
    asks("a choice about another site does not count", "other site", "visits=1", ""),
    passes("a choice about an earlier version counts", "version 2", "visits=1"),
    asks("a choice from before the last material change does not", "version 1", "visits=1", ""),
    asks("a choice about a version that nobody knows does not", "version 9", "visits=1", ""),
    asks("a choice ends after half a year", "late", "visits=1", ""),
    passes("a choice holds until then", "just in time", "visits=1"),
    asks("a choice that is cut does not count", "cut", "visits=1", ""),
    asks("a choice that is made by hand does not count", "hand-made", "visits=1", ""),
    asks("a choice that is hostile does not count", "hostile", "visits=1; sessionid=2", "sessionid=2"),
    asks("a choice that is long does not count", "long", "visits=1; sessionid=2", "sessionid=2"),
    asks("the signal beats a stored grant", "all", "visits=1; sessionid=2", "sessionid=2", gpc="1"),
    passes("the signal leaves what is exempt", "all", "sessionid=2", gpc="1"),
    passes("a signal of 0 is none", "all", "visits=1", gpc="0"),
    passes("a signal of true is none", "all", "visits=1", gpc="true"),
    passes("a signal of 11 is none", "all", "visits=1", gpc="11"),
    asks("a signal in a list is one", "all", "visits=1", "", gpc="0, 1"),
    strips("the signal strips what a grant lets pass", "all", "visits=1", gpc="1"),
    gives("the choice itself always passes", "nobody", "cookies_preferences=1.3.abc; Max-Age=15897600; Path=/"),
    passes("a second value of the choice passes too", "all", "cookies_preferences=x; visits=1"),
    asks("an older grant beside a refusal does not count", "none", f"{OLDER_GRANT}; visits=1", OLDER_GRANT),
    passes("an older refusal beside a grant does not count", "all", f"{OLDER_REFUSAL}; visits=1"),
    asks("of a grant and a refusal of one moment the refusal counts", "none", f"{EQUAL_GRANT}; visits=1", EQUAL_GRANT),
    asks("the same where the grant comes first", "all", f"{EQUAL_REFUSAL}; visits=1", EQUAL_REFUSAL),
)

RESPONSES = (
    gives("an exempt cookie is given", "nobody", f"sessionid=1; Path=/{LAX}"),
    gives("an exempt cookie is given after a refusal", "none", f"sessionid=1; Path=/{LAX}"),
    gives("attributes in lower case are attributes", "nobody", "sessionid=1; path=/; secure; httponly; samesite=lax"),
    gives("two cookies are given in their order", "nobody",
          f"sessionid=1{LAX}", "csrftoken=2; Secure; SameSite=Strict"),
    gives("a name that is set twice is given twice", "nobody", f"sessionid=1{LAX}", f"sessionid=2; Path=/x{LAX}"),
    gives("an expiry date within the declared life passes", "nobody",
          "csrftoken=1; Expires={+360}; Secure; SameSite=Lax"),
    gives("unknown attributes pass as they are", "nobody", f"sessionid=1; Priority=High; x-y=z{LAX}"),
    gives("odd blanks pass as they are", "nobody", "sessionid=1 ;Secure;  HttpOnly;SameSite=Lax"),
    gives("octets that are no UTF-8 are given as they are", "nobody", f"sessionid=\udcff{LAX}"),
    gives("a name with brackets is given", "nobody", "b[ad]=1; Max-Age=60"),
    gives("a name beyond ASCII is given", "nobody", "näme=1; Max-Age=60"),
    gives("a value of three thousand octets is given", "nobody", f"sessionid={LONG}{LAX}"),
    gives("a cookie for the domain above is the site's own", "nobody", f"sessionid=1; Domain=shop.example{LAX}"),
    gives("a dot before the domain does not matter", "nobody", f"sessionid=1; Domain=.shop.example{LAX}"),
    gives("a cookie for the host by its name is the site's own", "nobody",
          f"sessionid=1; Domain=www.shop.example{LAX}"),
    strips("a cookie for another site's domain does not pass", "nobody", f"sessionid=1; Domain=evil.example{LAX}"),
    strips("a cookie for a sister host does not pass as the own one", "all",
           f"sessionid=1; Domain=eu.shop.example{LAX}"),
    gives("a cookie that is declared for a sister host passes for it", "all",
          "region=1; Domain=eu.shop.example; Max-Age=60"),
    strips("and not without it", "all", "region=1; Max-Age=60"),
    strips("an undeclared cookie is not given", "nobody", "_ga=1; Path=/"),
    strips("an undeclared cookie is not given though all is granted", "all", "_ga=1; Path=/; Max-Age=63072000"),
    strips("an undeclared nameless cookie is not given", "all", "stray; Path=/"),
    strips("ten undeclared cookies are not given", "nobody", *(f"u{n}=1; Path=/" for n in range(10))),
    strips("a name of another kind of storage is not given", "all", "stored=1"),
    strips("a third party's cookie is not given from here", "all", "player=1"),
    strips("names are compared with case in responses", "nobody", f"SESSIONID=1{LAX}"),
    strips("what looks like code is not given", "nobody", "__proto__=1", "constructor=2", "toString=3"),
    strips("an optional cookie is not given to nobody", "nobody", "visits=1; Max-Age=60"),
    strips("an optional cookie is not given after a refusal", "none", "visits=1; Max-Age=60"),
    strips("an optional cookie is not given once withdrawn", "statistics withdrawn", "visits=1; Max-Age=60"),
    gives("an optional cookie is given where it is granted", "statistics", "visits=1; Max-Age=60"),
    strips("an optional cookie is not given for another purpose", "media", "visits=1; Max-Age=60"),
    gives("a pattern is given where it is granted", "statistics", "_pk_id.1.abcd=1; Max-Age=33955200"),
    strips("a pattern is not given where it is not", "media", "_pk_id.1.abcd=1; Max-Age=33955200"),
    gives("a cookie of two services is given for one of them", "media", "shared=1; Max-Age=86400"),
    strips("what is shared with an optional service is not given", "nobody", "basket=1; Max-Age=60"),
    strips("a service refused alone is not given its cookie", "ads without pixel", "_px=1; Max-Age=60"),
    gives("the other services of the purpose are", "ads without pixel", "_ad1=1; Max-Age=60"),
    gives("a lifetime that nobody declared is not shortened", "statistics", "unknown_life=1; Max-Age=99999999"),
    gives("a partitioned cookie is given as it is", "media",
          "quality=1; Max-Age=60; Secure; SameSite=None; Partitioned"),
    gives("a host prefix is given as it is", "nobody", "__Host-token=1; Max-Age=3600; Path=/; Secure"),
    gives("a session cookie for a declared span passes", "statistics", "visits=1"),
    gives("a day more than declared passes", "statistics", "visits=1; Max-Age=2678400"),
    Case("one passes and the other does not", "nobody", gives=("_ga=1", f"sessionid=1{LAX}", "visits=2"),
         kept=(f"sessionid=1{LAX}",)),
    Case("request and response are judged together", "statistics", "_ga=1; visits=2", "visits=2",
         ("_ga=3; Path=/", "visits=3; Max-Age=60"), ("visits=3; Max-Age=60",)),
    Case("the application's own word comes after the ending", "nobody", "_ga=1; sessionid=2", "sessionid=2",
         (f"sessionid=3{LAX}",), (f"sessionid=3{LAX}",), path="/a/b"),
)  # fmt: skip

DELETIONS = (
    gives("the application may end any cookie", "nobody", "_ga=; Max-Age=0; Path=/"),
    gives("a negative age is an end", "nobody", "_ga=; Max-Age=-1"),
    gives("a date in the past is an end", "nobody", "_ga=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/"),
    gives("a date just in the past is an end", "none", "visits=deleted; Expires={-1}; Path=/shop"),
    gives("a date of the old kind is one", "nobody", "_ga=; expires=Thursday, 01-Jan-70 00:00:01 GMT"),
    strips("an age beats a date in the past", "nobody", "_ga=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"),
    gives("an age of nought beats a date to come", "nobody", "_ga=1; Max-Age=0; Expires={+30}"),
    strips("an age that is no number is none", "nobody", "_ga=1; Max-Age=never"),
    strips("a date that is none is none", "nobody", "_ga=1; Expires=yesterday"),
    gives("an exempt cookie may be ended without its attributes", "nobody", "sessionid=; Max-Age=0"),
)

IGNORED = (
    gives("what browsers ignore is not judged: SameSite=None without Secure", "nobody", "_ga=1; SameSite=None"),
    gives("what browsers ignore is not judged: Partitioned without Secure", "nobody", "_ga=1; Partitioned"),
    gives("what browsers ignore is not judged: nothing at all", "nobody", "=; Path=/"),
    gives("what browsers ignore is not judged: more than 4096 octets", "nobody", f"_ga={'x' * 4094}"),
    gives("what browsers ignore is not judged: a nameless prefix", "nobody", "=__Host-x=1; Secure"),
)

AMENDED = (
    amends("Secure is added where it is declared", "nobody", "sessionid=1; HttpOnly; SameSite=Lax",
           "sessionid=1; HttpOnly; SameSite=Lax; Secure"),
    amends("HttpOnly is added where it is declared", "nobody", "sessionid=1; Secure; SameSite=Lax",
           "sessionid=1; Secure; SameSite=Lax; HttpOnly"),
    amends("SameSite is added where it is declared", "nobody", "sessionid=1; Secure; HttpOnly",
           "sessionid=1; Secure; HttpOnly; SameSite=Lax"),
    amends("all three are added", "nobody", "sessionid=1;path=/", "sessionid=1;path=/; Secure; HttpOnly; SameSite=Lax"),
    amends("SameSite of an unknown kind is none", "nobody", "csrftoken=1; Secure; SameSite=Maybe",
           "csrftoken=1; Secure; SameSite=Maybe; SameSite=Strict"),
    gives("SameSite of another kind is the application's word", "nobody", "csrftoken=1; Secure; SameSite=Lax"),
    amends("a longer age is shortened", "statistics",
           "visits=1; Max-Age=99999999; Path=/", "visits=1; Path=/; Max-Age=2592000"),
    amends("a later date is shortened", "statistics",
           "visits=1; Expires={+60}; Path=/", "visits=1; Path=/; Max-Age=2592000"),
    amends("a date beside an age goes too", "statistics", "visits=1; Expires={+9}; Max-Age=99999999",
           "visits=1; Max-Age=2592000"),
    amends("an age too large for numbers is shortened", "statistics", f"visits=1; Max-Age={'9' * 30}",
           "visits=1; Max-Age=2592000"),
    amends("the last age is the one that counts", "statistics", "visits=1; Max-Age=60; max-age=99999999",
           "visits=1; Max-Age=2592000"),
    gives("an earlier age does not count", "statistics", "visits=1; Max-Age=99999999; Max-Age=60"),
    amends("what is declared for the session loses its age", "nobody",
           f"sessionid=1; Max-Age=60{LAX}", f"sessionid=1{LAX}"),
    amends("what is declared for the session loses its date", "nobody", "shop_sess=1; Expires={+1}; Path=/",
           "shop_sess=1; Path=/"),
    amends("the more specific pattern's lifetime counts", "statistics", "_pk_id.9.x=1; Max-Age=33955200",
           "_pk_id.9.x=1; Max-Age=86400"),
    amends("lifetime and attributes are amended together", "media", "quality=1; Max-Age=99999999",
           "quality=1; Max-Age=86400; Secure; SameSite=None"),
    amends("a cookie of an hour is given no day", "nobody", "__Host-token=1; Max-Age=100000; Path=/; Secure",
           "__Host-token=1; Path=/; Secure; Max-Age=3600"),
    amends("odd spellings of attributes are shortened", "statistics", "visits=1;MAX-AGE = 99999999 ;Path=/",
           "visits=1;Path=/; Max-Age=2592000"),
    gives("the lenient gate shortens nothing", "statistics", "visits=1; Max-Age=99999999", rules="lenient"),
    gives("the lenient gate adds nothing", "nobody", "sessionid=1; Max-Age=60", rules="lenient"),
    strips("the lenient gate holds back all the same", "nobody", "_ga=1", rules="lenient"),
    asks("the lenient gate removes all the same", "nobody", "_ga=1; sessionid=1", "sessionid=1", rules="lenient"),
)  # fmt: skip

MODES = (
    passes("a watching gate removes nothing", "nobody", "_ga=1; visits=2; sessionid=3", rules="watch"),
    gives(
        "a watching gate strips nothing", "nobody", "_ga=1", "visits=2; Max-Age=99999999", "sessionid=1", rules="watch"
    ),
    passes("a gate that is off removes nothing", "nobody", "_ga=1; visits=2", rules="off"),
    gives("a gate that is off strips nothing", "nobody", "_ga=1", "sessionid=1; Max-Age=9", rules="off"),
    asks("a name with a mode of its own keeps it", "nobody", "legacy=1; _ga=2", "legacy=1", rules="mixed"),
    passes("a pattern with a mode of its own keeps it", "nobody", "_ad1=1; a.tmp=2", rules="mixed"),
    gives("a name that is off may be given", "nobody", "legacy=1", "b.tmp=2; Path=/", rules="mixed"),
    gives("a name that is watched may be given", "nobody", "_ad1=1; Max-Age=99999999", rules="mixed"),
    strips("others are enforced beside them", "nobody", "legacy2=1", "tmp=2", "_px=3", rules="mixed"),
    asks(
        "one pattern can be enforced while the rest is watched",
        "nobody",
        "_ga=1; _gat=2; _fbp=3",
        "_fbp=3",
        rules="trying",
    ),
    Case("the same of responses", "nobody", gives=("_ga=1", "_fbp=3"), kept=("_fbp=3",), rules="trying"),
)

CASES = (*REQUESTS, *CHOICES, *RESPONSES, *DELETIONS, *IGNORED, *AMENDED, *MODES)
