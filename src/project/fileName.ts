/** Names of files and folders that every system can have: a project is carried from Linux to Windows and back. */
import { createHash } from 'node:crypto';
import path from 'node:path';

/** Names that Windows gives to devices, whatever ending follows. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)/i;
/** What Windows refuses in names, or takes for a folder, a drive or a stream. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are among them
const REFUSED = /[<>:"/\\|?*\x00-\x1f\x7f]/g;
/** File systems allow 255 bytes; an ending and the temporary name of a file that is being written need some. */
const LONGEST_BYTES = 180;
const HASH_LENGTH = 8;

/** Whether every system can have a file of this name. */
export function isPortable(name: string): boolean {
  return name !== '' && name.search(REFUSED) < 0 && !/[. ]$/.test(name) && !DEVICE.test(name);
}

/** The name itself where every system can have it; else a readable part and a hash of it, so that no two names meet. */
export function portableName(name: string): string {
  if (isPortable(name) && Buffer.byteLength(name) <= LONGEST_BYTES) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  let readable = name.replace(REFUSED, '_').replace(/[. ]+$/, '');
  while (Buffer.byteLength(readable) > LONGEST_BYTES - HASH_LENGTH - 1) readable = Array.from(readable).slice(0, -1).join('');
  // A device's name stays one with anything after a dot.
  return DEVICE.test(readable) ? `_${readable}-${hash}` : `${readable}-${hash}`;
}

/** Whether a name that was given is one step and no more: no way up, through folders, to another drive or device. */
export function isFileName(name: string, { sep }: Pick<path.PlatformPath, 'sep'> = path): boolean {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) return false;
  return sep === '/' || !(/[\\:]/.test(name) || DEVICE.test(name));
}
