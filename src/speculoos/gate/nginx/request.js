/**
 * The way in: which cookies the application is to see. Says what gate/headers.py and consent/choice.py say.
 *
 * nginx begins this program anew for each request that needs it, so what stands outside of functions is little, and
 * what few requests need is asked for late. Whatever fails leaves the request as it came.
 */

const CHOICE = "cookies_preferences";
const EXEMPT = "\n";

/** What was found of this request: {header, verdicts, forget}; null as long as nobody has asked. */
let found = null;
let counts = null;

/** `$speculoos_filter`: "" leaves the header as it is, ";" is nothing left. */
function incoming(r) {
    try {
        found = judged(r);
        if (found.verdicts.length) note(r, found.verdicts);
        if (found.forget.length) r.variables.speculoos_changed = "1";
        if (found.forget.length || (TOLD() && found.verdicts.length)) r.variables.speculoos_wake = "1";
        return found.header;
    } catch (fault) {
        return failed(r, fault);
    }
}

/** `$speculoos_noticed`: nginx asks for it where a response sets cookies; the answer is the name of none. */
function noticed(r) {
    r.variables.speculoos_wake = "1";
    return "=";
}

function judged(r) {
    const header = r.variables.http_cookie || "";
    const parts = header.split(";");
    const verdicts = [];
    const away = [];
    const forget = [];
    const count = parts.length;
    let i, name, record, reason, how;
    for (i = 0; i < count; i++) {
        name = nameOf(parts[i]);
        if (name === "" && strip(parts[i]) === "") continue;
        record = covering(name);
        if (record[0] === EXEMPT) continue;
        if (record === "") {
            reason = elsewhere(name) ? "host" : "undeclared";
        } else {
            if (granted(record, effective(r))) continue;
            reason = "not_granted";
        }
        how = mode(name);
        if (how === "off") continue;
        verdicts.push(["request", name, "expire", reason, how]);
        if (how === "enforce") {
            away.push(i);
            if (forget.indexOf(name) < 0) forget.push(name);
        }
    }
    return { header: away.length ? without(parts, away) : "", verdicts: verdicts, forget: forget };
}

/** What stays of a header, byte for byte. */
function without(parts, away) {
    const kept = [];
    let next = 0;
    let i;
    for (i = 0; i < parts.length; i++) {
        if (i === away[next]) next++;
        else if (strip(parts[i]) !== "") kept.push(parts[i]);
    }
    return kept.length ? lstrip(kept.join(";")) : ";";
}

function nameOf(part) {
    const at = part.indexOf("=");
    if (at < 0) return "";
    return strip(part.slice(part[0] === " " ? 1 : 0, at));
}

/** Without blanks and tabs at either end; `trim` takes more than HTTP calls white space. */
function strip(text) {
    let end = text.length;
    let start = 0;
    while (start < end && (text[start] === " " || text[start] === "\t")) start++;
    while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
    return end - start === text.length ? text : text.slice(start, end);
}

function lstrip(text) {
    let start = 0;
    while (text[start] === " " || text[start] === "\t") start++;
    return start ? text.slice(start) : text;
}

/** Whether one of the services that a record names is granted: "purpose.service,purpose.service". */
function granted(record, choice) {
    const services = record.slice(0, record.indexOf("\n")).split(",");
    let i, pair;
    for (i = 0; i < services.length; i++) {
        pair = services[i].split(".");
        if (choice.open[pair[0]] && !choice.refused[pair[1]]) return true;
    }
    return false;
}

/** One record of several: the first, with the services of all. Without services, each of them is exempt. */
function together(records) {
    const fitting = records.filter(isThere);
    const services = fitting.map(function (record) { return record.slice(0, record.indexOf("\n")); }).filter(isThere);
    return fitting.length ? services.join(",") + fitting[0].slice(fitting[0].indexOf("\n")) : "";
}

function isThere(value) {
    return Boolean(value);
}

/** Whether `n` contains these parts in their order, behind `start` characters and before the last `end`. */
function between(n, start, end, parts) {
    let at = start;
    let i;
    for (i = 0; i < parts.length; i++) {
        at = n.indexOf(parts[i], at);
        if (at < 0 || at + parts[i].length > n.length - end) return false;
        at += parts[i].length;
    }
    return true;
}

/** What counts for this visitor: `open` by purpose, `withdrawn` by purpose, `refused` by service. */
function effective(r) {
    if (counts === null) counts = counted(stored(r.variables.http_cookie || ""), signal(r), Date.now() / 1000);
    return counts;
}

function counted(choice, gpc, now) {
    const asked = ASKED();
    const late = choice !== null && Math.floor((now - choice.time) / 86400) >= MAX_AGE_DAYS();
    const changed = choice !== null && choice.version < MATERIAL_SINCE();
    const open = [];
    const withdrawn = [];
    let p, state;
    for (p = 0; p < asked.length; p++) {
        state = choice === null ? 0 : choice.states[p] || 0;
        withdrawn.push(!gpc && !late && state === 3);
        if (asked[p] === "1") open.push(!gpc && !late && !changed && state === 1);
        else open.push(!gpc && (late || state < 2));
    }
    return { open: open, withdrawn: withdrawn, refused: choice === null ? {} : choice.refused };
}

