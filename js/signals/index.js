/**
 * Tells the tags of others what the visitor has chosen: consent modes, `__tcfapi` and `__gpp`, one update a choice.
 *
 * Follows the banner's events on the document and knows nothing else of it. What there is to tell is in
 * `speculoosSignals`, which the site's defaults.js has set (see consent/tags.py).
 */

import { gppApi } from "./gpp.js";
import { push } from "./modes.js";
import { gppString, tcString } from "./strings.js";
import { tcfApi } from "./tcf.js";

const DAY = 86400000;
const told = window.speculoosSignals ?? {};
const tcf = told.tcf && tcfApi({
    cmpId: told.tcf.cmp_id, cmpVersion: told.tcf.cmp_version, gvlVersion: told.tcf.vendor_list_version,
    tcfPolicyVersion: told.tcf.policy_version, gdprApplies: told.tcf.gdpr_applies,
});
const gpp = told.gpp && gppApi({
    cmpId: told.tcf?.cmp_id, supportedAPIs: told.gpp.map(({ id, name }) => `${id}:${name}`),
    applicableSections: told.gpp.map(({ id }) => id),
});

document.addEventListener("speculoos:ready", ({ detail }) => begin(detail.state));
document.addEventListener("speculoos:choice", ({ detail }) => tell(detail.state, true));
const now = window.speculoos?.state ?? {};
if (Object.keys(now).length) begin(now);

/** What was chosen before counts at once; where the question is still open the defaults stay. */
function begin(state) {
    if (!Object.values(state).includes("unset")) return tell(state, false);
    tcf?.show(tcData(state));
    gpp?.show();
}

function tell(state, chosen) {
    if (told.modes) push(update(state));
    tcf?.update(tcData(state), chosen);
    gpp?.update(sections(state));
}

/** Whether a purpose, or "purpose:service", is allowed. */
function may(state, unit) {
    return state[unit.split(":")[0]] === "granted" && state[unit] !== "refused";
}

/** A signal is granted if every purpose that stands for it is, and one that no purpose stands for never. */
function update(state) {
    const values = Object.fromEntries(Object.entries(told.modes.signals).map(([name, purposes]) => [
        name, purposes.length && purposes.every((purpose) => may(state, purpose)) ? "granted" : "denied",
    ]));
    const { ad_storage, analytics_storage } = values;
    return {
        google: [["consent", "update", values]],
        uet: [["consent", "update", { ad_storage }]],
        clarity: [["consentv2", { ad_Storage: ad_storage, analytics_Storage: analytics_storage }]],
    };
}

/** Numbers to the purposes or units that stand for them, as the ids of those that are allowed. */
function allowed(state, numbers) {
    return Object.entries(numbers).filter(([, units]) => units.every((unit) => may(state, unit))).map(([n]) => Number(n));
}

/** What getTCData has beside the fields that tcf.js adds. Times are cut to the day, so that no string is a fingerprint. */
function tcData(state) {
    const { purposes, special_features: features, vendors, ...fixed } = told.tcf;
    const consents = { purposes: allowed(state, purposes), features: allowed(state, features), vendors: allowed(state, vendors) };
    const disclosed = Object.keys(vendors).map(Number);
    const day = Math.floor(chosenAt() / DAY) * DAY;
    const given = (ids, all) => Object.fromEntries(all.map((id) => [id, ids.includes(id)]));
    const upTo = (count) => Array.from({ length: count }, (_, n) => n + 1);
    return {
        tcString: tcString({
            ...fixed, created: day, updated: day, screen: 1, language: (document.documentElement.lang || "en").slice(0, 2),
            purpose_consents: consents.purposes, special_feature_opt_ins: consents.features,
            vendor_consents: consents.vendors, disclosed_vendors: disclosed,
        }),
        useNonStandardTexts: false, publisherCC: fixed.publisher_country, purposeOneTreatment: false,
        purpose: { consents: given(consents.purposes, upTo(11)), legitimateInterests: given([], upTo(11)) },
        vendor: { consents: given(consents.vendors, disclosed), legitimateInterests: given([], disclosed), disclosedVendors: given(disclosed, disclosed) },
        specialFeatureOptins: given(consents.features, upTo(2)),
        publisher: { consents: {}, legitimateInterests: {}, customPurpose: { consents: {}, legitimateInterests: {} }, restrictions: {} },
        outOfBand: { allowedVendors: {}, disclosedVendors: {} },
    };
}

/** When the choice was made, from the cookie where a script may read it; else now. */
function chosenAt() {
    const time = parseInt(/(?:^|; )cookies_preferences=1\.[0-9a-z]+\.([0-9a-z]+)\./.exec(document.cookie)?.[1] ?? "", 36);
    return time ? time * 1000 : Date.now();
}

/** The sections of the United States: 1 is opted out, 2 is not; the signal of the browser has its own segment. */
function sections(state) {
    const gpc = navigator.globalPrivacyControl === true;
    const filled = told.gpp.map(({ fields, ...section }) => ({
        ...section, gpc: section.gpc ? gpc : undefined,
        fields: fields.map(([name, width, count, value]) => [
            name, width, count, Array.isArray(value) && value[0] === "opt" ? (value[1].every((unit) => may(state, unit)) ? 2 : 1) : value,
        ]),
    }));
    const parsed = filled.map(({ name, fields, gpc: signal }) => [
        name, { ...Object.fromEntries(fields.map(([field, , , value]) => [field, value])), ...(signal === undefined ? {} : { Gpc: signal }) },
    ]);
    return { gppString: gppString(filled), sectionList: filled.map(({ id }) => id), parsedSections: Object.fromEntries(parsed) };
}
