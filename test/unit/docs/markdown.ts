/** What tests ask of a Markdown page: its fenced blocks, its links and the addresses of its headings. */

export interface Block {
  /** `ts`, `diff`, `json`; empty where none is said. */
  language: string;
  /** What stands behind the language: here the file that the block is, or changes. */
  file: string;
  text: string;
}

const FENCE = /^( *)```(\S*) ?(.*)\n([\s\S]*?)^\1```$/gm;

/** Fenced blocks in their order; text as it stands, each line with its end. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(FENCE)].map(([, , language, file, text]) => ({ language, file: file.trim(), text }));
}

const withoutBlocks = (page: string): string => page.replaceAll(FENCE, '');

/** Addresses of links and pictures, those in code left out. */
export function linksOf(page: string): string[] {
  const prose = withoutBlocks(page).replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, address]) => address);
}

/** What a link to each heading ends in, as GitHub and VS Code make it; a second heading of the same words gets `-1`. */
export function anchorsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return [...withoutBlocks(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
    const plain = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase();
    const slug = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/**
 * A text after a change as pages show it: lines that begin with a blank stay, those with `-` go, those with `+` come; `@@` parts places of the file.
 * Throws where what is to stay and to go is not in the text, or more than once.
 */
export function changed(text: string, change: string, file: string): string {
  return change.split(/^@@\n/m).reduce((before, hunk) => {
    const lines = hunk.split(/(?<=\n)/);
    const kept = (sign: string) => lines.filter((line) => line[0] === ' ' || line[0] === sign).map((line) => line.slice(1));
    const [old, fresh] = [kept('-').join(''), kept('+').join('')];
    const places = `\n${before}`.split(`\n${old}`).length - 1;
    if (places !== 1) throw new Error(`These lines stand ${places} times in ${file}, not once:\n${old}`);
    return `\n${before}`.replace(`\n${old}`, () => `\n${fresh}`).slice(1);
  }, text);
}
