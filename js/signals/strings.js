/** Writes TC strings (TCF 2.3) and GPP strings (1.1); agrees with consent/tcf/codec.py and consent/gpp. */

import { base64, bits, flags, letters, ranges, runs } from "./bits.js";

/** The core and the vendors that were disclosed. `tc` has the names of consent/tcf/model.py, times in milliseconds. */
export function tcString(tc) {
    const decis = (time) => bits(Math.floor(time / 100), 36);
    const core = [
        bits(2, 6), decis(tc.created), decis(tc.updated), bits(tc.cmp_id, 12), bits(tc.cmp_version, 12), bits(tc.screen, 6),
        letters(tc.language), bits(tc.vendor_list_version, 12), bits(tc.policy_version, 6), "1", "0",
        flags(tc.special_feature_opt_ins, 12), flags(tc.purpose_consents, 24), flags([], 24), "0",
        letters(tc.publisher_country), vendors(tc.vendor_consents), vendors([]), bits(0, 12),
    ];
    return `${base64(core.join(""))}.${base64(bits(1, 3) + vendors(tc.disclosed_vendors))}`;
}

/** A vendor section: flags or ranges, whichever is shorter; flags where they are equal. */
function vendors(ids) {
    const last = Math.max(0, ...ids);
    const field = flags(ids, last);
    const ranged = ranges(ids);
    return bits(last, 16) + (ranged.length < field.length ? `1${ranged}` : `0${field}`);
}

/** `sections` is [{id, fields: [[name, bits, count, value], …], gpc}], in the order of their ids. */
export function gppString(sections) {
    return [gppHeader(sections.map(({ id }) => id)), ...sections.map(gppSection)].join("~");
}

function gppHeader(ids) {
    const found = runs(ids);
    let before = 0;
    const parts = found.map(([first, last]) => {
        const many = last > first;
        const part = (many ? "1" : "0") + fibonacci(first - before) + (many ? fibonacci(last - first) : "");
        before = last;
        return part;
    });
    return base64(bits(3, 6) + bits(1, 6) + bits(found.length, 12) + parts.join(""));
}

function gppSection({ fields, gpc }) {
    const core = fields.map(([, width, , value]) => [value].flat().map((each) => bits(each, width)).join("")).join("");
    return base64(core) + (gpc === undefined ? "" : `.${base64(bits(1, 2) + (gpc ? "1" : "0"))}`);
}

/** Fibonacci coding of a number from 1: the smallest part first, ended by 11. */
function fibonacci(value) {
    const parts = [1, 2];
    while (parts.at(-1) <= value) parts.push(parts.at(-1) + parts.at(-2));
    let code = "";
    for (const part of parts.slice(0, -1).reverse()) {
        code = (part <= value ? "1" : "0") + code;
        if (part <= value) value -= part;
    }
    return `${code}1`;
}
