/** `__gpp` of the Global Privacy Platform 1.1: a stub for the head of the page, and the API that takes its queue over. */

import { Listeners, listen, locate, stub } from "./proxy.js";

const GPP = "__gpp";

/** Messages name a version behind the parameter, functions take (command, callback, parameter). */
const ask = (view) => (command, _version, callback, parameter) => view[GPP](command, callback, parameter);

export function gppStub(view = window) {
    if (typeof view[GPP] === "function") return;
    stub(GPP, () => ({
        gppVersion: "1.1", cmpStatus: "stub", cmpDisplayStatus: "hidden", signalStatus: "not ready", supportedAPIs: [],
        cmpId: 0, sectionList: [], applicableSections: [], gppString: "", parsedSections: {},
    }), view);
    locate(`${GPP}Locator`, view);
    listen(GPP, ask(view), view);
}

/**
 * The API. `config` has cmpId, supportedAPIs and applicableSections. Returns `show()` and
 * `update({gppString, sectionList, parsedSections})`.
 */
export function gppApi(config, view = window) {
    gppStub(view);
    const queue = view[GPP]() ?? [];
    const listeners = new Listeners();
    const state = {
        gppVersion: "1.1", cmpStatus: "loaded", cmpDisplayStatus: "hidden", signalStatus: "not ready", cmpId: config.cmpId ?? 0,
        supportedAPIs: config.supportedAPIs ?? [], applicableSections: config.applicableSections ?? [],
        sectionList: [], gppString: "", parsedSections: {},
    };
    const ping = () => structuredClone(state);
    const event = (eventName, value) => (listenerId) => ({ eventName, listenerId, data: value, pingData: ping() });
    const section = (name) => (Object.hasOwn(state.parsedSections, name) ? state.parsedSections[name] : null);
    const commands = {
        ping: (callback) => callback(ping(), true),
        addEventListener: (callback) => {
            const id = listeners.add(callback);
            callback(event("listenerRegistered", true)(id), true);
        },
        removeEventListener: (callback, id) => callback(listeners.remove(id), true),
        hasSection: (callback, name) => callback(section(name) !== null, true),
        getSection: (callback, name) => callback(section(name), section(name) !== null),
        getField: (callback, path) => {
            const [name, field] = String(path).split(".");
            const found = section(name);
            const known = found !== null && Object.hasOwn(found, field);
            callback(known ? found[field] : null, known);
        },
    };
    view[GPP] = (command, callback, parameter) => {
        if (typeof callback !== "function") return;
        if (Object.hasOwn(commands, command)) commands[command](callback, parameter);
        else callback(null, false);
    };
    for (const call of queue) view[GPP](...call);
    const set = (key, value) => {
        if (state[key] === value) return;
        state[key] = value;
        listeners.tell(event(key, value));
    };
    return {
        show: () => {
            set("signalStatus", "not ready");
            set("cmpDisplayStatus", "visible");
        },
        update: (said) => {
            set("signalStatus", "not ready");
            Object.assign(state, said);
            for (const name of Object.keys(said.parsedSections ?? {})) listeners.tell(event("sectionChange", name));
            set("cmpDisplayStatus", "hidden");
            set("signalStatus", "ready");
        },
    };
}
