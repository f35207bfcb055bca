/** `__tcfapi` of TCF 2.3: a stub for the head of the page, and the API that takes its queue over. */

import { Listeners, listen, locate, stub } from "./proxy.js";

const TCF = "__tcfapi";

/** The stub: queues calls, answers ping, and can be found by frames. */
export function tcfStub(view = window) {
    if (typeof view[TCF] === "function") return;
    stub(TCF, () => ({ gdprApplies: undefined, cmpLoaded: false, cmpStatus: "stub", displayStatus: "hidden", apiVersion: "2" }), view);
    locate(`${TCF}Locator`, view);
    listen(TCF, (...call) => view[TCF](...call), view);
}

/**
 * The API. `config` has cmpId, cmpVersion, gvlVersion, tcfPolicyVersion and gdprApplies. Returns `show()` for when the
 * banner opens and `update(data, chosen)` with what getTCData adds: tcString, purpose, vendor and so on; `chosen` says
 * that the visitor just acted.
 */
export function tcfApi(config, view = window) {
    if (!config.cmpId) throw new TypeError("TCF is off: configure a registered CMP id.");
    tcfStub(view);
    const queue = view[TCF]() ?? [];
    const listeners = new Listeners();
    const state = { data: undefined, event: undefined, display: "hidden" };
    const data = (listenerId) => ({
        ...state.data, cmpId: config.cmpId, cmpVersion: config.cmpVersion, tcfPolicyVersion: config.tcfPolicyVersion,
        gdprApplies: config.gdprApplies, isServiceSpecific: true, cmpStatus: "loaded", eventStatus: state.event,
        ...(listenerId ? { listenerId } : {}),
    });
    const commands = {
        ping: (callback) => callback({
            gdprApplies: config.gdprApplies, cmpLoaded: true, cmpStatus: "loaded", displayStatus: state.display, apiVersion: "2",
            cmpVersion: config.cmpVersion, cmpId: config.cmpId, gvlVersion: config.gvlVersion, tcfPolicyVersion: config.tcfPolicyVersion,
        }, true),
        addEventListener: (callback) => {
            const id = listeners.add(callback);
            if (state.event) callback(data(id), true);
        },
        removeEventListener: (callback, id) => callback(listeners.remove(id), true),
        getTCData: (callback) => (state.event ? callback(data(), true) : callback(null, false)),
    };
    view[TCF] = (command, version, callback, parameter) => {
        if (typeof callback !== "function") return;
        const known = Object.hasOwn(commands, command) && (version === 2 || version === undefined || version === null || version === 0);
        if (known) commands[command](callback, parameter);
        else callback(null, false);
    };
    for (const call of queue) view[TCF](...call);
    const tell = (event, display) => {
        Object.assign(state, { event, display });
        listeners.tell(data);
    };
    return {
        show: (said) => {
            state.data = said ?? state.data;
            tell("cmpuishown", "visible");
        },
        update: (said, chosen = false) => {
            state.data = said;
            tell(chosen ? "useractioncomplete" : "tcloaded", "hidden");
        },
    };
}
