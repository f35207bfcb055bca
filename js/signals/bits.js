/** Fields of bits in base64url, as TC and GPP strings are made of them; agrees with consent/bits.py. Writes only. */

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** `value` in `width` bits. Times take 36, so no shifts of 32 bits here. */
export function bits(value, width) {
    const text = value.toString(2);
    if (!Number.isInteger(value) || value < 0 || text.length > width) throw new RangeError(`${value} does not fit ${width} bits`);
    return text.padStart(width, "0");
}

/** Two letters, six bits each. */
export function letters(text) {
    return [...text.toUpperCase()].map((letter) => bits(letter.charCodeAt(0) - 65, 6)).join("");
}

/** A field of `width` flags; ids count from 1. */
export function flags(ids, width) {
    return Array.from({ length: width }, (_, n) => (ids.includes(n + 1) ? "1" : "0")).join("");
}

/** Sorted ids as [first, last] of each run without a gap. */
export function runs(ids) {
    const found = [];
    for (const id of [...ids].sort((a, b) => a - b)) {
        if (found.length && id === found.at(-1)[1] + 1) found.at(-1)[1] = id;
        else found.push([id, id]);
    }
    return found;
}

/** Ids in ranges behind a count of 12 bits. */
export function ranges(ids) {
    const found = runs(ids);
    const parts = found.map(([first, last]) => (last > first ? `1${bits(first, 16)}${bits(last, 16)}` : `0${bits(first, 16)}`));
    return bits(found.length, 12) + parts.join("");
}

/** Base64url, filled up with zeros to whole bytes and then to whole characters. */
export function base64(text) {
    const whole = text.padEnd(Math.ceil(text.length / 8) * 8, "0");
    const sixes = whole.padEnd(Math.ceil(whole.length / 6) * 6, "0").match(/.{6}/g) ?? [];
    return sixes.map((six) => BASE64[parseInt(six, 2)]).join("");
}
