/** Compressed pixels lie in fragments behind a table of offsets. Of one frame all fragments are its own, so the table is not needed. Source: PS3.5, A.4. */
import type { Element } from 'dicom-parser';
import { corrupt, truncated } from './problem';

const ITEM = 0xe000fffe;
const END = 0xe0ddfffe;
const UNDEFINED = 0xffffffff;

/** The one frame's stream. Throws ProblemError `image.dicom.truncated` where fragments or their end are missing, `.corrupt` where there are none. */
export function joinFragments(bytes: Uint8Array, pixels: Element, file?: string): Uint8Array {
  if (!pixels.hadUndefinedLength) throw corrupt(file, 'compressed pixels in one piece', 'fragments');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fragments: Uint8Array[] = [];
  let table = true;
  for (let at = pixels.dataOffset; ; ) {
    if (at + 8 > bytes.length)
      throw truncated(file, `the end of the file after ${fragments.length} fragments of pixels`, 'all fragments and their end');
    const tag = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    if (tag === END) break;
    if (tag !== ITEM || length === UNDEFINED) throw corrupt(file, `no fragment at byte ${at}`, 'a fragment of the pixels, or their end');
    const end = at + 8 + length;
    if (end > bytes.length)
      throw truncated(file, `the end of the file within fragment ${fragments.length + 1}`, `${end - bytes.length} more bytes`);
    if (table) table = false;
    else fragments.push(bytes.subarray(at + 8, end));
    at = end;
  }
  if (fragments.length === 0) throw corrupt(file, 'no fragments of pixels', 'at least one');
  return fragments.length === 1 ? fragments[0] : Buffer.concat(fragments);
}
