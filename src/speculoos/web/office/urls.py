"""Addresses of the back office, all under /office/."""

from django.urls import include, path

from speculoos.web.office import (
    account,
    exports,
    importing,
    ledger,
    publishing,
    rates,
    records,
    rows,
    settings,
    shown,
    sites,
    taking,
    translations,
    users,
)
from speculoos.web.office.gate import page as gate

site_patterns = [
    path("", sites.site_page, name="office_site"),
    path("edit/", sites.edit_site, name="office_site_edit"),
    path("settings/", settings.site_settings, name="office_settings"),
    path("translations/", translations.translate, name="office_translations"),
    path("compare/", publishing.compare, name="office_compare"),
    path("publish/", publishing.publish_draft, name="office_publish"),
    path("versions/", publishing.versions, name="office_versions"),
    path("versions/<int:number>/", publishing.version, name="office_version"),
    path("versions/<int:number>/roll-back/", publishing.go_back, name="office_roll_back"),
    path("import/", importing.source, name="office_import"),
    path("import/review/", importing.review, name="office_import_review"),
    path("records/", records.records, name="office_records"),
    path("records/verify/", ledger.verify, name="office_ledger_verify"),
    path("records/rates/", rates.rates, name="office_rates"),
    path("records/shown/<slug:hash>/", shown.shown, name="office_shown"),
    path("records/shown/<slug:hash>/page/", shown.page, name="office_shown_page"),
    path("gate/", gate.gate, name="office_gate"),
    path("gate/<str:what>.<str:format>", gate.file, name="office_gate_file"),
    path("records.<str:format>", taking.records_file, name="office_records_file"),
    path("declaration.<str:format>", exports.export, name="office_export"),
    path("services/<int:pk>/items/new/", rows.new_item, name="office_item_new"),
    path("<str:kind>/new/", rows.new_row, name="office_row_new"),
    path("<str:kind>/<int:pk>/", rows.edit_row, name="office_row"),
    path("<str:kind>/<int:pk>/delete/", rows.delete_row, name="office_row_delete"),
    path("<str:kind>/<int:pk>/move/", rows.move_row, name="office_row_move"),
]

urlpatterns = [
    path("", sites.first_page, name="office"),
    path("sites/new/", sites.new_site, name="office_site_new"),
    path("sites/<slug:site>/", include(site_patterns)),
    path("users/", users.users, name="office_users"),
    path("users/new/", users.new_user, name="office_user_new"),
    path("users/<int:pk>/", users.user, name="office_user"),
    path("users/<int:pk>/link/", users.link, name="office_user_link"),
    path("account/", account.account, name="office_account"),
    path("account/password/", account.password, name="office_password"),
    path("account/tokens/", account.tokens, name="office_tokens"),
    path("account/tokens/<int:pk>/revoke/", account.revoke, name="office_token_revoke"),
]
