/** Small pictures for tests of data sets, drawn by formula. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

/** Writes a picture of `value(x, y)`, 0 to 255 in one or three channels, in the format of the file's ending. */
export async function writePicture(
  file: string,
  width: number,
  height: number,
  value: (x: number, y: number) => number | readonly [number, number, number] = (x, y) => (x * 7 + y * 5) % 200,
): Promise<string> {
  const pixels = Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  const channels = typeof pixels[0] === 'number' ? 1 : 3;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    await sharp(Uint8Array.from(pixels.flat()), { raw: { width, height, channels } })
      .toFormat(path.extname(file).slice(1) as 'png' | 'jpeg' | 'tiff', { compression: 'lzw' })
      .toBuffer(),
  );
  return file;
}
