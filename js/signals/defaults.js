/**
 * What stands before any tag, in a blocking script that the server writes the site's `speculoosSignals` in front of:
 * consent modes denied by default, and stubs that keep early calls for the APIs of signals.js.
 */

import { gppStub } from "./gpp.js";
import { push } from "./modes.js";
import { tcfStub } from "./tcf.js";

const settled = window.speculoosSignals ?? {};
if (settled.modes) push(first(settled.modes.defaults));
if (settled.tcf) tcfStub();
if (settled.gpp) gppStub();

/** With Global Privacy Control no region allows anything: the commands that name one are left out. */
function first(commands) {
    if (navigator.globalPrivacyControl !== true) return commands;
    return { ...commands, google: commands.google.filter(([, , values]) => !values?.region) };
}
