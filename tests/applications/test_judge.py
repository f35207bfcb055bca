"""The judge of the proof sees each thing that it is there to see, so that silence means something."""

from collections import Counter

import pytest

from tests.applications.__main__ import NAMES, application
from tests.applications.judge import faults
from tests.applications.walk import Scene, Seen

PLANTED = Counter(promo_header=1, promo_script=1)
TRACKED = Counter({"/beacon": 1, "/matomo.js": 1, "/matomo.php": 1})


def cookie(name, host="otter.test", **more):
    kept = {"name": name, "domain": host, "expires": -1, "secure": True, "httpOnly": True, "sameSite": "Lax"}
    return kept | more


def seen(scene, *cookies, saw=(), **more):
    """A scene in which sign-in and form work, and `cookies` are there beside the session."""
    found = Seen("otterwiki", scene, signed_in=True, form=True, during={"session"}, **more)
    found.cookies = [cookie("session"), *cookies]
    found.saw = Counter({"session": 1}) + Counter(saw)
    return found


def judged(found):
    return " | ".join(faults(application("otterwiki"), found))


@pytest.mark.parametrize("scene", [Scene.UNTOUCHED, Scene.REFUSED, Scene.SIGNAL, Scene.WITHDRAWN, Scene.BANNER_REFUSED])
def test_a_session_alone_is_as_it_should_be(scene):
    assert judged(seen(scene)) == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (seen(Scene.REFUSED, cookie("promo_header")), "promo_header (otter.test) is in the browser and is undeclared"),
        (seen(Scene.REFUSED, saw=["promo_script"]), "promo_script reached the application and is undeclared"),
        (seen(Scene.REFUSED, cookie("_pk_id.1.x")), "_pk_id.1.x (otter.test) is in the browser and was not granted"),
        (seen(Scene.WITHDRAWN, saw=["_pk_id.1.x"]), "_pk_id.1.x reached the application and was not granted"),
        (seen(Scene.UNTOUCHED, cookie("tracker_uid", "stats.tracker.test")), "tracker_uid (stats.tracker.test) is in"),
        (seen(Scene.UNTOUCHED, tracker=Counter({"/beacon": 2})), "the tracker was asked 2 times: /beacon"),
        (seen(Scene.UNTOUCHED, elsewhere={"cdn.test": {"net::ERR"}}), "cdn.test, which nobody declared, was asked"),
        (seen(Scene.GRANTED), "the tracker was not asked for /beacon, /matomo.js, /matomo.php"),
        (seen(Scene.GRANTED, cookie("promo_script"), tracker=TRACKED), "promo_script (otter.test) is in the browser"),
        (seen(Scene.REFUSED, cookie("session", sameSite="None")), "session is in the browser, but SameSite is None"),
        (seen(Scene.REFUSED, cookie("session", httpOnly=False)), "without an attribute that is declared"),
        (seen(Scene.REFUSED, cookie("session", expires=9e9)), "session is in the browser, but it lives"),
        (seen(Scene.BARE, saw=PLANTED), "planted, yet not in the browser: promo_header, promo_script"),
        (seen(Scene.BARE, cookie("promo_header"), cookie("promo_script")), "planted, yet not seen by the application"),
    ],
)
def test_each_thing_that_should_not_be_is_said(found, said):
    assert said in judged(found)


def test_a_sign_in_that_fails_and_a_form_that_is_lost_are_said():
    found = seen(Scene.REFUSED)
    found.signed_in = found.form = False
    found.during = set()

    assert judged(found).startswith("sign-in failed | the form was not stored | the application's own session did not")


def test_what_a_script_wrote_in_spite_of_the_guard_is_said():
    found = seen(Scene.BANNER_REFUSED)
    found.written = {"session", "promo_script"}

    assert judged(found) == "promo_script was written, though the guard stood in the page"


def test_after_a_withdrawal_the_other_company_may_still_hold_what_it_set_on_its_own_host():
    assert judged(seen(Scene.WITHDRAWN, cookie("tracker_uid", "stats.tracker.test"))) == ""


@pytest.mark.parametrize("name", NAMES)
def test_each_application_is_declared_without_a_fault(name):
    tried = application(name)

    assert tried.registry.site.url == tried.url
    assert all(tried.matcher.match(kept) for kept in tried.keeps)
