/** Under which kind a problem is filed, told from its code: readers of all formats name theirs alike. */
import type { ProblemKind } from '../../protocol/dataCheck';

/** The first that fits. Pixels are read by the rooms `images` and `dataset/frame`, whatever the format of the data set. */
const RULES: readonly [ProblemKind, RegExp][] = [
  ['suspect', /^image\.frame\./],
  ['doubled', /duplicate$|double$/],
  ['missing', /^dataset\.(missing|empty|unknown|noMalignant)$|^project\.noData$|\.missing$|\.absent$/],
  ['unreadable', /^(image|file|ddsm\.ljpeg)\.|unreadable$|^dataset\.folder$/],
];

export function kindOf(code: string): ProblemKind {
  return RULES.find(([, pattern]) => pattern.test(code))?.[0] ?? 'annotations';
}
