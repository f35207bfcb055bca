"""The budgets of the design, by the name of the result that they bind. Each is in that result's unit.

A budget is written for one size of the work: the small scale gives its results other names, or less to show.
"""

from collections.abc import Mapping

BUDGETS: Mapping[str, float] = {
    "import_html_2000_rows": 2.0,
    "import_text_2000_rows": 2.0,
    "consent_check_3x5": 5.0,
    "consent_check_6x50": 5.0,
    "gate_wsgi_10_cookies_100_declarations": 25.0,
    "gate_django_10_cookies_100_declarations": 25.0,
    "ledger_verify_1000000_leaves": 20.0,
    "ledger_proof_of_1000000": 5.0,
    "policy_html_cached": 5000.0,
    "policy_json_cached": 5000.0,
    "post_sqlite": 2000.0,
    "post_sqlite_p99": 50.0,
    "post_sqlite_cpu": 1.0,
    "post_postgresql": 2000.0,
    "post_postgresql_p99": 50.0,
    "post_postgresql_cpu": 1.0,
    "memory_idle": 200.0,
    "cold_start": 2.0,
    "preference_cookie_3x5": 64.0,
    "preference_cookie_6x50": 64.0,
    "banner_js_and_site_css": 5000.0,
    "banner_first_view_bytes": 5000.0,
    "banner_with_preferences_bytes": 8000.0,
    "banner_first_view_requests": 2.0,
    "banner_later_view_requests": 0.0,
    "banner_elements": 20.0,
    "banner_axe": 0.0,
    "banner_layout_shift": 0.0,
    "banner_rendered_after_first_paint": 50.0,
    "banner_blocking": 20.0,
    "banner_response": 32.0,
    "gate_nginx_visit": 0.85,
}