/** Whether `Sec-GPC` says 1, and exactly 1; repeated headers come joined by commas. */
function signal(r) {
    const value = r.headersIn["Sec-GPC"];
    return value !== undefined && value.split(",").map(strip).indexOf("1") >= 0;
}

/** The first value of the cookie that is one of ours, or null. */
function stored(header) {
    let parts, i, choice;
    if (header.indexOf(CHOICE) < 0) return null;
    parts = header.split(";");
    for (i = 0; i < parts.length; i++) {
        if (nameOf(parts[i]) === CHOICE) {
            choice = read(strip(parts[i].slice(parts[i].indexOf("=") + 1)));
            if (choice !== null) return choice;
        }
    }
    return null;
}

/** The choice in a value of cookies_preferences (consent/cookie.py has its grammar), or null. */
function read(value) {
    const fields = value.length > 64 ? [] : value.split(".");
    if (fields.length !== 7 || fields[0] !== "1" || fields[6].length !== 16) return null;
    if (!signed(value.slice(0, -17), fields[6])) return null;
    if (!/^(?:0|[1-9a-z][0-9a-z]{0,5})$/.test(fields[1]) || !/^(?:0|[1-9a-z][0-9a-z]{0,6})$/.test(fields[2])) return null;
    if (!/^[A-Za-z0-9_-]{16}$/.test(fields[5])) return null;
    return placed(parseInt(fields[1], 36), parseInt(fields[2], 36), sixes(fields[3]), sixes(fields[4]));
}

/** Compared as texts are: whoever forges a choice forges their own. */
function signed(body, signature) {
    const crypto = require("crypto");
    const keys = KEYS();
    let i, mac;
    for (i = 0; i < keys.length; i++) {
        mac = crypto.createHmac("sha256", Buffer.from(keys[i], "hex"));
        mac.update(body + "." + SITE());
        if (mac.digest("base64url").slice(0, 16) === signature) return true;
    }
    return false;
}

/** The numbers of six bits that a field is made of, or null where it is none; the last is never 0. */
function sixes(text) {
    const numbers = [];
    let i, number;
    for (i = 0; i < text.length; i++) {
        number = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(text[i]);
        if (number < 0) return null;
        numbers.push(number);
    }
    return numbers[numbers.length - 1] === 0 ? null : numbers;
}

/** A choice under the layout of its version, in the places of the present one. */
function placed(version, time, purposes, services) {
    const layout = LAYOUT(version);
    const states = [];
    const refused = {};
    let decided = false;
    let i, bit, code;
    if (layout === null || purposes === null || services === null) return null;
    for (i = 0; i < 3 * purposes.length; i++) {
        code = (purposes[Math.floor(i / 3)] >> (2 * (i % 3))) & 3;
        if (code === 0) continue;
        if (i >= layout.purposes) return null;
        decided = true;
        bit = layout.purpose ? layout.purpose[i] : i;
        if (bit >= 0) states[bit] = code;
    }
    for (i = 0; i < 6 * services.length; i++) {
        if (!((services[Math.floor(i / 6)] >> (i % 6)) & 1)) continue;
        if (i >= layout.services) return null;
        bit = layout.service ? layout.service[i] : i;
        if (bit >= 0) refused[bit] = true;
    }
    // a choice that decides nothing was made where nothing was there to choose: a standing refusal
    for (i = 0; !decided && i < ASKED().length; i++) states[i] = 2;
    return { version: version, time: time, states: states, refused: refused };
}

/** Tell the gate's log what was judged away, with nothing in it that could tell one visitor from another. */
function note(r, verdicts) {
    const told = verdicts.map(function (verdict) {
        const record = covering(verdict[1]);
        const name = record === "" || record === EXEMPT ? shape(verdict[1]) : record.slice(record.lastIndexOf("\n") + 1);
        return [verdict[0], name, verdict[2], verdict[3], verdict[4]];
    });
    write(r, { did: told });
}

function write(r, line) {
    line.time = new Date().toISOString();
    line.path = pathShape(r.variables.request_uri || "/");
    r.variables.speculoos_log = JSON.stringify(line);
}

/** A fault of the gate itself: everything passes as it came, and the logs say so. */
function failed(r, fault) {
    r.error("speculoos: the gate failed and lets everything through: " + fault);
    write(r, { fault: String(fault.name || "fault") });
    return "";
}

function shape(name) {
    const plain = name.slice(0, 128).replace(/[^!-~]/g, "?");
    return plain.replace(/[0-9A-Fa-f]{8,}|[0-9]{3,}/g, "*").slice(0, 64);
}

/** As gate/tally.py generalises a path. */
function pathShape(uri) {
    const parts = uri.split("?")[0].split("#")[0].split("/");
    const kept = parts.slice(1, 7).map(function (part) {
        if (part === "") return "";
        if (part.length > 40 || /[^!-~]|@|%|[0-9A-Fa-f]{8,}|[0-9]{3,}/.test(part)) return "*";
        if (/^[0-9]+$/.test(part)) return "*";
        return part.length >= 16 && /[0-9]/.test(part) && /[A-Za-z]/.test(part) ? "*" : part;
    });
    return "/" + kept.join("/") + (parts.length > 7 ? "/..." : "");
}
