/** What every output is read by: JSON of a known version and shape, or what is wrong with it and what to do. */
import type { Check } from '../../webview/shared/shape';

export interface Unreadable {
  title: string;
  detail: string;
  remedy: string;
}

export interface Unread {
  kind: 'unreadable';
  problem: Unreadable;
}

interface Expected {
  /** What the output is called: explanation, unit, … */
  about: string;
  version: number;
  shape: Check;
  /** Brings a value of an older version to this one. */
  upgrade?(value: unknown): unknown;
}

const RUN_AGAIN = 'Run the cell again to make this output anew.';

/** The value in an output's text, checked; never throws. */
export function readVersioned<T>(json: string, { about, version: expected, shape, upgrade }: Expected): { value: T } | Unread {
  let value: unknown;
  try {
    value = JSON.parse(json);
    if (upgrade) value = upgrade(value);
  } catch (error) {
    return unreadable(`This ${about} is not readable`, `Found text that is not JSON (${(error as Error).message}).`);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > expected)
    return unreadable(
      `This ${about} was made by a newer DeepMiner`,
      `Found version ${version}, expected version ${expected}.`,
      'Update the DeepMiner extension, or run the cell again with this one.',
    );
  if (version !== expected)
    return unreadable(
      `This ${about} is not readable`,
      `Found version ${version === undefined ? 'none' : JSON.stringify(version)}, expected version ${expected}.`,
    );
  const problem = shape(value, '');
  return problem ? unreadable(`This ${about} is damaged`, `${problem}.`) : { value: value as T };
}

/** An output of a kind that the renderer does not know. */
export function unknownKind(mime: string): Unread {
  return unreadable('Nothing here can show this output', `Found the type ${mime}.`);
}

function unreadable(title: string, detail: string, remedy = RUN_AGAIN): Unread {
  return { kind: 'unreadable', problem: { title, detail, remedy } };
}
