/** The density of a PNG for print, written into the file. */

const PIXELS_PER_METRE = Math.round(300 / 0.0254);
/** After the signature and IHDR, which is 25 bytes. */
const AFTER_HEADER = 33;

/** With a pHYs chunk (PNG, section 11.3.4.3), so that programs place it 18 cm wide. */
export function withDensity(png: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, PIXELS_PER_METRE);
  view.setUint32(12, PIXELS_PER_METRE);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const all = new Uint8Array(png.length + chunk.length);
  all.set(png.subarray(0, AFTER_HEADER));
  all.set(chunk, AFTER_HEADER);
  all.set(png.subarray(AFTER_HEADER), AFTER_HEADER + chunk.length);
  return all;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
