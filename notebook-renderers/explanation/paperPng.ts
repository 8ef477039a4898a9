/** A figure as a PNG for print: 300 dpi at its own width, which the file says. */
import { PAPER_WIDTH, type PaperFigure } from './paperFigure';
import { withDensity } from './pngDensity';

/** 18 cm at 300 dpi are 2126 pixels. */
const PNG_WIDTH = 2 * PAPER_WIDTH;

/** Bytes of the PNG. Rejects when the browser cannot draw it. */
export async function paperPng({ svg, height }: PaperFigure): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = PNG_WIDTH;
  canvas.height = height * (PNG_WIDTH / PAPER_WIDTH);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas to draw on.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser could not write the picture: it may be too large.');
  return withDensity(new Uint8Array(await blob.arrayBuffer()));
}
