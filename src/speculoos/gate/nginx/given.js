/** What the application sets: read as browsers do (core/cookies.py), judged as gate/decide.py judges. */

let controls = null;

/** The verdict on a `Set-Cookie` value, what is given of it (null for nothing), and whether a grant lets it pass. */
function given(r, value) {
    const cookie = parsed(value);
    const verdict = ["response", cookie.name, "allow", "", mode(cookie.name)];
    let record, life, mended;
    let lets = false;
    if (cookie.rejected || verdict[4] === "off") return { verdict: verdict, value: value, lets: lets };
    life = lifetime(cookie);
    if (life !== null && life <= 0) return { verdict: verdict, value: value, lets: lets };
    record = covers(cookie.name, cookie.domain);
    if (record === "") verdict[3] = declaredElsewhere(cookie.name) ? "host" : "undeclared";
    else if (record[0] !== "\n") {
        lets = granted(record, effective(r));
        if (!lets) verdict[3] = "not_granted";
    }
    if (verdict[3]) {
        verdict[2] = "strip";
        return { verdict: verdict, value: verdict[4] === "enforce" ? null : value, lets: false };
    }
    mended = amended(record.split("\n"), cookie, life, value);
    if (mended === null) return { verdict: verdict, value: value, lets: lets && verdict[4] === "enforce" };
    verdict[2] = "amend";
    verdict[3] = mended.reason;
    return { verdict: verdict, value: verdict[4] === "enforce" ? mended.value : value, lets: false };
}

/** The record that covers a name on a cookie's domain; null is the site's own. */
function covers(name, domain) {
    const host = domain === null ? "" : canonical(domain);
    const fitting = [];
    let all, i, record;
    if (domain === null) return covering(name);
    all = anywhere(name);
    for (i = 0; i < all.length; i++) {
        if (all[i][0] === "" ? isOwn(host) : under(host, all[i][0])) fitting.push(all[i][1]);
    }
    if (!fitting.length) return name === CHOICE ? "\n" : "";
    record = fitting.reduce(merged);
    return name === CHOICE ? record.slice(record.indexOf("\n")) : record;
}

function declaredElsewhere(name) {
    return anywhere(name).length > 0;
}

function isOwn(host) {
    const site = SITE_HOST();
    const domain = SITE_DOMAIN();
    if (site === "" || host === "") return false;
    return under(host, site) || (domain !== "" && under(site, host) && under(host, domain));
}

/** Whether `host` is `parent` or below it. */
function under(host, parent) {
    let last;
    if (host === parent) return host !== "";
    if (parent === "" || !host.endsWith("." + parent)) return false;
    last = host.slice(host.lastIndexOf(".") + 1);
    return digits(last) !== last && !last.startsWith("0x");
}

/** A cookie's domain as hosts are compared; "" where it is no host in ASCII. */
function canonical(domain) {
    const colon = domain.indexOf(":");
    let text = (colon < 0 ? domain : domain.slice(0, colon)).toLowerCase();
    let size = 0;
    let i, code;
    if (colon >= 0 && digits(domain.slice(colon + 1)).length !== domain.length - colon - 1) return "";
    if (text[0] === ".") text = text.slice(1);
    if (text[text.length - 1] === ".") text = text.slice(0, -1);
    for (i = 0; i < text.length; i++) {
        code = text.charCodeAt(i);
        if (code === 46) {
            if (size === 0) return "";
            size = 0;
        } else if (++size > 63 || code < 33 || code > 126 || "#/<>?@[\\]^|%".indexOf(text[i]) >= 0) return "";
    }
    return size === 0 || text.length > 253 ? "" : text;
}

/** Seconds that it is to live, null until the browser's session ends. */
function lifetime(cookie) {
    if (cookie.maxAge !== null) return cookie.maxAge;
    return cookie.expires === null ? null : Math.round(cookie.expires - Date.now() / 1000);
}

/** The cookie as it is declared and why, or null where it is so. `facts` is a record in its fields. */
function amended(facts, cookie, life, value) {
    const declared = facts.length < 6 || facts[1] === "" ? null : Number(facts[1]);
    const long = LIFETIMES() && declared !== null && life !== null && life > declared + (declared ? 86400 : 0);
    const missing = facts.length < 6 || !ATTRIBUTES() ? [] : lacking(facts[2].split(" "), cookie);
    let parts;
    if (!long && !missing.length) return null;
    parts = value.split(";");
    if (long) {
        parts = parts.filter(function (part, n) { return !n || ["max-age", "expires"].indexOf(attributeOf(part)) < 0; });
        if (declared) parts.push(" Max-Age=" + declared);
    }
    parts = parts.concat(missing.map(function (text) { return " " + text; }));
    return { reason: long ? "lifetime" : "attributes", value: parts.join(";") };
}

function lacking(wanted, cookie) {
    return wanted.filter(function (text) {
        if (text === "Secure") return !cookie.secure;
        if (text === "HttpOnly") return !cookie.httpOnly;
        return text !== "" && cookie.sameSite === null;
    });
}

/** One `Set-Cookie` value; `rejected` where every browser ignores it. */
function parsed(header) {
    const cookie = {
        name: "", rejected: true, expires: null, maxAge: null, domain: null,
        secure: false, httpOnly: false, sameSite: null, partitioned: false,
    };
    const parts = header.split(";");
    const at = parts[0].indexOf("=");
    const value = strip(parts[0].slice(at + 1));
    let i;
    if (hasControl(header)) return cookie;
    if (at >= 0) cookie.name = strip(parts[0].slice(0, at));
    if (cookie.name === "" && value === "") return cookie;
    if (longer(at < 0 ? value : strip(parts[0].slice(0, at)) + value, 4096)) return cookie;
    for (i = 1; i < parts.length; i++) attribute(cookie, parts[i]);
    if (cookie.name === "" && /^__(?:secure|host)-/i.test(value)) return cookie;
    cookie.rejected = !cookie.secure && (cookie.sameSite === "none" || cookie.partitioned);
    return cookie;
}

/** A pattern takes longer to begin than to ask, so there is one for a response. */
function hasControl(text) {
    if (controls === null) controls = /[\x00-\x08\x0a-\x1f\x7f]/;
    return controls.test(text);
}

function attributeOf(part) {
    const at = part.indexOf("=");
    return strip(at < 0 ? part : part.slice(0, at)).toLowerCase();
}

function attribute(cookie, part) {
    const at = part.indexOf("=");
    const name = attributeOf(part);
    const value = at < 0 ? "" : strip(part.slice(at + 1));
    let read;
    if (longer(value, 1024)) return;
    if (name === "secure") cookie.secure = true;
    else if (name === "httponly") cookie.httpOnly = true;
    else if (name === "partitioned") cookie.partitioned = true;
    else if (name === "domain") cookie.domain = (value[0] === "." ? value.slice(1) : value).toLowerCase() || null;
    else if (name === "samesite") cookie.sameSite = ["lax", "strict", "none"].indexOf(value.toLowerCase()) < 0 ? null : value.toLowerCase();
    else if (name === "max-age" && whole(value)) {
        cookie.maxAge = Math.max(-9007199254740991, Math.min(Number(value), 9007199254740991));
    } else if (name === "expires") {
        read = moment(value);
        if (read !== null) cookie.expires = read;
    }
}

/** Whether a text is digits, a minus before them or not. */
function whole(text) {
    const number = text[0] === "-" ? text.slice(1) : text;
    return number !== "" && digits(number) === number;
}

/** Whether a text has more than `limit` octets. */
function longer(text, limit) {
    return 4 * text.length > limit && Buffer.from(text).length > limit;
}

/** The seconds of a cookie-date (core/cookie_date.py), or null where browsers read none. */
function moment(text) {
    const tokens = text.split(/[\t -\/;-@\[-`{-~]/);
    let time = null;
    let day = null;
    let month = null;
    let year = null;
    let i, token;
    for (i = 0; i < tokens.length; i++) {
        token = tokens[i];
        if (time === null && (time = clock(token)) !== null) continue;
        if (day === null && (day = leading(token, 1, 2)) !== null) continue;
        if (month === null && (month = monthOf(token)) !== null) continue;
        if (year === null) year = leading(token, 2, 4);
    }
    if (time === null || day === null || month === null || year === null) return null;
    if (year <= 69) year += 2000;
    else if (year <= 99) year += 1900;
    return utc(year, month, day, time);
}

function utc(year, month, day, time) {
    const days = month === 1 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : 30 + ((month + 1 + (month > 6)) % 2);
    if (year < 1601 || day < 1 || day > days || time[0] > 23 || time[1] > 59 || time[2] > 59) return null;
    return Date.UTC(year, month, day, time[0], time[1], time[2]) / 1000;
}

function digits(text) {
    let end = 0;
    while (text[end] >= "0" && text[end] <= "9") end++;
    return text.slice(0, end);
}

function leading(token, fewest, most) {
    const found = digits(token);
    return found.length >= fewest && found.length <= most ? Number(found) : null;
}

/** Two fields that are digits and no more, and a third that may have a tail. */
function clock(token) {
    const fields = token.split(":");
    const numbers = fields.length < 3 ? [] : [fields[0], fields[1], digits(fields[2])];
    let i;
    if (!numbers.length) return null;
    for (i = 0; i < 3; i++) {
        if (numbers[i] === "" || numbers[i].length > 2 || digits(numbers[i]) !== numbers[i]) return null;
    }
    return numbers.map(Number);
}

function monthOf(token) {
    const at = "jan feb mar apr may jun jul aug sep oct nov dec".indexOf(token.slice(0, 3).toLowerCase());
    return token.length >= 3 && at >= 0 && at % 4 === 0 ? at / 4 : null;
}
