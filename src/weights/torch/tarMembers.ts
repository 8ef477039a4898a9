/** Where the members of a tar archive lie: 512-byte headers, sizes in octal digits. */
import type { ByteSource } from '../bytes';
import { notSaved } from './saved';

export interface Member {
  position: number;
  size: number;
}

const BLOCK = 512;
/** torch.save's has four. */
const MAX_MEMBERS = 64;

/** Whether a file's first block is a tar header: its checksum is the sum of its bytes, taken with spaces in its own place. */
export function isTarHeader(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += block[i];
  return octal(block, 148, 8) === sum;
}

/** Plain files by name, without a leading `./`. Throws ProblemError when one reaches beyond the archive. */
export async function readMembers(source: ByteSource): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  for (let at = 0; at + BLOCK <= source.size && members.size < MAX_MEMBERS; ) {
    const header = await source.read(at, BLOCK);
    if (!isTarHeader(header)) break;
    const name = header.toString('latin1', 0, 100).replace(/\0.*$/s, '').replace(/^\.\//, '');
    const size = octal(header, 124, 12);
    if (size === undefined || at + BLOCK + size > source.size) throw notSaved(source, `${name} cut short`, 'a whole tar archive');
    if (header[156] === 0 || header[156] === 0x30) members.set(name, { position: at + BLOCK, size });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return members;
}

function octal(block: Buffer, start: number, length: number): number | undefined {
  const text = block
    .toString('latin1', start, start + length)
    .replace(/[\0 ]+$/, '')
    .trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined;
}
