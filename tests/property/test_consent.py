"""Properties of consent: every path of states, records that replay to the state, and a cookie that never lies."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from speculoos.consent.choice import MAX_AGE_DAYS, Choice, Reason, choose, effective, gpc_on
from speculoos.consent.cookie import MAX_BYTES, Refusal, decode, encode, fits, longest
from speculoos.consent.explain import explain
from speculoos.consent.layout import Layout
from speculoos.consent.record import Method, Record, Shown, receipt, replay
from speculoos.consent.state import Act, State, follow, step
from speculoos.core.errors import UsageError
from tests.property import strategies

KEY, SITE = "k" * 32, "main"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
VISITORS_ACTS = [Act.GRANT, Act.REFUSE, Act.WITHDRAW]

acts = st.lists(st.sampled_from(Act), max_size=12)
moments = st.integers(0, 36**7 - 1).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
receipts = st.text("ABCabc019-_", min_size=16, max_size=16)


@st.composite
def layouts(draw):
    purposes = draw(st.lists(strategies.ids, unique=True, max_size=8))
    names = draw(st.lists(strategies.ids, unique=True, max_size=20)) if purposes else []
    services = tuple((name, draw(st.sampled_from(purposes))) for name in names)
    return Layout(draw(st.integers(0, 1295)), tuple(purposes), services)


@st.composite
def choices(draw):
    layout = draw(layouts())
    decided = st.sampled_from([None, State.GRANTED, State.REFUSED, State.WITHDRAWN])
    states = tuple((p, state) for p in layout.purposes if (state := draw(decided)))
    refused = frozenset(service for service in layout.service_ids if draw(st.booleans()))
    return Choice(layout.version, draw(moments), states, draw(receipts), refused), layout


def read(value, layout, keys=(KEY,), site=SITE):
    return decode(value, {layout.version: layout}.get, keys, site)


@given(acts)
def test_granted_means_that_the_last_act_of_the_visitor_was_a_grant(path):
    """On every path: no other act grants, and every other act that is more than a no-op ends a grant."""
    state = follow(State.UNSET, path)

    assert (state is State.GRANTED) == (bool(path) and path[-1] is Act.GRANT)


@given(acts)
def test_withdrawn_means_that_there_was_a_grant_and_then_a_no(path):
    if follow(State.UNSET, path) is State.WITHDRAWN:
        assert Act.GRANT in path
        assert path[-1] in (Act.WITHDRAW, Act.REFUSE, Act.SIGNAL, Act.MATERIAL_CHANGE)


@given(acts, st.sampled_from(Act))
def test_a_path_can_be_cut_anywhere(path, act):
    assert follow(State.UNSET, [*path, act]) is step(follow(State.UNSET, path), act)


@given(choices())
def test_a_choice_survives_the_cookie(made):
    choice, layout = made

    value = encode(choice, layout, KEY, SITE)

    assert read(value, layout) == choice
    assert read(value.encode(), layout) == choice
    assert len(value) <= min(MAX_BYTES, longest(layout))


@given(choices(), st.data())
def test_a_changed_value_never_counts(made, data):
    """Whatever is replaced, left out or put in: the signature covers every byte."""
    choice, layout = made
    value = encode(choice, layout, KEY, SITE)
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    other = value[:start] + data.draw(st.text("ABCabc019-_.", max_size=6)) + value[end:]
    assume(other != value)

    assert isinstance(read(other, layout), Refusal)


@given(choices(), st.text(max_size=8), st.text("abc", min_size=16, max_size=20))
def test_another_site_or_secret_never_reads_it(made, site, key):
    choice, layout = made
    assume(site != SITE)
    value = encode(choice, layout, KEY, SITE)

    assert isinstance(read(value, layout, site=site), Refusal)
    assert isinstance(read(value, layout, keys=(key,)), Refusal)


@settings(max_examples=500)
@given(st.binary(max_size=80) | st.text(max_size=80) | st.text("1.zAB-_", max_size=64), layouts())
def test_any_bytes_are_a_choice_or_a_refusal(raw, layout):
    """Visitors' bytes never raise, whatever they are, and can be read aloud."""
    assert isinstance(read(raw, layout), Refusal)
    assert explain(raw, [KEY], layout, SITE)


