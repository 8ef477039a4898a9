/** Which cells of a feature map look at the breast: a network trained on tissue says nothing meant about film borders and labels. */
import type { ReceptiveField } from '../network/receptiveField';
import { countedMask } from '../patches/photograph';
import type { GreyImage, Mask } from '../pixels/image';
import type { Config } from '../project/config';

/** Cells of a width x height map whose centre lies on the breast (anywhere in a photograph), 1 or 0, when the network saw `image`. */
export function cellsOnBreast(
  image: GreyImage,
  field: ReceptiveField,
  width: number,
  height: number,
  config: Pick<Config, 'patches'>,
): Uint8Array {
  return cellsOnMask(countedMask(image, config), field, width, height);
}

/** Cells of a width x height map whose centre lies on the mask, 1 or 0, when the network saw an image of the mask's size. */
export function cellsOnMask(mask: Mask, field: ReceptiveField, width: number, height: number): Uint8Array {
  const pixel = (cell: number) => Math.floor(field.offset + cell * field.stride);
  const cells = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const [x, y] = [pixel(column), pixel(row)];
      if (x >= 0 && y >= 0 && x < mask.width && y < mask.height) cells[row * width + column] = mask.data[y * mask.width + x];
    }
  return cells;
}
