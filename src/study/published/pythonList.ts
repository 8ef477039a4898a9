/** Lists as Python writes them, `['Spiculation', "it's"]`, read by their grammar and never run. */

/** A string, or a list of such. */
export type PythonList = (string | PythonList)[];

const ESCAPES: Record<string, string> = { '\\': '\\', "'": "'", '"': '"', n: '\n', t: '\t', r: '\r' };

/** The list that the text is, blanks around it aside. Throws SyntaxError, with the place counted from 1, on anything else. */
export function pythonList(text: string): PythonList {
  let at = 0;
  const refuse = (expected: string): SyntaxError =>
    new SyntaxError(`${at < text.length ? `"${text.slice(at, at + 12)}"` : 'the end'} at character ${at + 1}, expected ${expected}`);
  const blanks = (): void => {
    while (/\s/.test(text[at] ?? '')) at++;
  };
  const value = (depth: number): string | PythonList => {
    blanks();
    if (text[at] === '[' && depth < 8) return list(depth);
    if (text[at] === "'" || text[at] === '"') return string(text[at]);
    throw refuse('a list or a quoted text');
  };
  const list = (depth: number): PythonList => {
    const items: PythonList = [];
    at++;
    for (blanks(); text[at] !== ']'; blanks()) {
      items.push(value(depth + 1));
      blanks();
      if (text[at] === ',') at++;
      else if (text[at] !== ']') throw refuse('a comma or ]');
    }
    at++;
    return items;
  };
  const string = (quote: string): string => {
    let found = '';
    for (at++; text[at] !== quote; at++) {
      if (at >= text.length || text[at] === '\n') throw refuse(quote);
      if (text[at] !== '\\') found += text[at];
      else {
        const code = /^(?:x[0-9a-f]{2}|u[0-9a-f]{4})/i.exec(text.slice(at + 1, at + 6))?.[0];
        const plain = ESCAPES[text[at + 1]];
        if (code === undefined && plain === undefined) throw refuse('a known escape');
        found += code === undefined ? plain : String.fromCharCode(Number.parseInt(code.slice(1), 16));
        at += code?.length ?? 1;
      }
    }
    at++;
    return found;
  };
  blanks();
  if (text[at] !== '[') throw refuse('[');
  const found = list(0);
  blanks();
  if (at < text.length) throw refuse('nothing more');
  return found;
}