@given(st.integers(0, 80), st.integers(0, 200), st.integers(0, 50_000))
def test_what_fits_can_be_encoded_at_its_worst_and_what_does_not_cannot_be_published(purposes, services, version):
    names = tuple(f"p{n}" for n in range(purposes)) or ("p",)
    layout = Layout(version, names, tuple((f"s{n}", names[n % len(names)]) for n in range(services)))
    states = tuple((p, State.WITHDRAWN) for p in names)
    worst = Choice(version, datetime.fromtimestamp(36**7 - 1, UTC), states, "r" * 16, frozenset(layout.purpose_of))

    try:
        fits(layout)
    except UsageError:
        assert longest(layout) > MAX_BYTES
    else:
        assert read(encode(worst, layout, KEY, SITE), layout) == worst


@given(choices(), moments, st.integers(0, 2000), st.booleans())
def test_what_is_not_granted_in_the_cookie_is_never_granted(made, now, since, gpc):
    """Time, change and signal can only take away; the signal takes everything and asks nothing."""
    choice, layout = made

    result = effective(choice, layout, now, gpc=gpc, material_since=since)

    assert set(result.granted) <= {p for p, state in choice.states if state is State.GRANTED}
    assert not any(result.grants(layout.purpose_of[s], s) for s in choice.refused_services)
    if gpc:
        assert set(result.reasons.values()) <= {Reason.SIGNAL}
        assert not result.asks


@given(choices(), moments)
def test_a_choice_is_answered_alike_when_asked_twice(made, now):
    choice, layout = made

    assert effective(choice, layout, now) == effective(choice, layout, now)


@given(st.lists(st.text("01 ,;true?+\t", max_size=6), max_size=3))
def test_the_signal_is_on_only_where_a_bare_one_stands(values):
    assert gpc_on(values) == any(part.strip(" \t") == "1" for part in ",".join(values).split(","))


class Visitor(RuleBasedStateMachine):
    """One visitor over the months: acts, time, new versions; the records are kept and the cookie is carried."""

    def __init__(self):
        super().__init__()
        self.layout = Layout(1, ("a", "b"), (("one", "a"), ("two", "b"), ("three", "b")))
        self.now, self.cookie, self.records, self.material = NOW, None, [], {}

    def choice(self):
        return read(self.cookie, self.layout_of(self.cookie)) if self.cookie else None

    def layout_of(self, value):
        return Layout(int(value.split(".")[1], 36), self.layout.purposes, self.layout.services)

    @rule(
        done=st.dictionaries(st.sampled_from("ab"), st.sampled_from(VISITORS_ACTS)),
        alone=st.sets(st.sampled_from(["one", "two", "three"])),
    )
    def act(self, done, alone):
        chosen = choose(
            self.layout, done, self.now, previous=self.choice(), refused_services=alone, material_since=self.material
        )
        shown = Shown(SITE, "C", self.layout.version, "a" * 64, "en", "b" * 64, Method.PREFERENCES)
        self.records.append(Record.from_json(Record.of(chosen, shown, self.now).as_json()))
        self.cookie = encode(chosen.choice, self.layout, KEY, SITE)

    @rule(days=st.integers(0, 100))
    def wait(self, days):
        self.now += timedelta(days=days)

    @rule(changed=st.sets(st.sampled_from("ab")))
    def publish(self, changed):
        self.layout = Layout(self.layout.version + 1, self.layout.purposes, self.layout.services)
        self.material |= dict.fromkeys(changed, self.layout.version)

    @invariant()
    @precondition(lambda self: self.cookie)
    def the_records_of_the_receipt_replay_to_the_state(self):
        choice = self.choice()
        standing = replay(record for record in self.records if record.receipt == choice.receipt)

        assert {p: s for p, s in standing.states.items() if s.decided} == dict(choice.states)
        assert standing.refused_services == choice.refused_services
        assert dict(self.records[-1].states) == dict(choice.states)

    @invariant()
    @precondition(lambda self: self.cookie)
    def nothing_counts_beyond_its_life(self):
        choice = self.choice()
        result = effective(choice, self.layout, self.now, material_since=self.material)

        if self.now - choice.time >= timedelta(days=MAX_AGE_DAYS):
            assert result.granted == ()
            assert result.asks
        assert receipt(self.records[-1])["valid_until"] == f"{choice.time + timedelta(days=184):%Y-%m-%dT%H:%M:%SZ}"


Visitor.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
test_a_visitor_over_the_months = Visitor.TestCase
