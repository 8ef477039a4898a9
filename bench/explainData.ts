/** What `explain` explains: a view of usual size as a 16-bit PNG, half an ellipse of noise on black. */
import path from 'node:path';
import sharp from 'sharp';

const [WIDTH, HEIGHT] = [2400, 3600];

/** Writes the view and gives its path. */
export async function writeMammogram(dir: string): Promise<string> {
  const data = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const depth = 1 - ((i % WIDTH) / (0.8 * WIDTH)) ** 2 - ((Math.floor(i / WIDTH) / HEIGHT - 0.5) / 0.46) ** 2;
    return depth < 0 ? 600 : Math.min(65_535, 9000 + 40_000 * Math.sqrt(depth) + 6000 * Math.sin(i * 12.9898));
  });
  const file = path.join(dir, 'view.png');
  const image = sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } });
  await image.toColourspace('grey16').png({ compressionLevel: 1 }).toFile(file);
  return file;
}
