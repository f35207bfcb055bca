/** What a page sees of the banner: `window.speculoos` and three events on the document. */

export type State = "unset" | "granted" | "refused" | "withdrawn";
/** A purpose's id, or "purpose:service". */
export type Unit = string;

export interface Speculoos {
  /** Purpose to state now, and "purpose:service" for what is refused alone. Empty until the banner has started. */
  readonly state: Readonly<Record<Unit, State>>;
  /** Opens the preferences. */
  show(): Promise<void>;
  /** Grants one unit, or everything. Grants nothing while Global Privacy Control is on. */
  grant(unit?: Unit): Promise<void>;
  /** Refuses one unit, or everything. */
  refuse(unit?: Unit): Promise<void>;
  /** Takes a grant back: the same as refuse. */
  withdraw(unit?: Unit): Promise<void>;
}

export interface ChoiceDetail {
  state: Record<Unit, State>;
}

export interface WithdrawDetail {
  /** What was granted and is not any more. */
  units: Unit[];
  /** The names of the site's declared items that were removed as far as a script can. */
  items: string[];
}

declare global {
  interface Window {
    speculoos: Speculoos;
  }
  interface DocumentEventMap {
    "speculoos:ready": CustomEvent<ChoiceDetail>;
    "speculoos:choice": CustomEvent<ChoiceDetail>;
    "speculoos:withdraw": CustomEvent<WithdrawDetail>;
  }
}
