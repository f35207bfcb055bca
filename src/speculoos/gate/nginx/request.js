/**
 * The way in: which cookies the application is to see. Says what gate/headers.py and consent/choice.py say.
 *
 * nginx begins this program anew for each request that needs it, so what stands outside of functions is little, and
 * what few requests need is asked for late. Whatever fails falls to the configured side.
 */

const CHOICE = "cookies_preferences";
const EXEMPT = "\n";

/** What was found of this request: {header, verdicts, forget, lets}; null as long as nobody has asked. `lets` says
 * whether a grant lets something through that is enforced; null where nobody has looked at the names. */
let found = null;
let counts = null;

/** `$speculoos_judged`: "" leaves the header as it is, ";" is nothing left. */
function incoming(r) {
    try {
        found = judged(r);
        if (found.lets) r.variables.speculoos_granted = "1";
        if (found.verdicts.length) {
            note(r, found.verdicts);
            if (found.forget.length) r.variables.speculoos_changed = "1";
            if (found.forget.length || TOLD()) r.variables.speculoos_wake = "1";
        }
        return found.header;
    } catch (fault) {
        return blind(r, fault);
    }
}

/** `$speculoos_whole`: as `$speculoos_judged`, where nginx itself knows every name to be declared. */
function whole(r) {
    try {
        if (effective(r).all) {
            r.variables.speculoos_granted = "1";
            found = { header: "", verdicts: [], forget: [], lets: null };
            return "";
        }
    } catch (fault) {
        return blind(r, fault);
    }
    return incoming(r);
}

/** A request that cannot be judged: as it came, or, if so configured, with nothing but the choice itself. */
function blind(r, fault) {
    failed(r, fault);
    if (FALLBACK() !== "enforce") return "";
    r.variables.speculoos_changed = r.variables.speculoos_wake = "1";
    return (r.variables.http_cookie || "").split(";").filter(isChoice).join(";").trim() || ";";
}

function isChoice(part) {
    return part.slice(0, part.indexOf("=") + 1).trim() === CHOICE + "=";
}

/** `$speculoos_scene`: the policy for a page that sets no cookie and of which nothing was taken. */
function scene(r) {
    let choice;
    try {
        choice = effective(r);
        if (choice.all) return DECLARED_POLICY();
        if (choice.none && !HIDDEN().length) return NOTHING_POLICY();
    } catch (fault) {
        failed(r, fault);
        return "";
    }
    return outgoing(r);
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
    const known = {};
    const count = parts.length;
    let lets = false;
    let i, part, at, name, record, reason, how;
    for (i = 0; i < count; i++) {
        part = parts[i];
        if (part === "") continue;
        at = part.indexOf("=");
        name = at < 0 ? "" : part.slice(part[0] === " " ? 1 : 0, at);
        if (!(name.charCodeAt(0) > 32 && name.charCodeAt(name.length - 1) > 32)) {
            name = strip(name);
            if (name === "" && strip(part) === "") continue;
        }
        if (forget.length && known["=" + name]) {
            away.push(i);
            continue;
        }
        record = covering(name);
        if (record[0] === EXEMPT) continue;
        if (record === "") {
            reason = elsewhere(name) ? "host" : "undeclared";
        } else {
            if (granted(record, effective(r))) {
                if (mode(name) === "enforce") lets = true;
                continue;
            }
            reason = "not_granted";
        }
        how = mode(name);
        if (how === "off") continue;
        verdicts.push(["request", name, "expire", reason, how]);
        if (how === "enforce") {
            away.push(i);
            known["=" + name] = true;
            forget.push(name);
        }
    }
    return { header: away.length ? without(parts, away) : "", verdicts: verdicts, forget: forget, lets: lets };
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
    return at < 0 ? "" : strip(part.slice(part[0] === " " ? 1 : 0, at));
}

/** Without blanks and tabs at either end; `trim` takes more than HTTP calls white space. */
function strip(text) {
    let end = text.length;
    let start = 0;
    if (text.charCodeAt(0) > 32 && text.charCodeAt(end - 1) > 32) return text;
    while (start < end && (text[start] === " " || text[start] === "\t")) start++;
    while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
    return text.slice(start, end);
}

