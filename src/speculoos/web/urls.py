"""Every address of the platform. A hosted site has the front office's pages under `/s/<slug>/`."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from speculoos.web.front import blocked, embed, guard, language, ops, pages, preferences, receipt, signals, signin
from speculoos.web.samples import biscuiterie

FORMATS = "|".join(pages.CONTENT_TYPES)

site_patterns = [
    path("", pages.home, name="home"),
    path("cookies/", pages.policy, name="policy"),
    re_path(rf"^cookies\.(?P<format>{FORMATS})$", pages.policy_file, name="policy_file"),
    path("cookies/preferences/", preferences.preferences, name="preferences"),
    path("cookies/preferences/receipt/", receipt.page, name="receipt"),
    path("cookies/preferences/receipt.json", receipt.file, name="receipt_file"),
    path("cookies/preferences/receipt/<slug:hash>/", receipt.shown, name="receipt_shown"),
    path("defaults.js", signals.defaults, name="signal_defaults"),
    path("blocked.json", blocked.blocked_file, name="blocked"),
    path("frame/", blocked.frame, name="frame"),
    path("guard.js", guard.current_guard, name="guard"),
    re_path(r"^guard\.(?P<version>[1-9]\d{0,8})\.js$", guard.version_guard, name="version_guard"),
    path("embed.json", embed.current_file, name="embed_file"),
    re_path(
        r"^embed\.(?P<version>[1-9]\d{0,8})\.(?P<language>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{2,8}){0,3})\.json$",
        embed.version_file,
        name="embed_version_file",
    ),
]

speculoos_patterns: list[URLPattern | URLResolver] = [
    *site_patterns,
    path("s/biscuiterie/", biscuiterie.home, {"slug": biscuiterie.SLUG}),
    path("s/<slug:slug>/", include(site_patterns)),
    path(f"embed/{embed.NUMBER}/speculoos.js", embed.script, name="embed_script"),
    path(f"embed/{embed.NUMBER}/preferences.js", embed.second_script, name="embed_preferences"),
    path(f"embed/{embed.NUMBER}/placeholders.js", embed.placeholder_script, name="embed_placeholders"),
    path(f"embed/{embed.NUMBER}/expire.js", embed.expiry_script, name="embed_expire"),
    path(f"embed/{signals.NUMBER}/signals.js", signals.script, name="signal_script"),
    path("cookies/policy.css", pages.policy_style, name="policy_style"),
    path("accounts/login/", signin.SignIn.as_view(), name="login"),
    path("accounts/logout/", signin.sign_out, name="logout"),
    path("accounts/link/<str:token>/", signin.sign_in_by_link, name="signin_link"),
    path("i18n/setlang/", language.set_language, name="set_language"),
    path("office/", include("speculoos.web.office.urls")),
    path("api/", include("speculoos.web.api.urls")),
    path("healthz", ops.healthz, name="healthz"),
    path("readyz", ops.readyz, name="readyz"),
    path(".well-known/gpc.json", ops.gpc, name="gpc"),
    path("favicon.ico", RedirectView.as_view(url="/static/speculoos/icon.svg", permanent=True)),
]

urlpatterns = [path("", include((speculoos_patterns, "speculoos")))]

handler400 = "speculoos.web.front.errors.bad_request"
handler403 = "speculoos.web.front.errors.forbidden"
handler404 = "speculoos.web.front.errors.not_found"
handler500 = "speculoos.web.front.errors.server_error"
