/** Which string of a call on `deepminer` stands at a place in a cell's text: what is asked for there. */

export interface StringArgument {
  /** What the string names. */
  names: 'view' | 'run' | 'unit';
  /** Characters of it before the place. */
  typed: number;
}

const VIEW_FIRST = /\bdeepminer\s*\.\s*(?:explain|similar)\(\s*(['"`])([^'"`\n]*)$/;
const RUN_FIRST = /\bdeepminer\s*\.\s*(?:evaluate|mine|units|lastEpoch)\(\s*(['"`])([^'"`\n]*)$/;
const UNIT_FIRST = /\bdeepminer\s*\.\s*unit\(\s*(['"`])([^'"`\n]*)$/;
const RUN_OPTION = /\bdeepminer\s*\.\s*\w+\([^;]*\brun:\s*(['"`])([^'"`\n]*)$/;

/** `before`: the cell's text up to the place. Undefined where no such string stands. */
export function stringArgument(before: string): StringArgument | undefined {
  const kinds = [
    ['view', VIEW_FIRST],
    ['run', RUN_FIRST],
    ['unit', UNIT_FIRST],
    ['run', RUN_OPTION],
  ] as const;
  for (const [names, pattern] of kinds) {
    const typed = pattern.exec(before)?.[2];
    if (typed !== undefined) return { names, typed: typed.length };
  }
  return undefined;
}
