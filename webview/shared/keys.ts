/** Keys of a page: Alt with a letter works everywhere, a plain key where no text is being typed. */

export interface KeyPress {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

export interface KeyTable<C> {
  /** By physical key, so that Alt on a Mac, which types another character, works too. */
  withAlt: Readonly<Record<string, C>>;
  plain: Readonly<Record<string, C>>;
}

/** The command of a key press, if any; `typing` is true while a text field has the focus. */
export function keyCommand<C>(press: KeyPress, typing: boolean, { withAlt, plain }: KeyTable<C>): C | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.altKey) return withAlt[press.code];
  return typing ? undefined : plain[press.key.toLowerCase()];
}

/** Whether the focus is where characters are typed or a list answers to letters. */
export function isTyping(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !['radio', 'checkbox', 'button', 'range'].includes(element.type);
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}
