"""The rules that a decision or a finding may cite, in our own words, each with its source and how far it was checked.

Data and one look-up. A rule marked M was written from memory somewhere in its text, so whoever shows it to a
user says "unverified". Nothing here decides anything.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STATE = date(2026, 11, 23)
"""The day on which the rules below were last compared with their sources."""


class Verified(StrEnum):
    """How far a rule was checked: its weakest part governs."""

    PRIMARY = "primary"  # the text of the law or the specification was read
    SECONDARY = "secondary"  # several public accounts agree
    EXECUTED = "executed"  # tried by running the software named
    UNVERIFIED = "unverified"  # from memory in some part: a lawyer or the primary text must confirm it


@dataclass(frozen=True, slots=True)
class Rule:
    """One testable rule. `marks` holds P (primary), S (secondary), T (executed), M (memory)."""

    id: str
    text: str
    source: str
    marks: str
    state: date = STATE

    @property
    def verified(self) -> Verified:
        by_mark = {
            "M": Verified.UNVERIFIED,
            "S": Verified.SECONDARY,
            "T": Verified.EXECUTED,
            "P": Verified.PRIMARY,
        }
        return next(by_mark[mark] for mark in by_mark if mark in self.marks)


EU_RULES = (
    Rule(
        "EU-01",
        "Before the visitor has done anything, only exempt items may be stored or read, personal data or not.",
        "Directive 2002/58 Art. 5(3); CJEU C-673/17 Planet49 para. 71",
        "SM",
    ),
    Rule(
        "EU-02",
        "In scope is every storage on and every read from the device: cookies, web storage, databases, caches, "
        "pixels and tagged links, scripts that send device facts, identifiers made on the device.",
        "EDPB Guidelines 2/2023 v2.0, sections 2 and 3.1 to 3.5",
        "S",
    ),
    Rule(
        "EU-03",
        "Exempt is only what serves the transmission alone, or what is strictly necessary for a service that the "
        "user asked for, seen from the user's side.",
        "Directive 2002/58 Art. 5(3); WP194 (Opinion 04/2012) section 2",
        "SM",
    ),
    Rule(
        "EU-04",
        "An item that serves several purposes is exempt only if each of them is exempt.",
        "WP194 section 2.3",
        "M",
    ),
    Rule(
        "EU-05",
        "Usually exempt: session input and carts, the sign-in session, security for the user, the media player's "
        "session, load balancing, an interface chosen by the user, the consent choice itself. A persistent sign-in "
        "needs the user's own 'remember me'.",
        "WP194 sections 3.1 to 3.6",
        "M",
    ),
    Rule(
        "EU-06",
        "Consent is an active act on unticked controls, for each purpose, apart from other matters; scrolling, "
        "going on or closing is none.",
        "GDPR Art. 4(11), 7(2), recitals 32, 42, 43; EDPB 05/2020; Planet49 para. 65",
        "SM",
    ),
    Rule(
        "EU-07",
        "No wall that makes access depend on consent; consent-or-pay is suspect for large platforms.",
        "GDPR Art. 7(4); EDPB 05/2020 paras 39 to 41; EDPB Opinion 08/2024",
        "S",
    ),
    Rule(
        "EU-08",
        "The request for consent shows the controller, each purpose, the kinds of data, the right to withdraw and "
        "the recipients.",
        "EDPB 05/2020 para. 64; GDPR Art. 13",
        "M",
    ),
    Rule(
        "EU-09",
        "The controller can prove who chose what, when, and on which text and interface, without collecting more "
        "than that takes.",
        "GDPR Art. 7(1), 5(2); EDPB 05/2020 paras 104 to 108",
        "SM",
    ),
    Rule(
        "EU-10",
        "Consent is withdrawn at any time, as easily as given, by a control that is always reachable.",
        "GDPR Art. 7(3); EDPB cookie banner taskforce paras 32 to 35",
        "S",
    ),
    Rule(
        "EU-11",
        "After a withdrawal nothing more is written and nothing more is read, and recipients are told.",
        "GDPR Art. 7(3); CNIL SAN-2024-019, SAN-2025-010",
        "S",
    ),
    Rule(
        "EU-12",
        "The visitor is asked again when purposes, recipients or the text change; no lifetime holds EU-wide.",
        "EDPB 05/2020 paras 110 and 111",
        "SM",
    ),
    Rule(
        "EU-13",
        "The visitor is told how long each item lives and whether third parties get access to it.",
        "Planet49 paras 75 to 81; GDPR Art. 13(2)(a), 13(1)(e)",
        "SM",
    ),
    Rule(
        "EU-14",
        "The policy names the controller and a contact, the data protection officer, purposes and legal basis, "
        "recipients, transfers and their safeguard, storage periods, rights, withdrawal and complaint.",
        "GDPR Art. 13(1)(a-f), 13(2)(a-f), 14",
        "SM",
    ),
    Rule(
        "EU-15",
        "The information is short, plain, easily reached and in the language of its readers.",
        "GDPR Art. 12(1); WP260",
        "M",
    ),
    Rule(
        "EU-16",
        "A layer that offers consent also offers refusal.",
        "EDPB cookie banner taskforce report (17 Jan 2023) para. 8",
        "S",
    ),
    Rule(
        "EU-17",
        "Refusal is a real, visible control inside the banner, not a phrase in its text or outside its frame.",
        "EDPB cookie banner taskforce report paras 13 and 14",
        "S",
    ),
    Rule(
        "EU-18",
        "No colours are prescribed, but a refusal that cannot be read misleads.",
        "EDPB cookie banner taskforce report paras 17 and 18",
        "S",
    ),
    Rule(
        "EU-19",
        "Legitimate interest is no ground to store or read; an unlawful item taints what is done with it later.",
        "EDPB cookie banner taskforce report, practice H",
        "SM",
    ),
    Rule(
        "EU-20",
        "That an item is strictly necessary is written down and can be proved, item by item.",
        "EDPB cookie banner taskforce report, practice I; GDPR Art. 5(2)",
        "S",
    ),
    Rule(
        "EU-21",
        "No deceptive pattern: overloading, skipping, stirring, obstructing, fickle, left in the dark.",
        "EDPB Guidelines 03/2022 v2.0 Annex I",
        "S",
    ),
    Rule(
        "EU-22",
        "Embedding a third party's widget makes the site a joint controller for the collection and the transfer.",
        "CJEU C-40/17 Fashion ID",
        "M",
    ),
    Rule(
        "EU-23",
        "Data are anonymous when nobody can be singled out, linked or inferred by means reasonably likely to be used.",
        "GDPR recital 26; WP216; CJEU C-413/23 P",
        "SM",
    ),
    Rule(
        "EU-24",
        "Which sites and devices a choice covers is said before it is made.",
        "EDPB 05/2020; CNIL deliberation 2025-131",
        "S",
    ),
)

NATIONAL_RULES = (
    Rule(
        "FR-01",
        "Refusing is as easy as accepting: same layer, same level; the same size and format are recommended.",
        "French data protection act Art. 82; CNIL 2020-091, 2020-092 para. 34",
        "S",
    ),
    Rule(
        "FR-02",
        "Consent and refusal are both remembered; six months is good practice.",
        "CNIL 2020-092 paras 35 to 39",
        "S",
    ),
    Rule(
        "FR-03",
        "Proof is kept: archived code or its hash, dated screenshots by version and device, audits, dated settings.",
        "CNIL 2020-092 para. 48",
        "S",
    ),
    Rule(
        "FR-04",
        "Exempt: memory of the choice, authentication with its abuse checks, the cart, an interface that was asked "
        "for such as a language, load balancing, paywall counters, strict audience measurement.",
        "CNIL 2020-091 para. 49",
        "M",
    ),
    Rule(
        "FR-05",
        "Audience measurement is exempt only if its sole purpose is measuring this site for its publisher alone, "
        "only anonymous statistics come out, nothing is cross-checked or passed on unless anonymous, and no "
        "identifier is common to several sites.",
        "CNIL 2020-091 paras 50 and 51; CNIL page of 4 July 2025",
        "P",
    ),
    Rule(
        "FR-06",
        "Expected of exempt measurement: users are informed, the tracker lives at most 13 months and is not extended "
        "by new visits, data are kept at most 25 months, all is reviewed. We keep an objection as a default.",
        "CNIL 2020-091 para. 52; deliberations 2013-378 and 2019-093",
        "PS",
    ),
    Rule(
        "FR-07",
        "A choice across devices is optional and for signed-in users; refusal and withdrawal travel as consent does.",
        "CNIL deliberation 2025-131",
        "S",
    ),
    Rule(
        "FR-08",
        "Tracking who opened an e-mail needs consent; a security check or an overall rate does not (draft).",
        "CNIL consultation, June 2025",
        "S",
    ),
    Rule(
        "IT-01",
        "Closing at the top right keeps the defaults; accept and a granular area are there; scrolling grants nothing.",
        "Garante 10 June 2021 n. 231, sections 6 and 7",
        "SM",
    ),
    Rule(
        "IT-02",
        "The banner returns after six months at the earliest, unless the processing changed or the device cannot know.",
        "Garante n. 231, sections 6.1 and 6.2",
        "S",
    ),
    Rule(
        "IT-03",
        "Analytics count as technical if they cover one site and yield aggregates only; a third party's tool also "
        "needs at least the last IPv4 octet masked and no combination.",
        "Garante n. 231, section 7.2",
        "S",
    ),
    Rule(
        "ES-01",
        "Rejection stands on the first layer at the same moment, level and visibility as acceptance.",
        "LSSI Art. 22.2; AEPD guide, July 2023",
        "S",
    ),
    Rule(
        "ES-02",
        "A language or currency that the user chose is technical; what the publisher personalises needs consent.",
        "AEPD guide, July 2023",
        "S",
    ),
    Rule(
        "ES-03",
        "Audience tools are exempt on terms like those of FR-05.",
        "AEPD audience guide, 11 January 2024",
        "S",
    ),
    Rule(
        "DE-01",
        "Consent unless for transmission or absolutely necessary; statistics have no exemption; refusal is equal; "
        "tag managers wait for consent too.",
        "TDDDG section 25; DSK guidance for digital services (Nov 2024); VG Hannover 10 A 5385/22",
        "SM",
    ),
    Rule(
        "NL-01",
        "Measuring quality or effectiveness is exempt by statute if it has little or no effect on privacy.",
        "Telecommunicatiewet Art. 11.7a(3)(b)",
        "M",
    ),
    Rule("BE-01", "Statistics have no exemption.", "Belgian law of 30 July 2018 Art. 10/2", "M"),
    Rule(
        "IE-01",
        "Statistics have no exemption; a choice is asked again after six months at most.",
        "SI 336/2011 reg. 5; DPC guidance",
        "M",
    ),
    Rule(
        "UK-01",
        "Any storage or read needs information and consent unless an exception of Schedule A1 applies, in apps too.",
        "PECR reg. 6 and Sch. A1 (Data (Use and Access) Act 2025 s. 112, Sch. 12)",
        "P",
    ),
    Rule(
        "UK-02",
        "Exceptions: transmission, strictly necessary, statistics for improving one's own service (aggregate, with "
        "clear information and a free, simple objection), appearance on the same terms, emergencies.",
        "PECR Sch. A1 paras 3 to 7; ICO guidance 29 April 2026",
        "PS",
    ),
    Rule(
        "CH-01",
        "Inform and let people opt out; ask first for high-risk profiling or sensitive data.",
        "Swiss TCA Art. 45c; FADP; FDPIC guide (Jan 2025; reports of a later tightening disagree)",
        "S",
    ),
)

OTHER_RULES = (
    Rule(
        "US-01",
        "A signal in a common format is a valid opt-out of sale and sharing for the browser, its pseudonymous "
        "profiles and, if known, the person.",
        "11 CCR 7025(b), (c)(1)",
        "P",
    ),
    Rule("US-02", "No sign-in, form or check stands between the signal and its effect.", "11 CCR 7025(c)(2)", "S"),
    Rule("US-03", "The site shows whether it processed the signal.", "11 CCR 7025(c)(6), since 1 January 2026", "S"),
    Rule(
        "US-04",
        "Where the signal and a stored setting disagree the signal wins; the site may say so and ask.",
        "11 CCR 7025(c)(3), (4)",
        "S",
    ),
    Rule("US-05", "Opting out takes no longer than opting in.", "11 CCR 7004(a)(2)", "S"),
    Rule(
        "US-06",
        "Whoever sells or shares offers a link or icon to opt out; a cookie banner alone is not always enough.",
        "11 CCR 7013 to 7015, 7026(a)(4)",
        "SM",
    ),
    Rule("US-07", "After an opt-out the site waits twelve months before it asks again.", "Civ. 1798.135(c)(4)", "M"),
    Rule(
        "US-08",
        "An opt-out covers all devices and services of a known account.",
        "People v. Disney (11 Feb 2026)",
        "S",
    ),
    Rule("US-09", "The policy explains how signals are processed.", "11 CCR 7011(e)", "M"),
    Rule(
        "US-10",
        "States with a binding signal: CA, CO, CT, DE, MD, MN, MT, NE, NH, NJ, OR, TX.",
        "state statutes; lists by law firms",
        "S",
    ),
    Rule(
        "US-11",
        "Fined in 2025 and 2026: dead opt-out links, ignored signals, banners that vanish.",
        "CPPA and Attorney General orders",
        "S",
    ),
    Rule("GPC-1", "The server acts on the value 1 alone.", "GPC, section Sec-GPC (Editor's Draft April 2026)", "P"),
    Rule("GPC-2", "The script property equals the value at the top navigation.", "GPC, Editor's Draft April 2026", "P"),
    Rule(
        "GPC-3",
        "/.well-known/gpc.json is a JSON object with `gpc`, true or false, and `lastUpdate`, an RFC 3339 date.",
        "GPC, Editor's Draft April 2026",
        "P",
    ),
    Rule(
        "GPC-4",
        "The signal is neither consent nor an EU refusal by statute; taking it as a refusal is safe, as a grant never.",
        "GPC, section Legal Effects",
        "P",
    ),
    Rule(
        "BR-01",
        "What is not necessary is off by default, and the first layer offers rejection.",
        "LGPD Art. 7, 8; ANPD guide 2022",
        "M",
    ),
    Rule(
        "QC-01",
        "Functions that identify, locate or profile are off by default, and people are told.",
        "P-39.1 s. 8.1",
        "M",
    ),
    Rule(
        "IN-01",
        "Consent is free and specific, on an itemised notice, and easily withdrawn (duties start about May 2027).",
        "DPDP Act ss. 5 and 6; DPDP Rules 2025",
        "S",
    ),
    Rule(
        "OMNIBUS-88A",
        "A proposal only: closed exemptions with own aggregated audience measurement, refusal in one click, no new "
        "request within six months. Deleted from the Council's text in April 2026.",
        "COM(2025) 837 Art. 88a, 88b",
        "S",
    ),
)

TECHNICAL_RULES = (
    Rule(
        "T-01",
        "Browsers drop a cookie over 4096 octets and cap its life at 400 days; Max-Age beats Expires.",
        "draft-ietf-httpbis-rfc6265bis-22 sections 5.5 to 5.7",
        "P",
    ),
    Rule("T-02", "No SameSite means Lax; `None` without Secure is rejected.", "6265bis-22 sections 4.1.2.7, 5.7", "P"),
    Rule(
        "T-03",
        "`__Secure-` needs Secure; `__Host-` needs Secure, Path=/ and no Domain.",
        "6265bis-22 sections 4.1.3, 5.4",
        "P",
    ),
    Rule("T-04", "`__Http-` and `__Host-Http-` exist in layered cookies only.", "layered-cookies-02", "P"),
    Rule("T-05", "A partitioned cookie is not exempt from consent for being partitioned.", "Chrome documentation", "S"),
    Rule("T-06", "Storage access granted by the browser is not consent.", "Storage Access API", "M"),
    Rule("T-07", "A withdrawal expires exact cookies; clearing the site's data signs people out.", "W3C", "M"),
    Rule("T-08", "Safari keeps a cookie written by script for seven days only.", "WebKit tracking prevention", "M"),
    Rule("T-09", "A policy per state of consent keeps what was not granted from loading.", "CSP Level 3", "M"),
    Rule("T-10", "A page that varies by choice or signal says so to caches.", "RFC 9110, RFC 9111", "M"),
    Rule(
        "TCF-1",
        "A TCF string is a core and disclosed vendors, in base64url; it is specific to the service.",
        "IAB TC String specification (February 2026)",
        "P",
    ),
    Rule("TCF-2", "Strings made after 28 February 2026 need the disclosed vendors.", "IAB; Termly", "PSM"),
    Rule("TCF-3", "The page answers ping, addEventListener and removeEventListener.", "IAB CMP API", "P"),
    Rule(
        "TCF-4",
        "The first layer counts vendors and tells purposes and withdrawal; the second tells retention per purpose.",
        "IAB TCF policies",
        "S",
    ),
    Rule(
        "TCF-5",
        "A name may be a pattern, but a bare `*` is not valid.",
        "IAB Vendor Device Storage specification, January 2026",
        "P",
    ),
    Rule(
        "GCM",
        "The default of each consent signal stands before any tag, and one update follows each choice.",
        "Google tag platform documentation",
        "PS",
    ),
    Rule("MS", "Clarity and UET take a consent signal of their own.", "Microsoft Learn", "PM"),
    Rule(
        "ISO",
        "A consent record holds metadata, processing, parties and events.",
        "ISO/IEC TS 27560:2023, as mapped by DPV (February 2026)",
        "P",
    ),
    Rule(
        "A11Y",
        "Banner and preferences meet WCAG 2.2 AA: contrast, focus, reflow, target size, names, status.",
        "WCAG 2.2; Directive (EU) 2019/882",
        "SM",
    ),
)

RULES: dict[str, Rule] = {
    rule.id: rule for group in (EU_RULES, NATIONAL_RULES, OTHER_RULES, TECHNICAL_RULES) for rule in group
}


def rule(id: str) -> Rule:
    """The rule with this id. KeyError if there is none: citing an unknown rule is a fault of ours."""
    return RULES[id]


def verified(id: str) -> Verified:
    return RULES[id].verified
