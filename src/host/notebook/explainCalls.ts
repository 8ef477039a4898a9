/** The code that explains image files, as it is dropped into a cell. */
import { nameFrom, type PathRules } from '../../protocol/inside';

/** What the explain command takes too. */
const IMAGE = /\.(ljpeg|png|jpe?g|tiff?|pgm|dcm|dicom)$/i;

/**
 * A line per image, its path relative to the project where it lies inside; all but the last are shown by `display`, the last as the cell's value.
 * Undefined when a file is no image: such a drop is VS Code's own affair.
 */
export function explainCalls(files: readonly string[], project: string, rules: PathRules): string | undefined {
  if (files.length === 0 || !files.every((file) => IMAGE.test(file))) return undefined;
  return files
    .map((file, i) => {
      const call = `await deepminer.explain(${JSON.stringify(nameFrom(project, file, rules))})`;
      return i < files.length - 1 ? `await display(${call});` : call;
    })
    .join('\n');
}
