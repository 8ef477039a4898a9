/**
 * A folder whose name holds what paths trip over: blanks, brackets of globs and of Markdown, an apostrophe, the signs of addresses, of shells and of
 * replacements, a percent sign before two digits, letters of other scripts. Every test in a real VS Code works in one.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const ODD_NAME = "Röntgen & Brüste [2026] (L's) #1 – 100%20 乳房 $&";

/** A new temporary folder of that name, in one of its own; `prefix`: what the outer one's name begins with. */
export function oddFolder(prefix) {
  const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), prefix)), ODD_NAME);
  fs.mkdirSync(folder);
  return folder;
}

/** Removes it, and the one around it, once nothing writes to it any more. */
export function removeOddFolder(folder) {
  if (path.basename(folder) !== ODD_NAME) throw new Error(`${folder} was not made by oddFolder.`);
  fs.rmSync(path.dirname(folder), { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
}
