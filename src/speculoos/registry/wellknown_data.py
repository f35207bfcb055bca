"""Facts about common items, gathered from vendors' and frameworks' public documentation and put in our own words.

One group for each software with who provides it (None: whoever runs the site). A row is: name or pattern, what it
does, what its value says of a person, party, usual lifetime (None: it varies or we are not sure), and where they
differ from the group's, kind and use. A name with a leading "!" is too common to be known without its host.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from speculoos.registry.model import Identifiability, Kind, Party, Use

N, R, P, I = (  # noqa: E741 - the table is read by its columns
    Identifiability.NONE,
    Identifiability.RANDOM,
    Identifiability.PSEUDONYMOUS,
    Identifiability.IDENTIFIED,
)
F, T = Party.FIRST, Party.THIRD
S = "session"
LOCAL, SESSION_STORAGE = Kind.LOCAL_STORAGE, Kind.SESSION_STORAGE


@dataclass(frozen=True, slots=True)
class WellKnown:
    """What is commonly true of an item: a hint for an editor, never a declaration."""

    name: str
    origin: str  # the software or service that it belongs to
    function: str
    provider: str | None = None  # None: whoever runs the site
    country: str | None = None  # ISO 3166-1 alpha-2, of the provider's seat
    use: Use | None = None
    identifiability: Identifiability | None = None
    party: Party | None = None
    lifetime: str | None = None  # ISO 8601, "session", or None when it varies
    kind: Kind = Kind.COOKIE
    hosts: tuple[str, ...] = field(default=())  # registrable domains of a third-party item
    needs_host: bool = False  # the name alone says too little

    @property
    def is_pattern(self) -> bool:
        return "*" in self.name


def _of(
    origin: str, provider: str | None, country: str | None, use: Use, hosts: str, *rows: Any
) -> Iterator[WellKnown]:
    for name, function, identifiability, party, lifetime, *other in rows:
        kind = next((one for one in other if isinstance(one, Kind)), Kind.COOKIE)
        yield WellKnown(
            name.removeprefix("!"),
            origin,
            function,
            provider,
            country,
            next((one for one in other if isinstance(one, Use)), use),
            identifiability,
            party,
            lifetime,
            kind,
            tuple(hosts.split()) if party is T else (),
            name.startswith("!"),
        )


AUTH, REMEMBER, SECURITY, INPUT = Use.AUTHENTICATION, Use.REMEMBER_ME, Use.SECURITY, Use.INPUT
CHOICE, INTERFACE, VENDOR, AUDIENCE = Use.CONSENT_CHOICE, Use.INTERFACE, Use.AUDIENCE_VENDOR, Use.AUDIENCE
ADS, CONTEXT, REPLAY, TESTING = Use.ADS_BEHAVIOURAL, Use.ADS_CONTEXTUAL, Use.REPLAY, Use.TESTING
EMBED, BOTS, OTHER = Use.EMBED, Use.BOT_DEFENCE, Use.OTHER


def _frameworks() -> Iterator[WellKnown]:
    yield from _of(
        "Django", None, None, AUTH, "",
        ("sessionid", "Keeps a visitor signed in from page to page", I, F, "P14D"),
        ("csrftoken", "Protects forms and API calls against forgery by other sites", R, F, "P364D", SECURITY),
        ("django_language", "Remembers the language that the visitor chose", N, F, S, INTERFACE),
        ("messages", "Carries a short notice to the next page", N, F, S, INPUT),
        ("theme", "Remembers the light or dark look of the administration", N, F, None, LOCAL, INTERFACE),
        ("django.admin.navSidebarIsOpen", "Remembers whether the sidebar is open", N, F, None, LOCAL, INTERFACE),
        ("django.admin.navSidebarFilterValue", "Remembers the sidebar's filter", N, F, S, SESSION_STORAGE, INTERFACE),
        ("django.admin.filtersState", "Remembers which filters are unfolded", N, F, S, SESSION_STORAGE, INTERFACE),
    )  # fmt: skip
    yield from _of(
        "Ruby on Rails", None, None, AUTH, "",
        ("_*_session", "Keeps the visitor's session", I, F, S),
        ("remember_user_token", "Keeps a person signed in on request (Devise)", I, F, "P14D", REMEMBER),
    )  # fmt: skip
    yield from _of(
        "Laravel", None, None, AUTH, "",
        ("laravel_session", "Keeps the visitor's session", I, F, "PT2H"),
        ("XSRF-TOKEN", "Protects forms and API calls against forgery by other sites", R, F, None, SECURITY),
        ("remember_web_*", "Keeps a person signed in on request", I, F, None, REMEMBER),
    )  # fmt: skip
    yield from _of("PHP", None, None, AUTH, "", ("PHPSESSID", "Keeps the visitor's session", I, F, S))
    yield from _of(
        "Java", None, None, AUTH, "",
        ("JSESSIONID", "Keeps the visitor's session", I, F, S),
        ("SESSION", "Keeps the visitor's session (Spring Session)", I, F, S),
        ("remember-me", "Keeps a person signed in on request (Spring Security)", I, F, "P14D", REMEMBER),
    )  # fmt: skip
    yield from _of("Express", None, None, AUTH, "", ("connect.sid", "Keeps the visitor's session", I, F, S))
    yield from _of(
        "Auth.js", None, None, AUTH, "",
        ("next-auth.session-token", "Keeps a person signed in", I, F, "P30D"),
        ("__Secure-next-auth.session-token", "Keeps a person signed in", I, F, "P30D"),
        ("next-auth.csrf-token", "Protects the sign-in form against forgery", R, F, S, SECURITY),
        ("__Host-next-auth.csrf-token", "Protects the sign-in form against forgery", R, F, S, SECURITY),
        ("next-auth.callback-url", "Remembers where to go after signing in", N, F, S),
    )  # fmt: skip
    yield from _of(
        "Next.js",
        None,
        None,
        INTERFACE,
        "",
        ("NEXT_LOCALE", "Remembers the language that the visitor chose", N, F, None),
    )
    yield from _of(
        "ASP.NET", None, None, AUTH, "",
        ("ASP.NET_SessionId", "Keeps the visitor's session", I, F, S),
        ("ASPSESSIONID*", "Keeps the visitor's session (classic ASP)", I, F, S),
        (".ASPXAUTH", "Keeps a person signed in (forms authentication)", I, F, None),
        ("__RequestVerificationToken*", "Protects forms against forgery by other sites", R, F, S, SECURITY),
        (".AspNetCore.Session", "Keeps the visitor's session", I, F, S),
        (".AspNetCore.Cookies", "Keeps a person signed in", I, F, None),
        (".AspNetCore.Identity.Application", "Keeps a person signed in", I, F, None),
        (".AspNetCore.Antiforgery.*", "Protects forms against forgery by other sites", R, F, S, SECURITY),
        (".AspNetCore.Mvc.CookieTempDataProvider", "Carries a short notice to the next page", N, F, S, INPUT),
    )  # fmt: skip
    yield from _of(
        "Keycloak", None, None, AUTH, "",
        ("AUTH_SESSION_ID", "Carries a sign-in from step to step", R, F, S),
        ("KEYCLOAK_IDENTITY", "Keeps a person signed in across applications", I, F, S),
        ("KEYCLOAK_SESSION", "Tells applications whether the sign-in still holds", I, F, None),
        ("KC_RESTART", "Lets an interrupted sign-in begin again", R, F, S),
    )  # fmt: skip
    yield from _of(
        "WordPress", None, None, AUTH, "",
        ("wordpress_logged_in_*", "Keeps a person signed in", I, F, S),
        ("wordpress_sec_*", "Keeps an editor signed in to the administration", I, F, S),
        ("wordpress_test_cookie", "Finds out whether the browser accepts cookies", N, F, S, SECURITY),
        ("wp-settings-*", "Remembers how an editor arranged the administration", P, F, "P1Y", INTERFACE),
        ("wp-settings-time-*", "Remembers when an editor arranged the administration", P, F, "P1Y", INTERFACE),
        ("wp-postpass_*", "Remembers the password given for a protected page", R, F, "P10D"),
        ("wp_lang", "Remembers the language chosen at sign-in", N, F, S, INTERFACE),
        ("comment_author_*", "Fills in the name for the next comment", I, F, "P347D", INPUT),
        ("comment_author_email_*", "Fills in the e-mail address for the next comment", I, F, "P347D", INPUT),
        ("comment_author_url_*", "Fills in the web address for the next comment", I, F, "P347D", INPUT),
    )  # fmt: skip
    yield from _of(
        "WooCommerce", None, None, INPUT, "",
        ("wp_woocommerce_session_*", "Ties the visitor to their basket", P, F, "P2D"),
        ("woocommerce_cart_hash", "Notices that the basket has changed", R, F, S),
        ("woocommerce_items_in_cart", "Notices whether the basket holds anything", N, F, S),
        ("woocommerce_recently_viewed", "Fills the list of recently viewed products", N, F, S, Use.PERSONALISATION),
    )  # fmt: skip
    yield from _of(
        "Drupal", None, None, AUTH, "",
        ("SSESS*", "Keeps the visitor's session over an encrypted connection", I, F, None),
        ("SESS*", "Keeps the visitor's session", I, F, None),
        ("has_js", "Tells the server whether scripts run in the browser", N, F, S, INTERFACE),
    )  # fmt: skip
    yield from _of(
        "TYPO3", None, None, AUTH, "",
        ("fe_typo_user", "Keeps the visitor's session", I, F, S),
        ("be_typo_user", "Keeps an editor signed in", I, F, S),
    )  # fmt: skip
    yield from _of("Moodle", None, None, AUTH, "", ("MoodleSession*", "Keeps the learner's session", I, F, S))
    yield from _of(
        "Adobe Commerce (Magento)", None, None, INPUT, "",
        ("form_key", "Protects forms against forgery by other sites", R, F, None, SECURITY),
        ("mage-cache-sessid", "Clears the browser's outdated copy of private content", N, F, None, INTERFACE),
        ("mage-cache-storage", "Holds the visitor's own content, such as the basket", P, F, None, LOCAL),
        ("private_content_version", "Notices that the visitor's own content has changed", R, F, None),
        ("X-Magento-Vary", "Tells the cache which variant of a page to give", N, F, None, INTERFACE),
    )  # fmt: skip
    yield from _of(
        "PrestaShop",
        None,
        None,
        INPUT,
        "",
        ("PrestaShop-*", "Keeps the basket and the visitor's session", I, F, "P20D"),
    )


def _delivery() -> Iterator[WellKnown]:
    yield from _of(
        "Cloudflare", "Cloudflare", "US", BOTS, "",
        ("__cf_bm", "Tells people from automated traffic", R, F, "PT30M"),
        ("cf_clearance", "Remembers that the visitor passed a check against bots", R, F, None),
        ("_cfuvid", "Tells visitors behind one address apart for rate limits", R, F, S),
        ("__cfruid", "Tells visitors behind one address apart for rate limits", R, F, S),
        ("__cflb", "Sends the visitor to the same server again", R, F, None, SECURITY),
        ("__cfwaitingroom", "Keeps the visitor's place in a queue", R, F, None, SECURITY),
    )  # fmt: skip
    yield from _of(
        "Amazon Web Services", "Amazon Web Services", "US", SECURITY, "",
        ("AWSALB", "Sends the visitor to the same server again", R, F, "P7D"),
        ("AWSALBCORS", "Sends the visitor to the same server again, for requests across sites", R, F, "P7D"),
        ("AWSALBTG", "Sends the visitor to the same group of servers again", R, F, "P7D"),
        ("AWSALBTGCORS", "Sends the visitor to the same servers again, for requests across sites", R, F, "P7D"),
        ("AWSELB", "Sends the visitor to the same server again", R, F, None),
        ("aws-waf-token", "Remembers that the visitor passed a check against bots", R, F, None, BOTS),
    )  # fmt: skip
    yield from _of(
        "Azure App Service", "Microsoft", "US", SECURITY, "",
        ("ARRAffinity", "Sends the visitor to the same server again", R, F, S),
        ("ARRAffinitySameSite", "Sends the visitor to the same server again, for requests across sites", R, F, S),
    )  # fmt: skip
    yield from _of(
        "HAProxy", None, None, SECURITY, "", ("SERVERID", "Sends the visitor to the same server again", N, F, S)
    )
    yield from _of(
        "F5 BIG-IP", None, None, SECURITY, "", ("BIGipServer*", "Sends the visitor to the same server again", N, F, S)
    )
    yield from _of(
        "Imperva", "Imperva", "US", BOTS, "",
        ("visid_incap_*", "Tells one browser from another to find attacks", P, F, "P1Y"),
        ("incap_ses_*", "Ties requests to a visit to find attacks", R, F, S),
        ("nlbi_*", "Sends the visitor to the same server again", R, F, S, SECURITY),
        ("reese84", "Tells people from automated traffic", P, F, None),
    )  # fmt: skip
    yield from _of(
        "Akamai", "Akamai Technologies", "US", BOTS, "",
        ("_abck", "Tells people from automated traffic", P, F, "P1Y"),
        ("ak_bmsc", "Tells people from automated traffic", R, F, "PT2H"),
        ("bm_sv", "Tells people from automated traffic", R, F, "PT2H"),
        ("bm_sz", "Tells people from automated traffic", R, F, "PT4H"),
        ("bm_mi", "Tells people from automated traffic", R, F, "PT2H"),
    )  # fmt: skip
    yield from _of(
        "DataDome", "DataDome", "FR", BOTS, "", ("datadome", "Tells people from automated traffic", P, F, "P1Y")
    )
    yield from _of(
        "reCAPTCHA", "Google", "US", BOTS, "google.com recaptcha.net",
        ("_GRECAPTCHA", "Judges how likely the visitor is a person", P, T, "P6M"),
    )  # fmt: skip
    yield from _of(
        "Stripe", "Stripe", "US", SECURITY, "stripe.com",
        ("__stripe_mid", "Recognises the device to prevent payment fraud", P, F, "P1Y"),
        ("__stripe_sid", "Recognises the visit to prevent payment fraud", P, F, "PT30M"),
        ("!m", "Recognises the device to prevent payment fraud", P, T, "P2Y"),
    )  # fmt: skip


def _audience() -> Iterator[WellKnown]:
    yield from _of(
        "Google Analytics", "Google", "US", VENDOR, "",
        ("_ga", "Tells one browser from the others to count visitors", P, F, "P2Y"),
        ("_ga_*", "Keeps the state of a visit to one property", P, F, "P2Y"),
        ("_gid", "Tells one browser from the others for a day", P, F, "P1D"),
        ("_gat", "Limits the rate of requests", N, F, "PT1M"),
        ("_gat_*", "Limits the rate of requests", N, F, "PT1M"),
        ("_dc_gtm_*", "Limits the rate of requests", N, F, "PT1M"),
        ("_gac_*", "Ties a visit to the advertisement that led to it", P, F, "P90D", ADS),
        ("__utma", "Tells one browser from the others (former version)", P, F, "P2Y"),
        ("__utmb", "Marks a visit in progress (former version)", P, F, "PT30M"),
        ("__utmc", "Marks a visit in progress (former version)", P, F, S),
        ("__utmt", "Limits the rate of requests (former version)", N, F, "PT10M"),
        ("__utmv", "Holds values that the site set about a visitor (former version)", P, F, "P2Y"),
        ("__utmz", "Remembers how the visitor came (former version)", P, F, "P6M"),
        ("FPID", "Tells one browser from the others, set by the site's server", P, F, "P2Y"),
        ("FPLC", "Ties visits to several sites together, set by the site's server", P, F, "PT20H", Use.AUDIENCE_JOINED),
    )  # fmt: skip
    yield from _of(
        "Matomo", None, None, AUDIENCE, "",
        ("_pk_id.*", "Tells one browser from the others to count visitors", P, F, "P13M"),
        ("_pk_ses.*", "Marks a visit in progress", R, F, "PT30M"),
        ("_pk_ref.*", "Remembers which page or campaign led here", P, F, "P6M"),
        ("_pk_cvar.*", "Holds values that the site set about a visit", P, F, "PT30M"),
        ("_pk_hsr.*", "Marks a recorded visit", P, F, "PT30M", REPLAY),
        ("_pk_testcookie*", "Finds out whether the browser accepts cookies", N, F, S),
        ("MATOMO_SESSID", "Protects the form to object to measurement", R, F, S, SECURITY),
        ("matomo_ignore", "Remembers an objection to measurement", N, F, None, CHOICE),
        ("mtm_consent", "Remembers a consent to measurement", N, F, None, CHOICE),
        ("mtm_consent_removed", "Remembers an objection to measurement", N, F, None, CHOICE),
        ("mtm_cookie_consent", "Remembers a consent to cookies for measurement", N, F, None, CHOICE),
    )  # fmt: skip
    yield from _of(
        "Piwik PRO", "Piwik PRO", "PL", AUDIENCE, "",
        ("stg_returning_visitor", "Remembers that the visitor has been here before", P, F, "P1Y"),
        ("stg_last_interaction", "Tells whether a visit is still in progress", P, F, "P1Y"),
        ("stg_traffic_source_priority", "Remembers how the visitor came", N, F, "PT30M"),
        ("ppms_privacy_*", "Remembers the visitor's choice on consent", N, F, None, CHOICE),
    )  # fmt: skip
    yield from _of(
        "Plausible",
        None,
        None,
        CHOICE,
        "",
        ("plausible_ignore", "Remembers an objection to measurement", N, F, None, LOCAL),
    )
    yield from _of(
        "Piano Analytics", "Piano Software", None, VENDOR, "",
        ("atuserid", "Tells one browser from the others to count visitors", P, F, "P13M"),
        ("_pcid", "Tells one browser from the others to count visitors", P, F, "P13M"),
        ("_pctx", "Holds the context of the visit for several Piano products", P, F, "P13M"),
    )  # fmt: skip
    yield from _of(
        "Adobe Experience Cloud", "Adobe", "US", VENDOR, "demdex.net",
        ("AMCV_*", "Tells one browser from the others across Adobe's products", P, F, "P2Y"),
        ("AMCVS_*", "Marks a visit in progress", N, F, S),
        ("s_cc", "Finds out whether the browser accepts cookies", N, F, S),
        ("s_sq", "Remembers the last link clicked", N, F, S),
        ("s_vi", "Tells one browser from the others to count visitors", P, F, "P2Y"),
        ("demdex", "Tells one browser from the others across sites for advertising", P, T, "P180D", ADS),
        ("mbox", "Keeps the visitor in the same variant of a test", P, F, "P2Y", TESTING),
    )  # fmt: skip
    yield from _of(
        "Yandex Metrica", "Yandex", "RU", VENDOR, "yandex.ru yandex.com",
        ("_ym_uid", "Tells one browser from the others to count visitors", P, F, "P1Y"),
        ("_ym_d", "Remembers the day of the first visit", P, F, "P1Y"),
        ("_ym_isad", "Tells whether advertisements are blocked", N, F, "PT20H"),
        ("_ym_visorc*", "Allows the recording of visits", P, F, "PT30M", REPLAY),
        ("yandexuid", "Tells one browser from the others across sites", P, T, "P1Y", Use.AUDIENCE_JOINED),
    )  # fmt: skip
    yield from _of(
        "Mixpanel", "Mixpanel", "US", VENDOR, "",
        ("mp_*_mixpanel", "Tells one browser from the others and holds facts about it", P, F, "P1Y"),
    )  # fmt: skip
    yield from _of(
        "Amplitude", "Amplitude", "US", VENDOR, "",
        ("AMP_*", "Tells one browser from the others and marks its visits", P, F, "P1Y"),
        ("amplitude_id_*", "Tells one browser from the others (former version)", P, F, None),
    )  # fmt: skip
    yield from _of(
        "Twilio Segment", "Twilio", "US", Use.AUDIENCE_JOINED, "",
        ("ajs_anonymous_id", "Tells one browser from the others for every connected tool", P, F, "P1Y"),
        ("ajs_user_id", "Ties the browser to an account for every connected tool", I, F, "P1Y"),
        ("ajs_group_id", "Ties the browser to an organisation for every connected tool", P, F, "P1Y"),
    )  # fmt: skip
    yield from _of(
        "Heap", "Contentsquare", "FR", VENDOR, "",
        ("_hp2_id.*", "Tells one browser from the others to count visitors", P, F, "P13M"),
        ("_hp2_ses_props.*", "Holds facts about the visit in progress", P, F, "PT30M"),
    )  # fmt: skip
    yield from _of(
        "Azure Application Insights", "Microsoft", "US", AUDIENCE, "",
        ("ai_user", "Tells one browser from the others to count visitors", P, F, "P1Y"),
        ("ai_session", "Marks a visit in progress", P, F, "PT30M"),
    )  # fmt: skip


def _replay_and_tests() -> Iterator[WellKnown]:
    yield from _of(
        "Hotjar", "Hotjar", "MT", REPLAY, "",
        ("_hjSessionUser_*", "Tells one browser from the others across visits", P, F, "P1Y"),
        ("_hjSession_*", "Holds the visit in progress", P, F, "PT30M"),
        ("_hjid", "Tells one browser from the others (former version)", P, F, "P1Y"),
        ("_hjFirstSeen", "Marks the first visit", N, F, "PT30M"),
        ("_hjAbsoluteSessionInProgress", "Marks the first page of a visit", N, F, "PT30M"),
        ("_hjIncludedInSessionSample_*", "Tells whether the visit is recorded", N, F, "PT2M"),
        ("_hjTLDTest", "Finds out on which domain cookies can be set", N, F, S),
        ("_hjClosedSurveyInvites", "Remembers a survey that was declined", N, F, "P1Y"),
        ("_hjDonePolls", "Remembers a survey that was answered", N, F, "P1Y"),
        ("_hjMinimizedPolls", "Remembers a survey that was folded away", N, F, "P1Y"),
    )  # fmt: skip
    yield from _of(
        "Microsoft Clarity", "Microsoft", "US", REPLAY, "clarity.ms",
        ("_clck", "Tells one browser from the others across visits", P, F, "P1Y"),
        ("_clsk", "Ties the pages of a visit into one recording", P, F, "P1D"),
        ("CLID", "Tells one browser from the others across sites with Clarity", P, T, "P1Y"),
        ("ANONCHK", "Tells whether the identifier goes to Microsoft's advertising", N, T, "PT10M", ADS),
        ("!SM", "Matches identifiers between Microsoft's domains", P, T, S, ADS),
    )  # fmt: skip
    yield from _of(
        "FullStory", "FullStory", "US", REPLAY, "",
        ("fs_uid", "Tells one browser from the others for recordings", P, F, "P1Y"),
        ("fs_lua", "Tells whether the visit is still in progress", N, F, "PT30M"),
    )  # fmt: skip
    yield from _of(
        "Mouseflow",
        "Mouseflow",
        "DK",
        REPLAY,
        "",
        ("mf_user", "Tells whether the visitor is new or returning", P, F, "P90D"),
    )
    yield from _of(
        "VWO", "Wingify", "IN", TESTING, "",
        ("_vwo_uuid", "Tells one browser from the others for tests", P, F, "P1Y"),
        ("_vwo_uuid_v2", "Counts the visitors in a test", P, F, "P1Y"),
        ("_vis_opt_s", "Counts the visits of a browser", P, F, "P100D"),
        ("_vis_opt_test_cookie", "Finds out whether the browser accepts cookies", N, F, S),
        ("_vis_opt_exp_*_combi", "Keeps the visitor in the same variant of a test", N, F, "P100D"),
    )  # fmt: skip
    yield from _of(
        "Optimizely",
        "Optimizely",
        "US",
        TESTING,
        "",
        ("optimizelyEndUserId", "Tells one browser from the others for tests", P, F, "P6M"),
    )
    yield from _of(
        "AB Tasty", "AB Tasty", "FR", TESTING, "",
        ("ABTasty", "Keeps the visitor in the same variant of a test", P, F, "P13M"),
        ("ABTastySession", "Holds the visit in progress", P, F, "PT30M"),
    )  # fmt: skip
    yield from _of(
        "Kameleoon",
        "Kameleoon",
        "FR",
        TESTING,
        "",
        ("kameleoonVisitorCode", "Tells one browser from the others for tests", P, F, None),
    )


def _advertising() -> Iterator[WellKnown]:
    yield from _of(
        "Google Ads", "Google", "US", ADS, "doubleclick.net google.com googleadservices.com googlesyndication.com",
        ("_gcl_au", "Measures whether advertisements lead to purchases", P, F, "P90D"),
        ("_gcl_*", "Remembers the click on an advertisement that led here", P, F, "P90D"),
        ("IDE", "Shows and measures advertisements by what the browser has visited", P, T, "P13M"),
        ("test_cookie", "Finds out whether the browser accepts cookies", N, T, "PT15M"),
        ("DSID", "Recognises a signed-in person on other sites for advertising", I, T, "P14D"),
        ("__gads", "Limits and measures advertisements on this site", P, F, "P13M"),
        ("__gpi", "Limits and measures advertisements on this site", P, F, "P13M"),
        ("__eoi", "Guards advertisements against misuse", P, F, "P6M", SECURITY),
        ("NID", "Remembers preferences and shows advertisements in Google's services", P, T, "P6M"),
        ("1P_JAR", "Chooses advertisements by recent searches (former version)", P, T, "P30D"),
        ("AEC", "Makes sure that requests come from the visitor", R, T, "P6M", SECURITY),
        ("SOCS", "Remembers the choice on cookies in Google's services", N, T, "P13M", CHOICE),
    )  # fmt: skip
    yield from _of(
        "Meta Pixel", "Meta Platforms", "US", ADS, "facebook.com",
        ("_fbp", "Tells one browser from the others for advertising", P, F, "P90D"),
        ("_fbc", "Remembers the click on an advertisement that led here", P, F, "P90D"),
        ("!fr", "Shows and measures advertisements on other sites", P, T, "P90D"),
        ("datr", "Recognises the browser for security", P, T, None, SECURITY),
        ("c_user", "Keeps a person signed in to Facebook", I, T, None, EMBED),
    )  # fmt: skip
    yield from _of(
        "Microsoft Advertising", "Microsoft", "US", ADS, "bing.com clarity.ms msn.com",
        ("_uetsid", "Ties a visit to the advertisement that led to it", P, F, "P1D"),
        ("_uetvid", "Tells one browser from the others for advertising", P, F, "P13M"),
        ("_uetmsclkid", "Remembers the click on an advertisement that led here", P, F, "P90D"),
        ("MUID", "Tells one browser from the others across Microsoft's sites", P, T, "P13M"),
    )  # fmt: skip
    yield from _of(
        "LinkedIn", "LinkedIn", "US", ADS, "linkedin.com",
        ("bcookie", "Recognises the browser, also against misuse", P, T, "P1Y"),
        ("bscookie", "Recognises the browser of a person who signed in safely", P, T, "P1Y", SECURITY),
        ("li_sugr", "Makes a probable match of who the visitor is", P, T, "P90D"),
        ("UserMatchHistory", "Matches identifiers for advertising", P, T, "P30D"),
        ("AnalyticsSyncHistory", "Remembers when identifiers were matched", P, T, "P30D"),
        ("li_gc", "Remembers the choice on optional cookies", N, T, "P6M", CHOICE),
        ("lidc", "Chooses the data centre that answers", N, T, "P1D", SECURITY),
        ("li_fat_id", "Tells one browser from the others for advertising", P, F, "P30D"),
        ("ln_or", "Tells whether analytics can be run", N, F, "P1D"),
    )  # fmt: skip
    yield from _of(
        "TikTok", "TikTok Technology", "IE", ADS, "tiktok.com",
        ("_ttp", "Tells one browser from the others for advertising", P, F, "P13M"),
        ("_tt_enable_cookie", "Tells whether the pixel may set cookies", N, F, "P13M"),
    )  # fmt: skip
    yield from _of(
        "X", "X Corp.", "US", ADS, "twitter.com x.com t.co",
        ("personalization_id", "Recognises the browser on sites with X's content", P, T, None),
        ("guest_id", "Recognises the browser of a visitor who is not signed in", P, T, None),
        ("guest_id_ads", "Recognises the browser for advertising", P, T, None),
        ("guest_id_marketing", "Recognises the browser for advertising", P, T, None),
        ("muc_ads", "Recognises the browser for advertising", P, T, None),
    )  # fmt: skip
    yield from _of(
        "Pinterest", "Pinterest", "US", ADS, "pinterest.com",
        ("_pin_unauth", "Tells one browser from the others for advertising", P, F, "P1Y"),
        ("_pinterest_ct_ua", "Tells one browser from the others for advertising", P, T, "P1Y"),
    )  # fmt: skip
    yield from _of(
        "Snapchat", "Snap", "US", ADS, "snapchat.com",
        ("_scid", "Tells one browser from the others for advertising", P, F, "P13M"),
        ("sc_at", "Tells one browser from the others for advertising", P, T, None),
    )  # fmt: skip
    yield from _of(
        "Reddit",
        "Reddit",
        "US",
        ADS,
        "",
        ("_rdt_uuid", "Tells one browser from the others for advertising", P, F, "P90D"),
    )
    yield from _of(
        "Criteo", "Criteo", "FR", ADS, "criteo.com",
        ("cto_bundle", "Shows advertisements for what was looked at", P, F, "P13M"),
        ("!uid", "Shows advertisements for what was looked at", P, T, "P13M"),
    )  # fmt: skip
    yield from _of(
        "Quantcast",
        "Quantcast",
        "US",
        ADS,
        "",
        ("__qca", "Tells one browser from the others to describe the audience", P, F, "P13M"),
    )
    yield from _of(
        "Taboola",
        "Taboola",
        "US",
        ADS,
        "taboola.com",
        ("t_gid", "Chooses recommended content by what was read", P, T, "P1Y"),
    )
    yield from _of(
        "Outbrain",
        "Outbrain",
        "US",
        ADS,
        "outbrain.com",
        ("obuid", "Chooses recommended content by what was read", P, T, None),
    )
    yield from _of(
        "The Trade Desk",
        "The Trade Desk",
        "US",
        ADS,
        "adsrvr.org",
        ("TDID", "Shows advertisements across sites", P, T, "P1Y"),
        ("TDCPM", "Matches identifiers for advertising", P, T, "P1Y"),
    )
    yield from _of(
        "Microsoft Xandr",
        "Microsoft",
        "US",
        ADS,
        "adnxs.com",
        ("uuid2", "Shows advertisements across sites", P, T, "P90D"),
        ("!anj", "Matches identifiers for advertising", P, T, "P90D"),
    )
    yield from _of(
        "HubSpot", "HubSpot", "US", Use.AUDIENCE_JOINED, "",
        ("hubspotutk", "Ties the visitor to a contact when a form is sent", P, F, "P6M"),
        ("__hstc", "Tells one browser from the others to count visitors", P, F, "P6M"),
        ("__hssc", "Marks a visit in progress", P, F, "PT30M"),
        ("__hssrc", "Tells whether the browser was restarted", N, F, S),
        ("__hs_opt_out", "Remembers not to ask about cookies again", N, F, "P6M", CHOICE),
        ("__hs_do_not_track", "Remembers an objection to measurement", N, F, "P6M", CHOICE),
        ("__hs_cookie_cat_pref", "Remembers the choice by category", N, F, "P6M", CHOICE),
        ("__hs_initial_opt_in", "Keeps the banner from showing when it must not", N, F, "P7D", CHOICE),
        ("messagesUtk", "Recognises who chats", P, F, "P6M", EMBED),
    )  # fmt: skip


def _embeds_and_shops() -> Iterator[WellKnown]:
    yield from _of(
        "YouTube", "Google", "US", EMBED, "youtube.com youtube-nocookie.com",
        ("YSC", "Counts the videos watched in a visit", P, T, S),
        ("VISITOR_INFO1_LIVE", "Recognises the browser and judges its connection", P, T, "P6M"),
        ("VISITOR_PRIVACY_METADATA", "Remembers the choice on cookies", N, T, "P6M", CHOICE),
        ("!PREF", "Remembers how the player was set", P, T, "P8M"),
        ("yt-remote-device-id", "Recognises the player's device", P, T, None, LOCAL),
        ("yt-remote-connected-devices", "Remembers devices to play on", P, T, None, LOCAL),
        ("yt-remote-session-app", "Holds the state of playing on another device", N, T, S, SESSION_STORAGE),
        ("yt-remote-session-name", "Holds the state of playing on another device", N, T, S, SESSION_STORAGE),
        ("yt-remote-cast-installed", "Holds the state of playing on another device", N, T, S, SESSION_STORAGE),
        ("yt-remote-fast-check-period", "Holds the state of playing on another device", N, T, S, SESSION_STORAGE),
    )  # fmt: skip
    yield from _of(
        "Vimeo", "Vimeo", "US", EMBED, "vimeo.com",
        ("vuid", "Recognises the browser to count who watches", P, T, "P2Y"),
        ("!player", "Remembers how the player was set", N, T, "P1Y"),
    )  # fmt: skip
    yield from _of(
        "Spotify",
        "Spotify",
        "SE",
        EMBED,
        "spotify.com",
        ("sp_t", "Recognises the browser that plays", P, T, "P1Y"),
        ("sp_landing", "Remembers the page that led to the player", N, T, "P1D"),
    )
    yield from _of(
        "Intercom", "Intercom", "US", EMBED, "",
        ("intercom-id-*", "Recognises the visitor who writes in the chat", P, F, None),
        ("intercom-session-*", "Keeps the chat open from page to page", P, F, "P7D"),
        ("intercom-device-id-*", "Recognises the device that writes in the chat", P, F, None),
    )  # fmt: skip
    yield from _of(
        "Zendesk",
        "Zendesk",
        "US",
        EMBED,
        "",
        ("__zlcmid", "Recognises the visitor who writes in the chat", P, F, "P1Y"),
    )
    yield from _of(
        "Crisp",
        "Crisp IM",
        "FR",
        EMBED,
        "",
        ("crisp-client/session/*", "Recognises the visitor who writes in the chat", P, F, "P6M"),
    )
    yield from _of(
        "Drift",
        "Salesloft",
        "US",
        EMBED,
        "",
        ("drift_aid", "Recognises the visitor who writes in the chat", P, F, "P2Y"),
        ("driftt_aid", "Recognises the visitor who writes in the chat", P, F, "P2Y"),
    )
    yield from _of(
        "Shopify", "Shopify", "CA", INPUT, "",
        ("cart_currency", "Remembers the currency of the basket", N, F, "P14D"),
        ("cart_sig", "Guards the basket against changes by others", R, F, "P14D", SECURITY),
        ("cart_ts", "Remembers when the basket was made", N, F, "P14D"),
        ("secure_customer_sig", "Keeps a customer signed in", I, F, None, AUTH),
        ("localization", "Remembers the country and language of the shop", N, F, "P1Y", INTERFACE),
        ("keep_alive", "Keeps the visit open while the page is", N, F, None),
        ("_tracking_consent", "Remembers the choice on consent", N, F, "P1Y", CHOICE),
        ("_shopify_y", "Tells one browser from the others to count visitors", P, F, "P1Y", VENDOR),
        ("_shopify_s", "Marks a visit in progress", P, F, "PT30M", VENDOR),
        ("_landing_page", "Remembers the first page of the visit", N, F, "P14D", VENDOR),
        ("_orig_referrer", "Remembers which page led here", N, F, "P14D", VENDOR),
    )  # fmt: skip
    yield from _of(
        "Wix", "Wix", "IL", SECURITY, "",
        ("svSession", "Tells one browser from the others and keeps its session", P, F, None),
        ("bSession", "Measures how well the pages work", P, F, "PT30M", AUDIENCE),
    )  # fmt: skip
    yield from _of(
        "Squarespace", "Squarespace", "US", SECURITY, "",
        ("crumb", "Protects forms against forgery by other sites", R, F, S),
        ("ss_cvr", "Tells one browser from the others to count visitors", P, F, "P2Y", VENDOR),
        ("ss_cvt", "Marks a visit in progress", P, F, "PT30M", VENDOR),
    )  # fmt: skip


def _choices() -> Iterator[WellKnown]:
    """Consent managers: what they keep is the choice itself."""
    rows = (
        ("Cookiebot", "Usercentrics", "DE", ("CookieConsent", N, "P1Y")),
        (
            "Usercentrics",
            "Usercentrics",
            "DE",
            ("uc_settings", R, None, LOCAL),
            ("uc_user_interaction", N, None, LOCAL),
        ),
        (
            "OneTrust",
            "OneTrust",
            "US",
            ("OptanonConsent", R, "P1Y"),
            ("OptanonAlertBoxClosed", N, "P1Y"),
            ("eupubconsent-v2", N, "P1Y"),
        ),
        ("Didomi", "Didomi", "FR", ("didomi_token", R, "P1Y")),
        ("IAB Transparency and Consent Framework", None, None, ("euconsent-v2", N, None)),
        ("tarteaucitron", None, None, ("tarteaucitron", N, "P1Y")),
        (
            "Axeptio",
            "Axeptio",
            "FR",
            ("axeptio_cookies", R, None),
            ("axeptio_authorized_vendors", N, None),
            ("axeptio_all_vendors", N, None),
        ),
        (
            "CookieYes",
            "CookieYes",
            "GB",
            ("cookieyes-consent", R, "P1Y"),
            ("CookieLawInfoConsent", N, "P1Y"),
            ("viewed_cookie_policy", N, None),
            ("cookielawinfo-checkbox-*", N, None),
        ),
        ("Complianz", None, None, ("cmplz_*", N, "P365D")),
        ("CookieConsent by Orest Bida", None, None, ("cc_cookie", R, None)),
        ("Osano Cookie Consent", None, None, ("cookieconsent_status", N, "P1Y")),
        ("Cookie Notice", None, None, ("cookie_notice_accepted", N, None)),
        ("Borlabs Cookie", None, None, ("borlabs-cookie", R, None)),
        ("Klaro", None, None, ("klaro", N, "P120D")),
        ("iubenda", "iubenda", "IT", ("_iub_cs-*", N, "P1Y")),
        ("GDPR Cookie Compliance", None, None, ("moove_gdpr_popup", N, "P1Y")),
        ("Real Cookie Banner", None, None, ("real_cookie_banner*", R, "P1Y")),
        ("Tealium", "Tealium", "US", ("CONSENTMGR", N, None)),
        (
            "TrustArc",
            "TrustArc",
            "US",
            ("notice_preferences", N, None),
            ("notice_gdpr_prefs", N, None),
            ("cmapi_cookie_privacy", N, None),
        ),
        ("Sourcepoint", "Sourcepoint", "US", ("consentUUID", R, "P1Y")),
        ("Speculoos", None, None, ("cookies_preferences", R, "P184D")),
    )
    for origin, provider, country, *items in rows:
        said = [(name, "Remembers the visitor's choice on consent", who, F, *rest) for name, who, *rest in items]
        yield from _of(origin, provider, country, CHOICE, "", *said)
    yield from _of(
        "Tealium",
        "Tealium",
        "US",
        Use.AUDIENCE_JOINED,
        "",
        ("utag_main", "Tells one browser from the others for every connected tool", P, F, "P1Y"),
    )


WELL_KNOWN: tuple[WellKnown, ...] = (
    *_frameworks(),
    *_delivery(),
    *_audience(),
    *_replay_and_tests(),
    *_advertising(),
    *_embeds_and_shops(),
    *_choices(),
)
