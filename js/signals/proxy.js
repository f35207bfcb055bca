/** What `__tcfapi` and `__gpp` share: a frame that names the platform, and messages from frames without access. */

/** Put an empty frame of the given name into the page, as soon as there is a body, so that frames can find us. */
export function locate(name, view = window) {
    if (view.frames[name]) return;
    if (!view.document.body) {
        view.document.addEventListener("DOMContentLoaded", () => locate(name, view), { once: true });
        return;
    }
    const frame = view.document.createElement("iframe");
    frame.name = name;
    frame.hidden = true;
    frame.title = "";
    view.document.body.append(frame);
}

/**
 * Answer calls that arrive as messages `{[name + "Call"]: {command, version, parameter, callId}}`, as objects or JSON.
 * `ask(command, version, callback, parameter)` is the API of the page itself.
 */
export function listen(name, ask, view = window) {
    view.addEventListener("message", ({ data, source }) => {
        const asText = typeof data === "string";
        const call = read(data)?.[`${name}Call`];
        if (!call || typeof call !== "object" || !source) return;
        const answer = (returnValue, success) => {
            const said = { [`${name}Return`]: { returnValue, success, callId: call.callId } };
            source.postMessage(asText ? JSON.stringify(said) : said, "*");
        };
        ask(call.command, call.version, answer, call.parameter);
    });
}

function read(data) {
    if (typeof data !== "string") return data;
    try {
        return JSON.parse(data);
    } catch {
        return undefined;
    }
}

/** A queue for calls that come before the API: only `ping` is answered at once. */
export function stub(name, ping, view = window) {
    if (typeof view[name] === "function") return view[name];
    const queue = [];
    const api = (...call) => {
        if (!call.length) return queue;
        if (call[0] === "ping") call[name === "__gpp" ? 1 : 2]?.(ping(), true);
        else queue.push(call);
        return undefined;
    };
    view[name] = api;
    return api;
}

/** Listeners by number; one that throws does not silence the others. */
export class Listeners {
    #known = new Map();
    #next = 1;

    add(callback) {
        this.#known.set(this.#next, callback);
        return this.#next++;
    }

    remove(id) {
        return this.#known.delete(id);
    }

    tell(make) {
        for (const [id, callback] of [...this.#known]) {
            try {
                callback(make(id), true);
            } catch (error) {
                queueMicrotask(() => { throw error; });
            }
        }
    }
}
