/** Pushes the commands of consent/modes.py to the queues of Google, UET and Clarity. */

/** `commands` is {google, uet, clarity}; the queues are made where the tags have not come yet. */
export function push(commands, view = window) {
    view.dataLayer ??= [];
    const gtag = function () { view.dataLayer.push(arguments); }; // gtag.js tells commands by their being Arguments
    for (const command of commands.google ?? []) gtag(...command);
    for (const command of commands.uet ?? []) (view.uetq ??= []).push(...command);
    for (const command of commands.clarity ?? []) clarity(view)(...command);
}

function clarity(view) {
    view.clarity ??= (...call) => (view.clarity.q ??= []).push(call);
    return view.clarity;
}
