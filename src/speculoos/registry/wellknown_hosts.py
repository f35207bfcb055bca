"""Where common services load from and send to, gathered from their vendors' public documentation: hints, no more.

A line is a service and its hosts, `*.` before one for the sub-domains. Only what a page itself connects to stands
here, not what the service's own frames load inside themselves.
"""

import re
from collections.abc import Mapping
from functools import cache

from speculoos.registry.model import Service
from speculoos.registry.wellknown import lookup

TABLE = """
AB Tasty: *.abtasty.com
Adobe Experience Cloud: assets.adobedtm.com *.demdex.net *.omtrdc.net
Amplitude: *.amplitude.com
Azure Application Insights: js.monitor.azure.com dc.services.visualstudio.com *.in.applicationinsights.azure.com
Calendly: calendly.com assets.calendly.com
Cloudflare Turnstile: challenges.cloudflare.com
Cloudflare Web Analytics: static.cloudflareinsights.com cloudflareinsights.com
Cookiebot: consent.cookiebot.com consentcdn.cookiebot.com
Criteo: *.criteo.com *.criteo.net
Crisp: *.crisp.chat
Dailymotion: www.dailymotion.com geo.dailymotion.com
FullStory: *.fullstory.com
Google Ads: *.doubleclick.net *.googleadservices.com *.googlesyndication.com *.googletagmanager.com www.google.com
Google Analytics: *.google-analytics.com *.analytics.google.com *.googletagmanager.com
Google Fonts: fonts.googleapis.com fonts.gstatic.com
Google Maps: maps.googleapis.com maps.gstatic.com www.google.com
Google Tag Manager: *.googletagmanager.com
hCaptcha: hcaptcha.com *.hcaptcha.com
Hotjar: *.hotjar.com *.hotjar.io
HubSpot: js.hs-scripts.com js.hs-analytics.net js.hs-banner.com js.hsforms.net forms.hsforms.com track.hubspot.com
Instagram: www.instagram.com
Intercom: *.intercom.io *.intercomcdn.com
Kameleoon: *.kameleoon.eu *.kameleoon.io
LinkedIn: snap.licdn.com *.ads.linkedin.com
Matomo Cloud: *.matomo.cloud
Meta Pixel: connect.facebook.net www.facebook.com
Microsoft Advertising: bat.bing.com
Microsoft Clarity: *.clarity.ms c.bing.com
Microsoft Xandr: *.adnxs.com
Mixpanel: *.mxpnl.com *.mixpanel.com
Mouseflow: *.mouseflow.com
OneTrust: cdn.cookielaw.org geolocation.onetrust.com
OpenStreetMap: tile.openstreetmap.org *.tile.openstreetmap.org
Optimizely: cdn.optimizely.com logx.optimizely.com
Outbrain: *.outbrain.com
PayPal: www.paypal.com www.paypalobjects.com
Piano Analytics: *.xiti.com tag.aticdn.net
Pinterest: s.pinimg.com ct.pinterest.com
Piwik PRO: *.piwik.pro
Plausible: plausible.io
Quantcast: secure.quantserve.com pixel.quantserve.com rules.quantcount.com
reCAPTCHA: www.google.com www.gstatic.com www.recaptcha.net
Reddit: www.redditstatic.com alb.reddit.com pixel-config.reddit.com
Sentry: browser.sentry-cdn.com *.ingest.sentry.io
Snapchat: sc-static.net tr.snapchat.com
SoundCloud: w.soundcloud.com
Spotify: open.spotify.com
Stripe: js.stripe.com *.js.stripe.com api.stripe.com hooks.stripe.com
Taboola: *.taboola.com
The Trade Desk: *.adsrvr.org
TikTok: analytics.tiktok.com
Twilio Segment: cdn.segment.com api.segment.io
Vimeo: player.vimeo.com *.vimeocdn.com
VWO: *.visualwebsiteoptimizer.com
X: platform.twitter.com syndication.twitter.com static.ads-twitter.com analytics.twitter.com t.co
Yandex Metrica: mc.yandex.ru mc.yandex.com
YouTube: www.youtube.com www.youtube-nocookie.com i.ytimg.com
Zendesk: *.zdassets.com *.zendesk.com
"""

SHORT = 3
"""A name of fewer letters stands in other words too often to be found by them."""


@cache
def table() -> Mapping[str, tuple[str, ...]]:
    """The hosts of each service by its name."""
    pairs = (line.partition(": ") for line in TABLE.strip().splitlines())
    return {name: tuple(hosts.split()) for name, _, hosts in pairs}


def known_hosts(service: Service) -> tuple[str, ...]:
    """The hosts that a declared service commonly has, known by its items or else by its name; none where unknown."""
    known = table()
    for item in service.items:
        found = lookup(item.name, item.host, item.kind)
        if found and found.origin in known:
            return known[found.origin]
    said = _words(f"{service.id} {service.function} {service.provider}")
    named = [name for name in known if len(name) >= SHORT and _words(name) in said]
    return known[max(named, key=len)] if named else ()


def _words(text: str) -> str:
    """The words of a text between blanks, so that one is found in another as a whole."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "
