/** The way out: what the browser is given, told to forget, and allowed to load. Says what gate/gate.py says. */

/** Changes the headers of a response that need it, and returns its policy, "" for none. */
function close(r) {
    const before = found !== null ? found : r.variables.speculoos_exempt === "1" ? nothing() : judged(r);
    const set = cookiesOf(r);
    const answers = set.map(function (value) { return given(r, value); });
    const verdicts = answers.map(function (answer) { return answer.verdict; });
    const acted = verdicts.filter(function (verdict) { return verdict[2] !== "allow"; });
    const changes = acted.some(function (verdict) { return verdict[4] === "enforce"; });
    const document = r.variables.speculoos_document;
    const names = before.forget.concat(document === "1" && HIDDEN().length ? unseen(r, before.forget) : []);
    const ended = forgetting(names, r.variables.host || "", pathOf(r), new Date().getUTCSeconds());
    const policy = document === "0" ? null : policyOf(r);
    const told = before.verdicts.concat(acted);
    const lets = (before.lets !== false && document !== "0") || answers.some(function (answer) { return answer.lets; });
    const apart = changes || ended.length || before.forget.length || (policy !== null && policy.apart);
    if (changes || ended.length) {
        r.headersOut["Set-Cookie"] = ended.concat(answers.map(function (a) { return a.value; }).filter(isText));
    }
    if (apart || (lets && forCaches(r) && letsThrough(r, before, answers, document))) keptApart(r);
    if (acted.length) note(r, told);
    if (TOLD() && told.length) r.variables.speculoos_told = toldText(told);
    return policy === null ? "" : policy.text;
}

/** What was found of a request whose names are all exempt. */
function nothing() {
    return { header: "", verdicts: [], forget: [], lets: false };
}

/** Whether a grant lets something through indeed; asked where an answer would be kept for everybody. */
function letsThrough(r, before, answers, document) {
    if (answers.some(function (answer) { return answer.lets; })) return true;
    return document !== "0" && (before.lets === null ? judged(r).lets : before.lets);
}

function isText(value) {
    return value !== null;
}

function cookiesOf(r) {
    const set = r.headersOut["Set-Cookie"];
    if (set === undefined) return [];
    return Array.isArray(set) ? set : [set];
}

function pathOf(r) {
    return (r.variables.request_uri || "/").split("?")[0];
}

/** Declared names of withdrawn purposes whose path hides them from this request, beyond those that are known. */
function unseen(r, known) {
    const choice = effective(r);
    const path = pathOf(r);
    const names = [];
    if (choice.withdrawn.indexOf(true) < 0) return names;
    HIDDEN().split("\n").forEach(function (line) {
        const hidden = line.split("\t");
        const name = hidden[0];
        if (path.startsWith(hidden[1]) || names.indexOf(name) >= 0 || known.indexOf(name) >= 0) return;
        if (isWithdrawn(covering(name), choice)) names.push(name);
    });
    return names;
}

/** Whether nothing grants it any more and something did. */
function isWithdrawn(record, choice) {
    const services = record.slice(0, Math.max(record.indexOf("\n"), 0)).split(",");
    return !granted(record, choice) && services.some(function (pair) { return choice.withdrawn[pair.split(".")[0]]; });
}

/** `Set-Cookie` values that end cookies wherever this host could have kept them, as many as there is room for. */
function forgetting(names, host, path, second) {
    const start = names.length > 4 ? second % names.length : 0;
    const kept = [];
    let size = 0;
    let i, j, values, domains;
    if (names.length) domains = domainsOf(host);
    for (i = 0; i < names.length; i++) {
        values = endings(names[(start + i) % names.length], domains, path);
        for (j = 0; j < values.length; j++) size += Buffer.byteLength(values[j]);
        if (size > 2048 && i) break;
        for (j = 0; j < values.length; j++) kept.push(values[j]);
    }
    return kept;
}

function endings(name, domains, path) {
    const values = [];
    let facts, own, start, tail, hosted;
    if (name.length > 1024 || !writable(name)) return values;
    facts = covering(name).split("\n");
    start = name + (name === "" ? "=-" : "=") + "; Max-Age=0; Path=";
    hosted = name.startsWith("__");
    tail = facts[4] === "1" ? "; Secure; Partitioned" : hosted ? "; Secure" : "";
    if (hosted && name.slice(0, 7).toLowerCase() === "__host-") domains = [];
    own = facts[3] || directory(path) || "/";
    if (own !== "/") onEach(values, start + own, domains, tail);
    onEach(values, start + "/", domains, tail);
    if (!facts[4]) values.push(start + "/; Secure; Partitioned");
    return values;
}

function onEach(values, start, domains, tail) {
    let i;
    values.push(start + tail);
    for (i = 0; i < domains.length; i++) values.push(start + "; Domain=" + domains[i] + tail);
}

/** The default path of cookies that an answer to this path sets; null if it cannot be written. */
function directory(path) {
    const own = path.slice(0, Math.max(path.lastIndexOf("/"), 0)) || "/";
    return own[0] === "/" && own.length <= 512 && writable(own) ? own : null;
}

function writable(text) {
    return text.indexOf(";") < 0 && text.indexOf("\t") < 0 && !hasControl(text);
}

/** The host and the domains above it that a cookie of it may name, the registrable one last. */
function domainsOf(host) {
    const name = canonical(host);
    const tops = DOMAINS();
    const found = [];
    let i, at;
    for (i = 0; i < tops.length; i++) {
        if (!under(name, tops[i])) continue;
        for (at = name; at !== tops[i]; at = at.slice(at.indexOf(".") + 1)) found.push(at);
        found.push(tops[i]);
        return found;
    }
    return found;
}

/** The policy of this visitor's scene, and whether the answer depends on the choice for it. */
function policyOf(r) {
    const watching = CSP() !== "enforce";
    const forAll = !ASKS() || (watching && forCaches(r));
    const text = CSP() === "off" ? "" : forAll ? DECLARED_POLICY() : policyFor(effective(r));
    return { text: text, apart: text !== "" && !forAll && !watching };
}

/** As gate/csp.py writes it: the site's own hosts, then those of services that need nobody's word or have it. */
function policyFor(choice) {
    if (choice.all) return DECLARED_POLICY();
    if (choice.none) return NOTHING_POLICY();
    const own = passing(OWN_HOSTS(), choice);
    const others = passing(OTHER_HOSTS(), choice);
    const sources = [];
    own.forEach(function (host) { sources.push("http://" + host + ":*"); });
    own.forEach(function (host) { sources.push("ws://" + host + ":*"); });
    others.forEach(function (host) { sources.push(host + ":*"); });
    others.forEach(function (host) { sources.push("ws://" + host + ":*"); });
    const text = [OWN_POLICY()].concat(sources).join(" ");
    return text.length > LONGEST_POLICY() ? "" : text + REPORTING();
}

/** The hosts of a list for which all that they need is granted: a line each, the host and its needs. */
function passing(list, choice) {
    const hosts = [];
    list.split("\n").forEach(function (line) {
        const needs = line.split("\t");
        let i;
        for (i = 1; i < needs.length; i++) {
            if (!granted(needs[i] + "\n", choice)) return;
        }
        if (needs[0] !== "") hosts.push(needs[0]);
    });
    return hosts;
}

/** Whether the application wants shared caches to keep this answer. */
function forCaches(r) {
    const headers = r.rawHeadersOut;
    let i, name, members;
    if (r.variables.upstream_http_x_accel_expires) return true;
    for (i = 0; i < headers.length; i++) {
        name = headers[i][0].toLowerCase();
        if (name === "cdn-cache-control" || name === "surrogate-control") return true;
        if (name !== "cache-control") continue;
        members = headers[i][1].split(",");
        if (members.some(isPrivate)) return false;
        if (members.some(isAllowing)) return true;
    }
    return false;
}

function isPrivate(member) {
    const text = strip(member).toLowerCase();
    return text === "private" || text === "no-store";
}

function isAllowing(member) {
    return ["public", "s-maxage", "max-age"].indexOf(directive(member)) >= 0;
}

function directive(member) {
    return strip(member.split("=")[0]).toLowerCase();
}

/** Say that this answer is one visitor's (gate/shared.py). */
function keptApart(r) {
    const lines = linesOf(r, "cache-control");
    const kept = [];
    let apart = false;
    lines.forEach(function (line) {
        const members = line.split(",").filter(function (member) {
            return ["public", "s-maxage", "proxy-revalidate", "must-understand"].indexOf(directive(member)) < 0;
        });
        apart = apart || members.some(isPrivate);
        if (members.length) kept.push(members.join(",").trim());
    });
    if (!apart) kept.push("private");
    if (kept.join("\n") !== lines.join("\n")) r.headersOut["Cache-Control"] = kept;
    delete r.headersOut["CDN-Cache-Control"];
    delete r.headersOut["Surrogate-Control"];
    varied(r, linesOf(r, "vary"));
    r.variables.speculoos_kept = "1";
}

function varied(r, lines) {
    const known = lines.join(",").split(",").map(function (member) { return member.trim().toLowerCase(); });
    const missing = ["Cookie", "Sec-GPC"].filter(function (name) { return known.indexOf(name.toLowerCase()) < 0; });
    if (missing.length && known.indexOf("*") < 0) r.headersOut["Vary"] = lines.concat([missing.join(", ")]);
}

function linesOf(r, name) {
    return r.rawHeadersOut.filter(function (header) { return header[0].toLowerCase() === name; })
        .map(function (header) { return header[1]; });
}

/** What was done, for developers (gate/told.py). */
function toldText(verdicts) {
    const members = [];
    let size = 0;
    let i, verdict, member;
    for (i = 0; i < verdicts.length; i++) {
        verdict = verdicts[i];
        member = '"' + quoted(verdict[1]) + '";on=' + verdict[0] + ";action=" + verdict[2] + ";reason=" + verdict[3] + ";mode=" + verdict[4];
        if (members.indexOf(member) >= 0) continue;
        size += member.length + (members.length ? 2 : 0);
        if (size > 2048) break;
        members.push(member);
    }
    return members.join(", ");
}

function quoted(name) {
    return characters(name).slice(0, 128).replace(/[^ -~]/g, "?").replace(/\\/g, "\\\\").replace(/"/g, '\\"');
}
