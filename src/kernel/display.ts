/** How a notebook shows a value: its own rich form where it has one, a table where it is a list of flat objects, else the text Node would print. */
import { inspect } from 'node:util';
import { isTabular, tableItems } from './table';

/** A value with this method is shown by what it returns: MIME type -> text, JSON text, or base64 of a picture. */
export const DISPLAY = Symbol.for('deepminer.display');

/** A value may have this method too: further forms of what is shown, which take longer and are added when they are there. */
export const LATER = Symbol.for('deepminer.display.later');

export type DisplayItems = Record<string, string>;

/** Items for a value, or undefined for `undefined`, which is not shown. Rejects when the value's own method fails or returns something else. */
export async function displayItems(value: unknown): Promise<DisplayItems | undefined> {
  if (value === undefined) return undefined;
  const own = methodOf(value, DISPLAY);
  if (!own) return isTabular(value) ? tableItems(value) : { 'text/plain': plainText(value) };
  return itemsOf(value, own, DISPLAY);
}

/** What gives the further forms of a value; undefined where it has none. It rejects as displayItems does. */
export function laterItems(value: unknown): (() => Promise<DisplayItems>) | undefined {
  const own = methodOf(value, LATER);
  return own && (() => itemsOf(value, own, LATER));
}

async function itemsOf(value: unknown, own: () => unknown, name: symbol): Promise<DisplayItems> {
  const items: unknown = await own.call(value);
  if (!isDisplayItems(items))
    throw new TypeError(`A value's [Symbol.for('${name.description}')] returned ${plainText(items)}; it must return MIME type -> text.`);
  return items;
}

/** The text of a value, as Node's console would print it, long arrays cut. */
export function plainText(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 60, maxStringLength: 20_000, breakLength: 100 });
}

function methodOf(value: unknown, name: symbol): (() => unknown) | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const method: unknown = Reflect.get(value, name);
  return typeof method === 'function' ? (method as () => unknown) : undefined;
}

function isDisplayItems(items: unknown): items is DisplayItems {
  return typeof items === 'object' && items !== null && Object.values(items).every((v) => typeof v === 'string');
}