function lstrip(text) {
    let start = 0;
    while (text[start] === " " || text[start] === "\t") start++;
    return start ? text.slice(start) : text;
}

/** Whether one of the services that a record names is granted: "purpose.service,purpose.service". */
function granted(record, choice) {
    let services, i, pair;
    if (choice.all || choice.none) return choice.all;
    services = record.slice(0, record.indexOf("\n")).split(",");
    for (i = 0; i < services.length; i++) {
        pair = services[i].split(".");
        if (choice.open[pair[0]] && !choice.refused[pair[1]]) return true;
    }
    return false;
}

/** The characters of a header's octets, which njs counts one by one. */
function characters(text) {
    return Buffer.from(text).toString();
}

/** One record of two: the more specific, with the services of both. Without services, each of them is exempt. */
function merged(one, other) {
    const services = one.slice(0, one.indexOf("\n"));
    const more = other.slice(0, other.indexOf("\n"));
    let first;
    if (one === "" || other === "") return one + other;
    first = one.split("\n")[5] <= other.split("\n")[5] ? one : other;
    return services + (services && more ? "," : "") + more + first.slice(first.indexOf("\n"));
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

/** What counts for this visitor: `open` and `withdrawn` by purpose, `refused` by service; whether `all` or `none` is. */
function effective(r) {
    let said;
    if (counts === null) {
        said = plainly(r);
        if (said !== "") counts = { all: said === EVERYTHING(), none: said !== EVERYTHING(), withdrawn: [] };
        else counts = counted(stored(r.variables.http_cookie || ""), signal(r), Date.now() / 1000);
    }
    return counts;
}

/** What nearly everybody says, all granted or all refused, of which nginx itself finds the parts; "" for anything else. */
function plainly(r) {
    const variables = r.variables;
    if (variables.speculoos_plain !== "1" || r.headersIn["Sec-GPC"] !== undefined) return "";
    if (!signed(variables.speculoos_body, variables.speculoos_signature)) return "";
    return isLate(parseInt(variables.speculoos_time, 36), Date.now() / 1000) ? "" : variables.speculoos_said;
}

function isLate(time, now) {
    return Math.floor((now - time) / 86400) >= MAX_AGE_DAYS();
}

function counted(choice, gpc, now) {
    const late = choice !== null && isLate(choice.time, now);
    const changed = choice !== null && choice.version < MATERIAL_SINCE();
    const open = [];
    const withdrawn = [];
    let all = true;
    let none = true;
    let asked, p, state, is;
    asked = ASKED();
    for (p = 0; p < asked.length; p++) {
        state = choice === null ? 0 : choice.states[p] || 0;
        withdrawn.push(!gpc && !late && state === 3);
        if (asked[p] === "1") is = !gpc && !late && !changed && state === 1;
        else is = !gpc && (late || state < 2);
        open.push(is);
        if (is) none = false;
        else all = false;
    }
    if (choice !== null && choice.alone) all = false;
    return { all: all, none: none, open: open, withdrawn: withdrawn, refused: choice === null ? {} : choice.refused };
}

/** Whether `Sec-GPC` says 1, and exactly 1; repeated headers come joined by commas. */
function signal(r) {
    const value = r.headersIn["Sec-GPC"];
    return value !== undefined && value.split(",").map(strip).indexOf("1") >= 0;
}

/** The standing one among the values of the cookie that are ours, or null. */
function stored(header) {
    const at = header.indexOf(CHOICE);
    let found = null;
    let parts, i, end, choice;
    if (at < 0) return null;
    if ((at === 0 || header.slice(at - 2, at) === "; ") && header[at + 19] === "=" && header.indexOf(CHOICE, at + 19) < 0) {
        end = header.indexOf(";", at);
        return read(strip(end < 0 ? header.slice(at + 20) : header.slice(at + 20, end)));
    }
    parts = header.split(";");
    for (i = 0; i < parts.length; i++) {
        if (nameOf(parts[i]) === CHOICE) {
            choice = read(strip(parts[i].slice(parts[i].indexOf("=") + 1)));
            if (choice !== null && (found === null || stands(choice, found))) found = choice;
        }
    }
    return found;
}

/** Whether `one` counts before `other`: the newer one, and of equals the one that grants less. */
function stands(one, other) {
    if (one.time !== other.time) return one.time > other.time;
    return one.grants === other.grants ? one.refusals > other.refusals : one.grants < other.grants;
}

/** The choice in a value of cookies_preferences (consent/cookie.py has its grammar), or null. */
function read(value) {
    const fields = value.length > 64 ? [] : value.split(".");
    let version, time;
    if (fields.length !== 7 || fields[0] !== "1" || fields[5].length !== 16 || fields[6].length !== 16) return null;
    if (!signed(value.slice(0, -17), fields[6])) return null;
    // whoever signs writes each number in one way, so there is no other to be refused
    version = parseInt(fields[1], 36);
    time = parseInt(fields[2], 36);
    return placed(version, time, sixes(fields[3]), sixes(fields[4]));
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
    let grants = 0;
    let refusals = 0;
    let i, bit, code;
    if (layout === null || purposes === null || services === null) return null;
    for (i = 0; i < 3 * purposes.length; i++) {
        code = (purposes[Math.floor(i / 3)] >> (2 * (i % 3))) & 3;
        if (code === 0) continue;
        if (i >= layout.purposes) return null;
        decided = true;
        if (code === 1) grants++;
        bit = layout.purpose ? placeOf(layout.purpose, i) : i;
        if (bit >= 0) states[bit] = code;
    }
    for (i = 0; i < 6 * services.length; i++) {
        if (!((services[Math.floor(i / 6)] >> (i % 6)) & 1)) continue;
        if (i >= layout.services) return null;
        refusals++;
        bit = layout.service ? placeOf(layout.service, i) : i;
        if (bit >= 0) refused[bit] = true;
    }
    // a choice that decides nothing was made where nothing was there to choose: a standing refusal
    for (i = 0; !decided && i < ASKED().length; i++) states[i] = 2;
    return {
        version: version, time: time, states: states, refused: refused, alone: refusals > 0,
        grants: grants, refusals: refusals
    };
}

/** The place that one of an earlier layout has in the present one, -1 for none. */
function placeOf(places, number) {
    return Number(places.split(" ")[number]);
}

/** Tell the gate's log what was judged away: names as they are declared, or without what could tell a visitor. */
function note(r, verdicts) {
    let did = "";
    let i, verdict, record;
    for (i = 0; i < verdicts.length && i < 100; i++) {
        verdict = verdicts[i];
        record = covering(verdict[1]);
        did += (i ? "; " : "") + verdict[0] + " " + verdict[2] + " " + verdict[3] + " " + verdict[4] + " " +
            (record === "" || record === EXEMPT ? shape(verdict[1]) : record.slice(record.lastIndexOf("\n") + 1));
    }
    r.variables.speculoos_did = did;
}

/** A fault of the gate itself, for the logs. */
function failed(r, fault) {
    r.error("speculoos: the gate failed and falls to " + FALLBACK() + ": " + fault);
    r.variables.speculoos_did = "fault " + fault.name;
}

/** As gate/tally.py generalises a name. A pattern takes long to begin, so it is asked only where it may find something. */
function shape(name) {
    let letters = 0;
    let i, code;
    for (i = 0; i < name.length && letters < 8; i++) {
        code = name.charCodeAt(i);
        if (code > 126 || (code < 58 && code !== 45 && code !== 46)) break;
        if ((code > 64 && code < 71) || (code > 96 && code < 103)) letters++;
    }
    if (i === name.length && i <= 64 && letters < 8) return name;
    return characters(name).slice(0, 128).replace(/[^!-~]/g, "?").replace(/[0-9A-Fa-f]{8,}|[0-9]{3,}/g, "*").slice(0, 64);
}
