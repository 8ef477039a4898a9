/** Which cells of a feature map look at the breast: a network trained on tissue says nothing meant about film borders and labels. */
import type { ReceptiveField } from '../network/receptiveField';
import { tissueMask } from '../patches/tissue';
import type { GreyImage } from '../pixels/image';

/** Cells of a width x height map whose centre lies on the breast, 1 or 0, when the network saw `image`. */
export function cellsOnBreast(image: GreyImage, field: ReceptiveField, width: number, height: number): Uint8Array {
  const tissue = tissueMask(image);
  const pixel = (cell: number) => Math.floor(field.offset + cell * field.stride);
  const cells = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [x, y] = [pixel(column), pixel(row)];
      if (x >= 0 && y >= 0 && x < tissue.width && y < tissue.height) cells[row * width + column] = tissue.data[y * tissue.width + x];
    }
  return cells;
}
